import { afterEach, beforeEach, expect, test } from 'vitest'
import { countryOf } from '../../src/domain/phone-country.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { fieldOn } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

const mainland = '+8613800000001'
const settings = () => web.deps.book.current().settings

test('the channels page says for each country what a text may do, the mainland first', async () => {
  const { text } = await (await web.signedIn('office')).get('/settings/channels')
  expect(text).toMatch(/\+86<\/b> 中国内地<small[^>]*>不能回复、不能带网址和电话号码、最长 500 字/)
  expect(text.indexOf('+86</b>')).toBeLessThan(text.indexOf('+91</b>'))
})

test('a limit for a prefix is kept, shown again, and taken back by emptying it', async () => {
  const office = await web.signedIn('office')
  expect((await office.post('/settings/channels', { textsADay86: '４' })).status).toBe(303)
  expect(countryOf(mainland, settings())).toMatchObject({ textsADay: 4, url: false, twoWay: false })
  expect(fieldOn(await office.get('/settings/channels'), 'textsADay86')).toBe('4')
  await office.post('/settings/channels', { textsADay86: '' })
  expect(settings().countries).toEqual([])
})

test('a limit for a prefix that has no row yet is added, and what else is known of a prefix stays', async () => {
  const office = await web.signedIn('office')
  await web.deps.book.change((file) => ({
    ...file,
    settings: { ...file.settings, countries: [{ prefix: '+852', twoWay: false }] },
  }))
  await office.post('/settings/channels', { newPrefix: '853', newLimit: '9', textsADay852: '5' })
  expect(settings().countries).toEqual([
    { prefix: '+852', twoWay: false, textsADay: 5 },
    { prefix: '+853', textsADay: 9 },
  ])
})

test('what is wrong is said at each field at once, and what was typed stays', async () => {
  const office = await web.signedIn('office')
  const refused = await office.post('/settings/channels', { textsADay86: '0', newPrefix: 'x86', newLimit: '3' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('id="textsADay86-bad"')
  expect(refused.text).toContain('id="newPrefix-bad"')
  expect([fieldOn(refused, 'textsADay86'), fieldOn(refused, 'newPrefix'), fieldOn(refused, 'newLimit')]).toEqual([
    '0',
    'x86',
    '3',
  ])
  expect((await office.post('/settings/channels', { newPrefix: '+853' })).text).toContain('id="newLimit-bad"')
  expect(settings().countries).toEqual([])
})

test('the audit names what was changed', async () => {
  const office = await web.signedIn('office')
  await office.post('/settings/channels', { textsADay86: '4' })
  expect((await office.get('/audit')).text).toContain('各国家和地区的短信')
})

test('a prefix that is none is refused in the book file as well', async () => {
  const change = await web.deps.book.change((file) => ({
    ...file,
    settings: { ...file.settings, countries: [{ prefix: '86' }] },
  }))
  expect(change).toMatchObject({ ok: false, problems: [{ problem: 'bad_prefix' }] })
})
