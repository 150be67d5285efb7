import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { remindEve, tellStarts } from '../../src/actions/roster/remind-shifts.ts'
import { dutyNow } from '../../src/actions/shift-work/duty-now.ts'
import { chaseHandovers, layOutHandovers } from '../../src/actions/shift-work/handovers.ts'
import { chaseNilReports } from '../../src/actions/shift-work/nil-reports.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { at, book } from './shift-town.ts'
import { xingang } from './town.ts'
import type { Visitor } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book, now: at('04T08:00') })
})
afterEach(() => web.close())

const texts = async () =>
  (await web.log.pages.list({}, { limit: 100, cursor: null })).items
    .map(({ personName, text }) => `${personName}: ${text}`)
    .sort()

describe('handing over', () => {
  const id = `${xingang}.${at('04T08:30')}`
  const path = `/handovers/${id}`
  let outgoing: Visitor
  let incoming: Visitor

  beforeEach(async () => {
    await layOutHandovers(web.deps, web.clock.now)
    outgoing = await web.signedIn('duty')
    incoming = await web.signedIn('stranger')
  })

  test('the form is there an hour before, with what happened in the shift and what is open', async () => {
    await outgoing.post('/duty-log', { siteId: xingang, at: '2026-10-04T02:10', content: '群众来电询问网站打不开' })
    await web.goesDown(xingang, at('04T07:50'))
    const page = await outgoing.get(path)
    expect(page.text).toContain('10月3日班 → 10月4日班')
    expect(page.text).toContain('陈海涛 交，何平 接')
    expect(page.text).toContain('群众来电询问网站打不开')
    expect(page.text).toContain('中断 新港区人民政府门户网站 07:50')
    expect((await outgoing.get('/me')).text).toContain(path)
  })

  test('open matters are ticked one by one before the outgoing person can sign', async () => {
    const incident = await web.goesDown(xingang, at('04T07:50'))
    const refused = await outgoing.post(path, { note: '等机房回电', check: 'mobile' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('请逐件看过再签')
    expect(refused.text).toContain('等机房回电')
    expect((await outgoing.post(path, { note: '等机房回电', item: incident.id })).status).toBe(303)
  })

  test('both sign, the incoming person not before the change; then it is over and nobody is chased', async () => {
    await outgoing.post(path, { note: '', check: 'landline' })
    expect((await incoming.post(path)).text).toContain('还没有到交班时间')
    web.clock.now = at('04T08:31')
    expect((await incoming.post(path)).status).toBe(303)
    const page = await incoming.get(path)
    expect(page.text).toContain('陈海涛，今天 08:00:00')
    expect(page.text).toContain('何平，今天 08:31:00')
    await chaseHandovers(web.deps, at('04T09:30'))
    expect(await texts()).toEqual([])
    expect((await incoming.post(path)).text).toContain('您已经签过了')
  })

  test('unsigned half an hour after the change, both and the lead are told; the outgoing person stays on the ladder until it is taken', async () => {
    await chaseHandovers(web.deps, at('04T08:59'))
    expect(await texts()).toEqual([])
    expect((await dutyNow(web.deps, xingang, at('04T08:59'))).staff.map(({ name }) => name)).toEqual(['何平'])
    await chaseHandovers(web.deps, at('04T09:00'))
    await chaseHandovers(web.deps, at('04T09:01'))
    const said = '【值守】新港区人民政府门户网站08:30交接还没签字：陈海涛交，何平接。未签前陈海涛不能离岗。'
    expect(await texts()).toEqual([`何平: ${said}`, `周敏: ${said}`, `陈海涛: ${said}`].sort())
    expect((await dutyNow(web.deps, xingang, at('04T09:02'))).staff.map(({ name }) => name)).toEqual(['何平', '陈海涛'])
    web.clock.now = at('04T09:05')
    expect((await incoming.get(path)).text).toContain('有中断时也会通知陈海涛')
    await incoming.post(path)
    expect((await dutyNow(web.deps, xingang, at('04T09:06'))).staff.map(({ name }) => name)).toEqual(['何平'])
  })

  test('the form follows the roster while nobody has signed', async () => {
    await web.deps.book.change((file) => ({
      ...file,
      shifts: (file.shifts ?? []).map((shift) => (shift.id === 'x3' ? { ...shift, personId: 'p-xu' } : shift)),
    }))
    await layOutHandovers(web.deps, at('04T08:10'))
    expect((await outgoing.get(path)).text).toContain('陈海涛 交，许静怡 接')
    expect((await incoming.get(path)).status).toBe(404)
  })

  test('nobody else signs, and a stranger does not see it', async () => {
    expect((await (await web.signedIn('otherLead')).get(path)).status).toBe(404)
    const lead = await web.signedIn('lead')
    expect((await lead.get(path)).status).toBe(200)
    expect((await lead.post(path)).text).toContain('这次交接不由您签')
  })
})

describe('the duty log', () => {
  test('keeps who wrote what about which site, and takes nothing from the future', async () => {
    const duty = await web.signedIn('duty')
    const late = await duty.post('/duty-log', { siteId: xingang, at: '2026-10-05T08:00', content: '' })
    expect(late.text).toContain('有 2 处要改')
    await duty.post('/duty-log', {
      siteId: xingang,
      at: '2026-10-04T07:10',
      source: '自查',
      content: '首页正常',
      result: '无异常',
    })
    const page = await duty.get('/duty-log')
    expect(page.text).toContain('首页正常')
    expect(page.text).toContain('07:10:00')
    expect((await (await web.signedIn('otherLead')).get('/duty-log')).text).not.toContain('首页正常')
    expect((await (await web.signedIn('office')).get('/duty-log')).text).toContain('首页正常')
  })

  test('nobody writes about a site that is not theirs', async () => {
    const other = await web.signedIn('otherDuty')
    const answer = await other.post('/duty-log', { siteId: xingang, at: '2026-10-04T07:10', content: 'x' })
    expect(answer.status).toBe(422)
  })
})

describe('the nil report', () => {
  test('a missing one is asked for at the hour, half an hour later of the lead, and each only once', async () => {
    await chaseNilReports(web.deps, at('04T16:59'))
    expect(await texts()).toEqual([])
    for (const time of ['04T17:00', '04T17:01', '04T17:29']) await chaseNilReports(web.deps, at(time))
    const toStaff = (await texts()).filter((text) => text.includes('新港区'))
    expect(toStaff).toEqual(['何平: 【值守】新港区人民政府办公室今天17:00前的零报告还没报。没有情况也要报“无异常”。'])
    for (const time of ['04T17:30', '04T17:45']) await chaseNilReports(web.deps, at(time))
    expect((await texts()).filter((text) => text.includes('新港区'))).toHaveLength(2)
    expect((await texts()).some((text) => text.startsWith('周敏: 【值守】新港区'))).toBe(true)
  })

  test('one that is there is not asked for, and the office sees who has and who has not', async () => {
    const duty = await web.signedIn('duty')
    expect((await duty.post('/nil', { unitId: 'u-xingang', act: 'nil' })).status).toBe(303)
    await chaseNilReports(web.deps, at('04T17:00'))
    expect((await texts()).some((text) => text.includes('新港区'))).toBe(false)
    const office = await web.signedIn('office')
    const page = await office.get('/nil')
    expect(page.text).toContain('10月4日零报告 1/2')
    expect(page.text).toContain('无异常')
  })

  test('something to report has to be said, and only for one’s own unit', async () => {
    const duty = await web.signedIn('duty')
    expect((await duty.post('/nil', { unitId: 'u-xingang', act: 'text', text: ' ' })).text).toContain('请写明情况')
    expect((await duty.post('/nil', { unitId: 'u-dongchuan', act: 'nil' })).status).toBe(404)
    await duty.post('/nil', { unitId: 'u-xingang', act: 'text', text: '首页打不开 5 分钟，已恢复' })
    expect((await duty.get('/nil')).text).toContain('首页打不开 5 分钟，已恢复')
  })

  test('outside a duty period nobody is asked', async () => {
    await chaseNilReports(web.deps, at('15T18:00'))
    expect(await texts()).toEqual([])
  })
})

describe('reminders', () => {
  test('the evening before, at six, once: who, when, which site, who leads', async () => {
    await remindEve(web.deps, at('03T17:59'))
    expect(await texts()).toEqual([])
    for (const time of ['03T18:00', '03T18:01', '03T21:00']) await remindEve(web.deps, at(time))
    expect(await texts()).toEqual(['何平: 【值守】明天08:30您值新港区人民政府门户网站，带班周敏。请保持手机畅通。'])
  })

  test('at the start of the shift: until when, who was there before, who leads', async () => {
    for (const time of ['04T08:29', '04T08:30', '04T08:31']) await tellStarts(web.deps, at(time))
    expect(await texts()).toEqual([
      '何平: 【值守】您已上岗：新港区人民政府门户网站到10月8日08:30。上一班陈海涛，带班周敏。请做交接。',
    ])
  })
})
