import { afterEach, beforeEach, expect, test } from 'vitest'
import { proveNumber } from '../../src/actions/people/numbers.ts'
import { type OpenWeb, openWeb } from './open-web.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

const person = (id: string) => web.deps.book.current().people.get(id)
const chen = { name: '陈海涛', unitId: 'u-xingang' }

test('numbers are masked in the list and on the page; showing one is logged with who looked', async () => {
  const lead = await web.signedIn('lead')
  expect((await lead.get('/people')).text).not.toContain('13800000038')
  expect((await lead.get('/people/p-chen')).text).toContain('138****0038')
  expect((await lead.post('/people/p-chen/reveal')).text).toContain('13800000038')
  const { items } = await web.log.audit.list({ subject: 'people/p-chen' }, { limit: 5, cursor: null })
  expect(items).toContainEqual(expect.objectContaining({ act: 'number_shown', personName: '周敏' }))
})

test('a lead sees the people of their own unit and nobody else', async () => {
  const { text } = await (await web.signedIn('lead')).get('/people')
  expect(text).toContain('陈海涛')
  expect(text).not.toContain('王雅琴')
})

test('eleven digits, full width and spaced, are kept as E.164', async () => {
  const office = await web.signedIn('office')
  expect((await office.post('/people/p-chen/edit', { ...chen, mobile: '１３９ ０000 0001' })).status).toBe(303)
  expect(person('p-chen')?.mobile).toBe('+8613900000001')
})

test.each([
  ['1380000001', '手机号要 11 位，现在是 10 位'],
  ['12800000001', '手机号不对'],
  ['13800000001', '相同'],
])('the number %s is refused with its reason and stays in its field', async (mobile, reason) => {
  const office = await web.signedIn('office')
  const { status, text } = await office.post('/people/p-chen/edit', { ...chen, mobile })
  expect(status).toBe(422)
  expect(text).toContain(reason)
  expect(text).toContain(`value="${mobile}"`)
  expect(person('p-chen')?.mobile).toBe('+8613800000038')
})

test('a lead cannot put a person into a unit of others, nor change somebody of the duty office', async () => {
  const lead = await web.signedIn('lead')
  await web.deps.book.change((file) => ({
    ...file,
    people: (file.people ?? []).map((one) => (one.id === 'p-zhao' ? { ...one, unitId: 'u-xingang' } : one)),
  }))
  expect((await lead.post('/people/new', { name: '新人', unitId: 'u-dongchuan' })).status).toBe(422)
  expect(
    (await lead.post('/people/p-zhao/edit', { name: '赵', unitId: 'u-xingang', mobile: '13900000009' })).status,
  ).toBe(404)
  expect(person('p-zhao')?.mobile).toBe('+8613800000004')
})

test('somebody with shifts to come is disabled only with a replacement or a word that they stay empty', async () => {
  const office = await web.signedIn('office')
  const refused = await office.post('/people/p-chen/disable')
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('还有 1 个班')
  expect(person('p-chen')?.disabled).toBeUndefined()
  expect((await office.post('/people/p-chen/disable', { replacement: 'p-he' })).status).toBe(303)
  expect(person('p-chen')?.disabled).toBe(true)
  expect(web.deps.book.current().file.shifts?.find(({ id }) => id === 'x1')?.personId).toBe('p-he')
})

test('who was disabled is signed out at once, and can be taken back', async () => {
  const duty = await web.signedIn('duty')
  const office = await web.signedIn('office')
  await office.post('/people/p-chen/disable', { empty: 'yes' })
  expect((await duty.get('/me')).status).toBe(303)
  await office.post('/people/p-chen/enable')
  expect(person('p-chen')?.disabled).toBeUndefined()
})

test('the last person of the duty office cannot be disabled', async () => {
  const office = await web.signedIn('office')
  expect((await office.post('/people/p-zhao/disable', { empty: 'yes' })).text).toContain('最后一位')
  expect(person('p-zhao')?.disabled).toBeUndefined()
})

test('an invitation link is shown once, works, and is nowhere in the page afterwards', async () => {
  const office = await web.signedIn('office')
  const { text } = await office.post('/people/p-he/invite')
  const link = /http:\/\/127\.0\.0\.1:3000(\/welcome\/[^<\s]+)/.exec(text)?.[1] ?? ''
  expect((await web.visitor().get(link)).status).toBe(200)
  expect((await office.get('/people/p-he')).text).not.toContain('/welcome/')
})

test('a unit in use is not removed, an unused one is; a nameless one is not added', async () => {
  const office = await web.signedIn('office')
  await office.post('/units/new', { name: '市水务局' })
  const added = [...web.deps.book.current().units.values()].at(-1)
  expect(added?.name).toBe('市水务局')
  expect((await office.post('/units/u-xingang/remove')).status).toBe(422)
  expect((await office.post(`/units/${added?.id}/remove`)).status).toBe(303)
  expect((await office.post('/units/new', { name: ' ' })).status).toBe(422)
  expect(web.deps.book.current().units.size).toBe(2)
})

test('who has proven their number is told from who has not, and the office finds the latter first', async () => {
  const office = await web.signedIn('office')
  await proveNumber(web.deps, 'p-chen', '+8613800000038', web.clock.now)
  const page = await office.get('/people?need=unverified')
  expect(page.text).not.toContain('陈海涛')
  expect(page.text).toContain('周敏')
  expect((await office.get('/people/p-chen')).text).toContain('已验证')
})
