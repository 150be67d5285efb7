import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chaseHandovers, dutyNow, layOutHandovers } from '../../src/actions/handovers.ts'
import { chaseNilReports } from '../../src/actions/nil-reports.ts'
import { remindEve, tellStarts } from '../../src/actions/remind-shifts.ts'
import { tendSpotChecks } from '../../src/actions/spot-check.ts'
import type { BookFile } from '../../src/domain/book.ts'
import { minute } from '../../src/domain/instant.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { town, xingang } from './town.ts'
import type { Visitor } from './visitor.ts'

const at = (time: string) => Date.parse(`2026-10-${time}:00+08:00`)

/** 新港区: 陈海涛 until 08:30 on the 4th, then 何平; 周敏 leads throughout. */
const book: BookFile = {
  ...town,
  people: (town.people ?? []).map((person) => (person.id === 'p-he' ? { ...person, unitId: 'u-xingang' } : person)),
  shifts: [
    ...(town.shifts ?? []).map((shift) =>
      shift.role === 'staff' ? { ...shift, to: '2026-10-04T08:30:00+08:00' } : shift,
    ),
    {
      id: 'x3',
      periodId: 'nd-2026',
      siteId: xingang,
      role: 'staff',
      personId: 'p-he',
      from: '2026-10-04T08:30:00+08:00',
      to: '2026-10-08T08:30:00+08:00',
    },
  ],
}

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

describe('spot checks', () => {
  test('a text with a code, answered on the code page in time', async () => {
    const office = await web.signedIn('office')
    expect((await office.post('/spot-checks', { act: 'one', personId: 'p-chen' })).status).toBe(303)
    const [page] = (await web.log.pages.list({}, { limit: 5, cursor: null })).items
    expect(page?.text).toBe(`【值守】查岗：请10分钟内在签收页输入${page?.code}，表示在岗。`)
    web.clock.now += 90_000
    expect((await web.visitor().post('/a', { code: page?.code ?? '' })).text).toContain('查岗：已记下您在岗')
    const result = await office.get('/spot-checks')
    expect(result.text).toContain('接通在岗')
    expect(result.text).toContain('1 分 30 秒')
  })

  test('without an answer it is sent again with the same code, then counts as none, and the lead is told', async () => {
    const office = await web.signedIn('office')
    await office.post('/spot-checks', { act: 'one', personId: 'p-chen' })
    const sent = web.clock.now
    await tendSpotChecks(web.deps, sent + 9 * minute)
    expect(await texts()).toHaveLength(1)
    await tendSpotChecks(web.deps, sent + 10 * minute)
    const codes = (await web.log.pages.list({}, { limit: 5, cursor: null })).items.map(({ code }) => code)
    expect(codes).toHaveLength(2)
    expect(codes[0]).toBe(codes[1])
    await tendSpotChecks(web.deps, sent + 20 * minute)
    expect((await texts()).filter((text) => text.startsWith('周敏'))).toEqual([
      '周敏: 【值守】查岗：陈海涛（新港区人民政府门户网站值班）2次无人接听。请带班核实。',
    ])
    expect((await office.get('/spot-checks')).text).toContain('无人接听')
    expect((await web.visitor().post('/a', { code: codes[0] ?? '' })).text).toContain('来晚了')
  })

  test('never during that person’s outage: they cannot be chosen, and one under way is cancelled', async () => {
    const office = await web.signedIn('office')
    await office.post('/spot-checks', { act: 'one', personId: 'p-chen' })
    await web.goesDown(xingang, web.clock.now)
    expect((await office.post('/spot-checks', { act: 'one', personId: 'p-chen' })).text).toContain('正在处理中断')
    await tendSpotChecks(web.deps, web.clock.now + 11 * minute)
    expect((await office.get('/spot-checks')).text).toContain('遇到中断，取消')
    expect((await texts()).filter((text) => text.includes('查岗'))).toHaveLength(1)
  })

  test('a call is noted by its outcome, and a finding goes to the lead', async () => {
    const office = await web.signedIn('office')
    const call = { act: 'call', callPersonId: 'p-chen', outcome: 'no_such_number', note: '号码少一位' }
    expect((await office.post('/spot-checks', call)).status).toBe(303)
    expect((await office.get('/spot-checks')).text).toContain('空号')
    expect((await texts()).filter((text) => text.startsWith('周敏'))).toEqual([
      '周敏: 【值守】查岗：陈海涛（新港区人民政府门户网站值班）号码是空号。请带班核实。',
    ])
    expect((await office.post('/spot-checks', { ...call, outcome: '' })).status).toBe(422)
  })

  test('some are drawn at random, whoever was checked before comes last', async () => {
    const office = await web.signedIn('office')
    await office.post('/spot-checks', { act: 'one', personId: 'p-chen' })
    await office.post('/spot-checks', { act: 'random', count: '1' })
    const people = (await web.log.records.spotChecks.list({}, { limit: 9, cursor: null })).items.map(
      ({ personId }) => personId,
    )
    expect(people.sort()).toEqual(['p-chen', 'p-zhou'])
    expect((await office.post('/spot-checks', { act: 'random', count: '0' })).status).toBe(422)
  })

  test('who has a code to type is not sent another, however often the button is pressed', async () => {
    const office = await web.signedIn('office')
    const press = (fields: Record<string, string>) =>
      Promise.all(Array.from({ length: 20 }, () => office.post('/spot-checks', fields)))
    await press({ act: 'one', personId: 'p-chen' })
    await press({ act: 'random', count: '50' })
    expect((await texts()).map((text) => text.split(':')[0])).toEqual(['周敏', '陈海涛'])
    expect((await office.post('/spot-checks', { act: 'one', personId: 'p-chen' })).status).toBe(422)
  })

  test('a planned check that was missed waits for the morning, and ends with its period', async () => {
    const { spotChecks } = web.log.records
    await web.deps.book.change((file) => ({ ...file, settings: { ...file.settings, spotChecksPerPeriod: 1 } }))
    await tendSpotChecks(web.deps, at('04T07:00'))
    const [planned] = (await spotChecks.list({ states: ['planned'] }, { limit: 5, cursor: null })).items
    if (!planned) throw new Error('no check was drawn')
    const { id } = planned
    await spotChecks.save({ ...planned, version: 2, dueAt: at('04T20:00') })
    await tendSpotChecks(web.deps, at('05T02:00'))
    expect(await spotChecks.find(id)).toMatchObject({ state: 'planned', dueAt: at('05T08:00') })
    expect(await texts()).toEqual([])
    await tendSpotChecks(web.deps, at('08T09:00'))
    expect(await spotChecks.find(id)).toMatchObject({ state: 'cancelled', dueAt: null })
    expect(await texts()).toEqual([])
  })

  test('a period’s own number of checks is drawn once, and each goes out at its moment', async () => {
    await web.deps.book.change((file) => ({ ...file, settings: { ...file.settings, spotChecksPerPeriod: 5 } }))
    await tendSpotChecks(web.deps, web.clock.now)
    await tendSpotChecks(web.deps, web.clock.now + minute)
    const planned = (await web.log.records.spotChecks.list({ states: ['planned'] }, { limit: 20, cursor: null })).items
    expect(planned.length).toBeGreaterThan(0)
    expect(planned.length).toBeLessThanOrEqual(5)
    const first = planned.toSorted((a, b) => a.at - b.at)[0]
    // The test's draws fall together: each of the two on duty is checked once, and the others wait for somebody free.
    await tendSpotChecks(web.deps, (first?.at ?? 0) + minute)
    const sent = (await web.log.records.spotChecks.list({ states: ['sent'] }, { limit: 20, cursor: null })).items
    expect(sent.map(({ personId }) => personId).sort()).toEqual(['p-he', 'p-zhou'])
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
