import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { moveIncident } from '../../src/actions/incident/move-incident.ts'
import { chaseNilReports, reportNil } from '../../src/actions/shift-work/nil-reports.ts'
import { recordCall } from '../../src/actions/shift-work/spot-check.ts'
import type { BookFile } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { town, xingang } from './town.ts'

const at = (time: string) => Date.parse(`2026-10-${time}:00+08:00`)
const path = '/periods/nd-2026/report'
const chen = { id: 'p-chen', name: '陈海涛' }

/** The two units' sites only, each with people for all seven days. */
const book: BookFile = {
  ...town,
  sites: (town.sites ?? []).filter(({ unitId }) => unitId),
  shifts: [
    ...(town.shifts ?? []),
    ...(town.shifts ?? []).map((shift) => ({
      ...shift,
      id: `d-${shift.id}`,
      siteId: 's-dongchuan',
      personId: shift.role === 'lead' ? 'p-wang' : 'p-xu',
    })),
  ],
}

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book, now: at('08T09:00') })
})
afterEach(() => web.close())

/** The page without its tags, so that a sentence can be read across them. */
async function report(role: 'office' | 'lead' | 'otherLead', language = 'zh-Hans'): Promise<string> {
  const visitor = await web.signedIn(role)
  visitor.setCookie('lang', language)
  const { status, text } = await visitor.get(path)
  expect(status).toBe(200)
  return text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

/** 陈海涛 takes it after two minutes, the site is back after `minutes`, 周敏 confirms five minutes later. */
async function outage(start: number, minutes: number): Promise<void> {
  const incident = await web.goesDown(xingang, start)
  const target = { incidentId: incident.id }
  await moveIncident(
    web.deps,
    { target, stimulus: { kind: 'acknowledged', takeOver: false, by: chen, via: 'web' } },
    start + 120_000,
  )
  await web.comesUp(xingang, start + minutes * 60_000)
  const by = { id: 'p-zhou', name: '周敏' }
  const stimulus = { kind: 'recovery_confirmed', by, via: 'web', cause: 'network', note: '' } as const
  await moveIncident(web.deps, { target, stimulus }, start + (minutes + 5) * 60_000)
}

describe('the first sentence', () => {
  test('a quiet period: its days, its shifts, and that nothing happened', async () => {
    expect(await report('office')).toContain('国庆节 7 天，28 班无空岗，没有中断。')
    expect(await report('office', 'en')).toContain('28 shifts without a gap; no outage.')
    expect(await report('office', 'zh-Hant')).toContain('28 班無空崗，沒有中斷。')
  })

  test('outages: how many, and within which round length all were over', async () => {
    await outage(at('02T03:00'), 40)
    await outage(at('03T15:00'), 20)
    const page = await report('office')
    expect(page).toContain('中断 2 次，都在 1 小时内恢复。')
    expect(page).toContain('响应 2 分 2 分 2 次')
    expect(page).toContain('恢复 30 分 40 分 2 次')
    expect(page).toContain('03:40:00 +40 分')
    expect(page).toContain('网络线路')
  })

  test('while the period runs: which day it is, what is still down, and what waits for the lead', async () => {
    web.clock.now = at('03T15:30')
    await outage(at('02T03:00'), 40)
    await web.goesDown(xingang, at('03T15:00'))
    expect(await report('office')).toContain('国庆节第 3 天，共 7 天，28 班无空岗，中断 2 次，还有 1 次没有恢复。')
    await web.comesUp(xingang, at('03T15:20'))
    expect(await report('office')).toContain('中断 2 次，都在 1 小时内恢复，1 次还没有确认。')
  })

  test('before the period: only the roster is judged', async () => {
    web.clock.now = at('01T08:00') - 86_400_000
    expect(await report('office')).toContain('国庆节还没有开始，28 班无空岗。')
  })
})

describe('what the sheet holds', () => {
  test('a lead reads of their own units only', async () => {
    await outage(at('02T03:00'), 40)
    expect(await report('lead')).toContain('14 班无空岗，中断 1 次')
    const other = await report('otherLead')
    expect(other).toContain('14 班无空岗，没有中断')
    expect(other).toContain('范围：东川县人民政府办公室')
    expect(other).not.toContain('新港区')
  })

  test('findings of spot checks are named with their outcome', async () => {
    web.clock.now = at('02T10:00')
    const by = { id: 'p-zhao', name: '赵欣怡' }
    const call = (personId: string, outcome: 'at_post' | 'no_answer', note: string) =>
      recordCall(web.deps, { personId, siteId: '', outcome, note, by }, web.clock.now)
    await call('p-chen', 'at_post', '')
    await call('p-xu', 'no_answer', '响了三声')
    const page = await report('office')
    expect(page).toContain('查岗 2 次，在岗 1 次。')
    expect(page).toContain('接通在岗 1、无人接听 1')
    expect(page).toContain('10-02 10:00 东川县人民政府门户网站值班 许静怡：无人接听（响了三声）')
    expect(await report('lead')).toContain('查岗 1 次，在岗 1 次。')
  })

  test('missing nil reports are named by unit and day', async () => {
    web.clock.now = at('02T17:40')
    const person = web.deps.book.current().people.get('p-chen')
    if (!person) throw new Error('the duty person of the cast is not in the book')
    const order = { unitId: 'u-xingang', person, isNil: true, text: '' }
    await reportNil(web.deps, { ...order, date: '2026-10-01' }, 'test', at('01T16:00'))
    await reportNil(web.deps, { ...order, date: '2026-10-02' }, 'test', at('02T16:00'))
    await chaseNilReports(web.deps, web.clock.now)
    const page = await report('office')
    expect(page).toContain('零报告 2/4。')
    expect(page).toContain('东川县人民政府办公室：2 天都没有报')
    expect(await report('lead')).toContain('零报告 2/2。')
    await reportNil(web.deps, { ...order, unitId: 'u-dongchuan', date: '2026-10-01' }, 'test', web.clock.now)
    expect(await report('otherLead')).toContain('东川县人民政府办公室：10月2日 没有报')
  })

  test('a gap is named, and why the roster was published all the same', async () => {
    await web.deps.book.change((file) => ({
      ...file,
      shifts: (file.shifts ?? []).filter(({ id }) => id !== 'd-x1'),
    }))
    const office = await web.signedIn('office')
    const answer = await office.post('/periods/nd-2026', { act: 'publish', reason: '东川县人员待补' })
    expect(answer.status).toBe(303)
    const page = await report('office')
    expect(page).toContain('28 班有 1 处空岗')
    expect(page).toContain('东川县人民政府门户网站 10-01 08:30 – 10-08 08:30 没有值班人员')
    expect(page).toContain('由赵欣怡说明理由后发布：东川县人员待补')
  })

  test('names and numbers: no telephone number is on it', async () => {
    await outage(at('02T03:00'), 40)
    expect(await report('office')).not.toMatch(/1[3-9]\d{9}|138\*/)
  })

  test('the grid and the spot checks lead to it', async () => {
    const office = await web.signedIn('office')
    expect((await office.get('/periods/nd-2026')).text).toContain(`href="${path}"`)
    expect((await office.get('/spot-checks')).text).toContain(`href="${path}"`)
  })
})
