import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { findDuty } from '../../src/domain/duty.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, town, xingang } from './town.ts'
import { headingOf, type Visitor } from './visitor.ts'

const days = ['01', '02', '03', '04', '05', '06', '07']
/** 新港区 day by day: 陈海涛 and 李卓然 in turn, 周敏 leads; 何平 is of the unit and free. */
const book: BookFile = {
  ...town,
  people: [
    ...(town.people ?? []).map((person) => (person.id === 'p-he' ? { ...person, unitId: 'u-xingang' } : person)),
    { id: 'p-li', name: '李卓然', unitId: 'u-xingang', mobile: '+8613800000039' },
  ],
  shifts: days.flatMap((day, i) => {
    const next = String(i + 2).padStart(2, '0')
    const span = {
      periodId: 'nd-2026',
      siteId: xingang,
      from: `2026-10-${day}T08:30:00+08:00`,
      to: `2026-10-${next}T08:30:00+08:00`,
    }
    return [
      { id: `lead-${day}`, role: 'lead' as const, personId: 'p-zhou', ...span },
      { id: `staff-${day}`, role: 'staff' as const, personId: i % 2 === 0 ? 'p-chen' : 'p-li', ...span },
    ]
  }),
}

let web: OpenWeb
let duty: Visitor
beforeEach(async () => {
  web = await openWeb({ book })
  duty = await web.signedIn('duty')
})
afterEach(() => web.close())

const onDuty = (at: string) => findDuty(web.deps.book.current(), xingang, Date.parse(at)).staff.map(({ name }) => name)
const textsTo = async (personId: string) =>
  (await web.log.pages.list({}, { limit: 50, cursor: null })).items
    .filter((page) => page.personId === personId)
    .map(({ text }) => text)

/** 陈海涛 asks 何平 to cover the 5th; answers the address of the request. */
async function ask(fields: Record<string, string> = {}, shift = 'staff-05', to = 'p-he'): Promise<string> {
  const answer = await duty.post(`/swaps/new?shift=${shift}&to=${to}`, fields)
  expect(answer.status).toBe(303)
  return answer.headers.get('location') ?? ''
}

test('asked, accepted, approved: the roster and the pager follow at once, and everybody was told in turn', async () => {
  const path = await ask({ reason: '家里有事' })
  expect(await textsTo('p-he')).toEqual([
    '【值守】陈海涛请您替10月5日08:30起新港区人民政府门户网站值班。请在值守答复。',
  ])
  expect(onDuty('2026-10-05T12:00:00+08:00')).toEqual(['陈海涛'])
  const other = await web.signedIn('stranger')
  expect((await other.get('/me')).text).toContain('等您答复')
  expect((await other.post(path, { act: 'accept' })).status).toBe(303)
  expect(onDuty('2026-10-05T12:00:00+08:00')).toEqual(['陈海涛'])
  expect(await textsTo('p-zhou')).toEqual([
    '【值守】请批调班：10月5日08:30起新港区人民政府门户网站，陈海涛换何平，双方已同意。',
  ])
  const lead = await web.signedIn('lead')
  expect((await lead.get(path)).text).toContain('家里有事')
  expect((await lead.post(path, { act: 'approve' })).status).toBe(303)
  expect(onDuty('2026-10-05T12:00:00+08:00')).toEqual(['何平'])
  expect((await textsTo('p-chen')).at(0)).toBe(
    '【值守】调班已批准：10月5日08:30起新港区人民政府门户网站由何平值，不再由陈海涛值。',
  )
  const period = web.deps.book.current().periods.get('nd-2026')
  expect(period?.version).toBe(2)
  const versions = await (await web.signedIn('office')).get('/periods/nd-2026/versions')
  expect(versions.text).toContain('由陈海涛改为何平')
  expect((await lead.get('/duty?period=nd-2026')).text).toMatch(/第 2 版，[^。<]* 换班。/)
  const office = await web.signedIn('office')
  await office.post('/periods/nd-2026', { act: 'publish', reason: '其他网站另行安排' })
  expect((await lead.get('/duty?period=nd-2026')).text).toMatch(/第 3 版，[^。<]* 发布。/)
})

test('an exchange goes both ways', async () => {
  const page = await duty.get('/swaps/new?shift=staff-05&to=p-li')
  expect(page.text).toContain('10月6日')
  const path = await ask({ inReturn: 'staff-06' }, 'staff-05', 'p-li')
  const li = await signInAs('p-li')
  await li.post(path, { act: 'accept' })
  await (await web.signedIn('lead')).post(path, { act: 'approve' })
  expect([onDuty('2026-10-05T12:00:00+08:00'), onDuty('2026-10-06T12:00:00+08:00')]).toEqual([['李卓然'], ['陈海涛']])
})

/** 李卓然 is not of the cast: signs in by an invitation, as a new person would. */
async function signInAs(personId: string): Promise<Visitor> {
  const { setPassword } = await import('../../src/actions/people/accounts.ts')
  const person = web.deps.book.current().people.get(personId)
  const editor = { personId, personName: person?.name ?? '', from: 'test' }
  await setPassword(web.deps, { personId, password: 'a long enough password', editor }, web.clock.now)
  const visitor = web.visitor()
  await visitor.post('/sign-in', { mobile: person?.mobile ?? '', password: 'a long enough password' })
  return visitor
}

describe('who may do what', () => {
  test('nobody approves what they take part in, accepts for another, or sees a swap that is none of theirs', async () => {
    const path = await ask()
    expect((await duty.post(path, { act: 'accept' })).text).toContain('这一步不由您来做')
    expect((await (await web.signedIn('otherLead')).get(path)).status).toBe(404)
    expect((await (await web.signedIn('otherLead')).post(path, { act: 'approve' })).status).toBe(404)
    await (await web.signedIn('stranger')).post(path, { act: 'accept' })
    expect((await duty.post(path, { act: 'approve' })).status).toBe(409)
    expect(onDuty('2026-10-05T12:00:00+08:00')).toEqual(['陈海涛'])
  })

  test('somebody else’s shift cannot be given away', async () => {
    expect((await duty.get('/swaps/new?shift=staff-06')).status).toBe(404)
    expect((await duty.post('/swaps/new?shift=staff-06&to=p-he')).status).toBe(404)
  })

  test('a decision is made once: the second is told', async () => {
    const path = await ask()
    await (await web.signedIn('stranger')).post(path, { act: 'decline' })
    const late = await (await web.signedIn('stranger')).post(path, { act: 'accept' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('已经有了结果')
    expect(await textsTo('p-chen')).toEqual(['【值守】调班未批准：10月5日08:30起新港区人民政府门户网站仍由陈海涛值。'])
  })
})

describe('the rules, asked at each step', () => {
  test('whoever is elsewhere at that time is named and cannot be asked', async () => {
    await web.deps.book.change((file) => ({
      ...file,
      shifts: [
        ...(file.shifts ?? []),
        {
          id: 'far',
          periodId: 'nd-2026',
          siteId: 's-dongchuan',
          role: 'staff',
          personId: 'p-he',
          from: '2026-10-05T08:30:00+08:00',
          to: '2026-10-06T08:30:00+08:00',
        },
      ],
    }))
    expect((await duty.get('/swaps/new?shift=staff-05')).text).toContain('何平同一时间已在东川县人民政府门户网站值班')
    const answer = await duty.post('/swaps/new?shift=staff-05&to=p-he')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('何平同一时间已在')
  })

  test('what came between asking and approving is seen at the approval', async () => {
    const path = await ask()
    await (await web.signedIn('stranger')).post(path, { act: 'accept' })
    await web.deps.book.change((file) => ({
      ...file,
      shifts: (file.shifts ?? []).map((shift) => (shift.id === 'staff-05' ? { ...shift, personId: 'p-li' } : shift)),
    }))
    const answer = await (await web.signedIn('lead')).post(path, { act: 'approve' })
    expect(answer.text).toContain('这一班已经不是原来的人值')
    expect(onDuty('2026-10-05T12:00:00+08:00')).toEqual(['李卓然'])
  })

  test('the lead is shown that somebody would be on duty for 48 hours', async () => {
    const path = await ask({}, 'staff-05', 'p-li')
    await (await signInAs('p-li')).post(path, { act: 'accept' })
    expect((await (await web.signedIn('lead')).get(path)).text).toContain('李卓然会连值 72 小时')
  })
})

test('a shift that runs is handed over from now on, and the past stays true', async () => {
  const path = await ask({}, 'staff-03')
  await (await web.signedIn('stranger')).post(path, { act: 'accept' })
  await (await web.signedIn('lead')).post(path, { act: 'approve' })
  expect([onDuty('2026-10-03T20:00:00+08:00'), onDuty('2026-10-04T04:00:00+08:00')]).toEqual([['陈海涛'], ['何平']])
})

test('an open incident follows the swap: the new person is told at once', async () => {
  const incident = await web.goesDown(xingang, nightNow - 60_000)
  const path = await ask({}, 'staff-03')
  await (await web.signedIn('stranger')).post(path, { act: 'accept' })
  await (await web.signedIn('lead')).post(path, { act: 'approve' })
  const pages = await web.log.pages.ofIncident(incident.id)
  expect(pages.filter(({ personId }) => personId === 'p-he').map(({ text }) => text)).toEqual([
    expect.stringContaining('新港区人民政府门户网站03:02起打不开（连接超时）。签收码'),
  ])
})

test('the next version that is being made keeps the swap', async () => {
  const office = await web.signedIn('office')
  await office.post('/periods/nd-2026', { act: 'save', [`c.${xingang}.staff.2026-10-07T08:30`]: '李卓然' })
  const path = await ask()
  await (await web.signedIn('stranger')).post(path, { act: 'accept' })
  await (await web.signedIn('lead')).post(path, { act: 'approve' })
  const draft = web.deps.book.current().file.drafts?.[0]?.shifts
  expect(draft?.find(({ id }) => id === 'staff-05')?.personId).toBe('p-he')
})

test('a swap that nobody decided lapses when the shift begins, and the asking person is told', async () => {
  const { lapseSwaps } = await import('../../src/actions/roster/swap.ts')
  const path = await ask()
  await lapseSwaps(web.deps, Date.parse('2026-10-05T08:29:00+08:00'))
  expect(headingOf(await duty.get(path))).toBe('调班：等何平答复。')
  await lapseSwaps(web.deps, Date.parse('2026-10-05T08:30:00+08:00'))
  expect(headingOf(await duty.get(path))).toBe('到交班还没有批准，仍由陈海涛值。')
  expect(await textsTo('p-chen')).toHaveLength(1)
})
