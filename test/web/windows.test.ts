import { afterEach, beforeEach, expect, test } from 'vitest'
import { plannedWindow } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'
import { headingOf, type Visitor } from './visitor.ts'

let web: OpenWeb
let lead: Visitor
let office: Visitor
beforeEach(async () => {
  web = await openWeb()
  lead = await web.signedIn('lead')
  office = await web.signedIn('office')
})
afterEach(() => web.close())

const night = { from: '2026-10-05T01:00', to: '2026-10-05T05:00', daily: '', reason: '机房停电' }
const inNight = Date.parse('2026-10-05T02:00:00+08:00')
const ask = (by: Visitor, fields: Record<string, string> = {}) =>
  by.post(`/sites/${xingang}/windows`, { ...night, ...fields })
const windows = () => web.deps.book.current().file.windows ?? []
const first = () => {
  const [window] = windows()
  if (!window) throw new Error('no window was filed')
  return window
}
const counts = (at = inNight) => plannedWindow(web.deps.book.current(), xingang, at) !== null

test('what a lead asks for counts only once the office has approved it', async () => {
  expect((await ask(lead)).status).toBe(303)
  expect(first()).toMatchObject({ state: 'asked', filedBy: 'p-zhou', from: '2026-10-05T01:00:00+08:00' })
  expect(counts()).toBe(false)
  expect((await lead.get(`/sites/${xingang}`)).text).toContain('等市值班室批准')
  const list = await office.get('/windows')
  expect(headingOf(list)).toBe('1 件报备等市值班室批准。')
  expect(list.text).toMatch(/href="\/more"[^>]*>管理<span class="nav__n">1/)
  expect((await office.post(`/windows/${first().id}/decide`, { act: 'approve', decision: '' })).status).toBe(303)
  expect(first()).toMatchObject({ state: 'approved', decidedBy: 'p-zhao' })
  expect([counts(), counts(nightNow)]).toEqual([true, false])
  expect((await lead.get('/me')).text).toContain('赵欣怡 今天 03:03 批准')
  const texts = (await web.log.pages.list({}, { limit: 10, cursor: null })).items
  expect(texts.map(({ personId, message, urgency }) => [personId, message.key, urgency])).toEqual([
    ['p-zhou', 'window.approved', 'courtesy'],
  ])
})

test('a refusal needs a reason, which the asker reads; it silences nothing and stays to be seen', async () => {
  await ask(lead)
  const address = `/windows/${first().id}/decide`
  const bare = await office.post(address, { act: 'refuse', decision: ' ' })
  expect([bare.status, bare.text.includes('不批准，请写明理由')]).toEqual([422, true])
  await office.post(address, { act: 'refuse', decision: '国庆期间不安排停机' })
  expect(first()).toMatchObject({ state: 'refused', decision: '国庆期间不安排停机' })
  expect(counts()).toBe(false)
  expect((await lead.get(`/sites/${xingang}`)).text).toContain('未批准：国庆期间不安排停机')
  expect((await office.get('/windows')).text).toContain('未批准')
  expect(headingOf(await office.get('/windows'))).toBe('没有等批准的报备。')
})

test('of two who decide the second changes nothing and is told so', async () => {
  await ask(lead)
  const address = `/windows/${first().id}/decide`
  await office.post(address, { act: 'approve', decision: '' })
  await office.post(address, { act: 'refuse', decision: '不行' })
  expect(first().state).toBe('approved')
  expect((await office.get('/windows')).text).toContain('情况有变，没有改动')
})

test('the office’s own counts at once', async () => {
  await ask(office)
  expect([first().state, counts()]).toEqual(['approved', true])
})

test('only the office decides, and only who leads the site may file, end or withdraw', async () => {
  await ask(lead)
  const { id } = first()
  expect((await lead.post(`/windows/${id}/decide`, { act: 'approve', decision: '' })).status).toBe(404)
  for (const role of ['otherLead', 'duty', 'stranger'] as const) {
    const answer = await (await web.signedIn(role)).post(`/windows/${id}/decide`, { act: 'approve', decision: '' })
    expect(answer.status, role).toBe(404)
  }
  for (const role of ['otherLead', 'duty', 'stranger'] as const) {
    const visitor = await web.signedIn(role)
    expect((await ask(visitor)).status, role).toBe(404)
    for (const act of ['withdraw', 'end']) {
      expect((await visitor.post(`/sites/${xingang}/windows/${id}/${act}`)).status, role).toBe(404)
    }
  }
  expect((await lead.post(`/sites/s-city/windows/${id}/withdraw`)).status).toBe(404)
  expect(windows()).toHaveLength(1)
})

test('a request is withdrawn, a running one is ended and stays in the list', async () => {
  await ask(lead)
  await lead.post(`/sites/${xingang}/windows/${first().id}/withdraw`)
  expect(windows()).toEqual([])
  await ask(office)
  web.clock.now = inNight
  const runner = await web.signedIn('lead')
  expect((await runner.get(`/sites/${xingang}`)).text).toContain('现在结束')
  await runner.post(`/sites/${xingang}/windows/${first().id}/end`)
  expect([counts(inNight), first().endedAt]).toEqual([false, '2026-10-05T02:00:00+08:00'])
  expect((await runner.get(`/sites/${xingang}`)).text).toContain('今天 02:00 提前结束')
  await runner.post(`/sites/${xingang}/windows/${first().id}/withdraw`)
  expect(windows()).toHaveLength(1)
})

test.each([
  ['the end first', { to: '2026-10-04T23:00' }, '结束时间 10-04 23:00 不晚于开始时间 10-05 01:00'],
  ['all of it past', { from: '2026-10-01T01:00', to: '2026-10-01T05:00' }, '结束 10-01 05:00 已经过去'],
  ['more than a month', { to: '2026-11-06T01:00' }, '一共 32 天，最长 31 天'],
  ['more than a week', { to: '2026-10-14T01:00' }, '一共 9 天，其间网站打不开谁也不会知道'],
] as const)('%s is answered in words', async (_what, fields, words) => {
  const answer = await ask(lead, fields)
  expect([answer.status, windows()]).toEqual([422, []])
  expect(answer.text).toContain(words)
})

test('a long one is filed once its length is confirmed', async () => {
  expect((await ask(lead, { to: '2026-10-14T01:00', long: 'yes' })).status).toBe(303)
  expect(first().to).toBe('2026-10-14T01:00:00+08:00')
})

test('one that overlaps another of the site is refused by naming it; beside it there is room', async () => {
  await ask(office)
  const over = await ask(lead, { from: '2026-10-05T04:00', to: '2026-10-05T08:00' })
  expect(over.status).toBe(422)
  expect(over.text).toContain('和已有的报备重叠：10月5日 01:00 – 10月5日 05:00 机房停电')
  expect((await ask(lead, { from: '2026-10-05T05:00', to: '2026-10-05T08:00' })).status).toBe(303)
})

test('a daily one counts each night and never by day', async () => {
  await ask(office, { from: '2026-10-05T22:00', to: '2026-10-08T02:00', daily: 'yes' })
  const at = (text: string) => counts(Date.parse(`2026-10-${text}:00+08:00`))
  expect(
    ['05T21:59', '05T22:00', '06T01:59', '06T02:00', '06T12:00', '08T01:00', '08T02:00', '08T22:30'].map(at),
  ).toEqual([false, true, true, false, false, true, false, false])
  expect((await lead.get(`/sites/${xingang}`)).text).toContain('10月5日 – 10月8日 每天 22:00 – 次日 02:00')
})

test('every act on it is in the audit, in words', async () => {
  await ask(lead)
  await office.post(`/windows/${first().id}/decide`, { act: 'approve', decision: '注意恢复' })
  const { text } = await office.get('/audit')
  expect(text).toContain('注意恢复')
  expect(text).not.toContain('decision')
})
