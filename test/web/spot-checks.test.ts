import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tendSpotChecks } from '../../src/actions/shift-work/spot-check.ts'
import { minute } from '../../src/domain/instant.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { at, book } from './shift-town.ts'
import { xingang } from './town.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book, now: at('04T08:00') })
})
afterEach(() => web.close())

const texts = async () =>
  (await web.log.pages.list({}, { limit: 100, cursor: null })).items
    .map(({ personName, text }) => `${personName}: ${text}`)
    .sort()

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

  test('without an answer it is sent again with the same code and the phone rings, then counts as none, and the lead is told', async () => {
    const office = await web.signedIn('office')
    await office.post('/spot-checks', { act: 'one', personId: 'p-chen' })
    const sent = web.clock.now
    await tendSpotChecks(web.deps, sent + 9 * minute)
    expect(await texts()).toHaveLength(1)
    await tendSpotChecks(web.deps, sent + 10 * minute)
    const { items } = await web.log.pages.list({}, { limit: 5, cursor: null })
    expect(items.map(({ channel }) => channel).toSorted()).toEqual(['sms', 'sms', 'voice'])
    const codes = items.map(({ code }) => code)
    expect(new Set(codes).size).toBe(1)
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
