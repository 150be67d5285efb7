import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BookFile, openBook } from '../../src/domain/book.ts'
import { coverageOf } from '../../src/domain/coverage.ts'
import { addDays } from '../../src/domain/instant.ts'
import { formatIn } from '../../src/web/format.ts'
import type { Reader } from '../../src/web/reader.ts'
import { filling } from '../../src/web/roster/fill.ts'
import { gateOf } from '../../src/web/roster/gate-view.ts'
import { wordsOf } from '../../src/web/words.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, town, xingang } from './town.ts'
import { headingOf } from './visitor.ts'

/** One site whose draft roster covers three days, but for one night without staff. */
const draft: BookFile = {
  ...town,
  sites: (town.sites ?? []).filter(({ id }) => id === xingang).map((site) => ({ ...site, leadPersonId: 'p-zhou' })),
  periods: [{ id: 'd', name: '演练', from: '2026-10-20', to: '2026-10-21', state: 'draft' }],
  shifts: [
    {
      id: 'a',
      periodId: 'd',
      siteId: xingang,
      role: 'lead',
      personId: 'p-zhou',
      from: '2026-10-20T08:30:00+08:00',
      to: '2026-10-22T08:30:00+08:00',
    },
    {
      id: 'b',
      periodId: 'd',
      siteId: xingang,
      role: 'staff',
      personId: 'p-chen',
      from: '2026-10-20T08:30:00+08:00',
      to: '2026-10-21T08:30:00+08:00',
    },
  ],
}
const lastDay = { siteId: xingang, role: 'staff', personId: 'p-chen', from: '2026-10-21T08:30', to: '2026-10-22T08:30' }

const readerAt: Reader = {
  person: null,
  isOffice: true,
  language: 'zh-Hans',
  theme: null,
  words: wordsOf('zh-Hans'),
  format: formatIn('zh-Hans', 'Asia/Shanghai', nightNow),
  now: nightNow,
  from: '',
}

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book: draft })
})
afterEach(() => web.close())

const periodNow = () => web.deps.book.current().periods.get('d')

test('a roster with one uncovered stretch is not published, and the page names site, minutes and role', async () => {
  const office = await web.signedIn('office')
  const answer = await office.post('/periods/d/publish')
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('新港区 10-21 08:30 – 10-22 08:30 没有值班人员，不能发布')
  expect(periodNow()?.state).toBe('draft')
})

test('one uncovered minute is enough to refuse', async () => {
  const office = await web.signedIn('office')
  await office.post('/periods/d/shifts/new', { ...lastDay, from: '2026-10-21T08:31' })
  const answer = await office.post('/periods/d/publish')
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('10-21 08:30 – 10-21 08:31')
})

test('the link of a gap opens a form that fills it, and then the roster is published as version 1', async () => {
  const office = await web.signedIn('office')
  const page = await office.get('/periods/d')
  const href =
    /href="(\/periods\/d\/shifts\/new\?[^"]*from=[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const form = await office.get(href)
  expect(form.text).toContain('value="2026-10-21T08:30"')
  expect((await office.post('/periods/d/shifts/new', lastDay)).status).toBe(303)
  expect((await office.post('/periods/d/publish')).headers.get('location')).toBe('/duty?period=d')
  expect(periodNow()).toMatchObject({ state: 'published', version: 1 })
  expect(headingOf(await office.get('/duty?period=d'))).toBe('演练值班表')
})

test('a published roster cannot lose a shift that it needs, but the shift can change hands', async () => {
  const office = await web.signedIn('office')
  await office.post('/periods/d/fill', {
    siteId: xingang,
    role: 'staff',
    person1: 'p-he',
    from: '2026-10-20',
    to: '2026-10-21',
  })
  await office.post('/periods/d/publish')
  const refused = await office.post('/shifts/b/remove')
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('会多出 1 处空岗')
  const handed = await office.post('/shifts/b', {
    ...lastDay,
    personId: 'p-he',
    from: '2026-10-20T08:30',
    to: '2026-10-21T08:30',
  })
  expect(handed.status).toBe(303)
  expect(web.deps.book.current().file.shifts?.find(({ id }) => id === 'b')?.personId).toBe('p-he')
})

test('a hole in a published roster may be made smaller', async () => {
  await web.deps.book.change((file) => ({
    ...file,
    periods: [{ id: 'd', name: '演练', from: '2026-10-20', to: '2026-10-21', state: 'published' }],
  }))
  const office = await web.signedIn('office')
  const half = await office.post('/periods/d/shifts/new', { ...lastDay, to: '2026-10-21T20:30' })
  expect(half.status).toBe(303)
})

test('filling takes turns by the day and leaves filled days alone', async () => {
  const office = await web.signedIn('office')
  const turns = {
    siteId: xingang,
    role: 'staff',
    person1: 'p-he',
    person2: 'p-xu',
    from: '2026-10-20',
    to: '2026-10-21',
  }
  await office.post('/periods/d/fill', turns)
  const staff = web.deps.book.current().file.shifts?.filter(({ role }) => role === 'staff')
  expect(staff?.map(({ personId, from }) => [personId, from.slice(0, 10)])).toEqual([
    ['p-chen', '2026-10-20'],
    ['p-xu', '2026-10-21'],
  ])
})

test('a lead can neither put a stranger on the roster nor choose a site of another unit', async () => {
  const lead = await web.signedIn('lead')
  const answer = await lead.post('/periods/d/shifts/new', { ...lastDay, siteId: 's-dongchuan', personId: 'p-xu' })
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('href="#siteId"')
  expect(answer.text).toContain('href="#personId"')
  expect(web.deps.book.current().file.shifts).toHaveLength(2)
})

test('every fault of a shift is named at once, and what was typed stays', async () => {
  const office = await web.signedIn('office')
  const answer = await office.post('/periods/d/shifts/new', {
    siteId: '',
    role: 'boss',
    personId: '',
    from: '2026-02-31T08:30',
    to: '<b>',
  })
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('有 5 处要改')
  expect(answer.text).toContain('value="&lt;b&gt;"')
})

test('an end before the start is refused with both values', async () => {
  const office = await web.signedIn('office')
  const answer = await office.post('/periods/d/shifts/new', { ...lastDay, to: '2026-10-21T08:00' })
  expect(answer.text).toContain('结束时间 10-21 08:00 不晚于开始时间 10-21 08:30')
})

test('a draft is seen by those who make rosters and by nobody else', async () => {
  expect((await (await web.signedIn('office')).get('/duty?period=d')).text).toContain('草稿')
  expect((await (await web.signedIn('stranger')).get('/duty?period=d')).status).toBe(404)
})

test('a period comes from the official calendar with its basis, a provisional one says so', async () => {
  const office = await web.signedIn('office')
  const page = await office.get('/periods/new?holiday=national-day-2027')
  expect(page.text).toContain('value="2027-10-01"')
  expect(page.text).toContain('暂定')
  const made = await office.post('/periods/new', {
    id: 'national-day-2027',
    name: '国庆节',
    from: '2027-10-01',
    to: '2027-10-07',
  })
  expect(made.headers.get('location')).toBe('/periods/national-day-2027')
})

test('a period with reversed or impossible dates is refused', async () => {
  const office = await web.signedIn('office')
  expect((await office.post('/periods/new', { name: '', from: '2026-13-01', to: 'x' })).text).toContain('有 3 处要改')
  expect((await office.post('/periods/new', { name: 'a', from: '2026-10-02', to: '2026-10-01' })).status).toBe(422)
})

test('filling a whole period leaves no gap in its role and never puts two shifts on one day', () => {
  const days = fc.integer({ min: 0, max: 20 })
  const people = fc.shuffledSubarray(['p-chen', 'p-he', 'p-xu'], { minLength: 1 })
  fc.assert(
    fc.property(days, people, (length, turns) => {
      const to = addDays('2026-10-20', length)
      const period = { id: 'd', name: '演练', from: '2026-10-20', to, state: 'draft' } as const
      const before = openBook({ ...draft, periods: [period] })
      let n = 0
      const plan = { siteId: xingang, role: 'staff', people: turns, from: period.from, to } as const
      const shifts = filling(before, period, plan, () => `f${n++}`)
      const after = openBook({ ...before.file, shifts: [...(before.file.shifts ?? []), ...shifts] })
      expect(coverageOf(after, period).gaps.filter(({ role }) => role === 'staff')).toEqual([])
      expect(shifts).toHaveLength(length)
    }),
  )
})

test('a clash is named with the person, both places and the minutes, and leads to the later shift', async () => {
  const other = {
    ...(draft.sites?.[0] ?? { id: '', name: '', url: '' }),
    id: 's-far',
    name: '东川县',
    shortName: '东川县',
    unitId: 'u-dongchuan',
  }
  const at = { periodId: 'd', from: '2026-10-20T08:30:00+08:00', to: '2026-10-21T08:30:00+08:00' }
  const shifts = [
    { id: 'p', siteId: xingang, role: 'lead', personId: 'p-zhou', ...at },
    { id: 'q', siteId: 's-far', role: 'lead', personId: 'p-zhou', ...at },
    { id: 'r', siteId: xingang, role: 'staff', personId: 'p-zhou', ...at },
    { id: 's', siteId: xingang, role: 'lead', personId: 'p-he', ...at },
  ] as const
  const book = openBook({ ...draft, sites: [...(draft.sites ?? []), other], shifts: [...shifts] })
  const period = book.periods.get('d')
  if (!period) throw new Error('the draft has a period')
  const lines = gateOf(book, readerAt, period).map(({ text }) => text)
  expect(lines).toContain('周敏 10-20 08:30 – 10-21 08:30 已在新港区值班，不能同时值东川县')
  expect(lines).toContain('周敏 10-20 08:30 – 10-21 08:30 在新港区又带班又值班')
  expect(lines).toContain('新港区 10-20 08:30 – 10-21 08:30 有两位带班')
})

test('a published period is taken back to draft, and its dates cannot change while it is published', async () => {
  const office = await web.signedIn('office')
  await office.post('/periods/d/shifts/new', lastDay)
  await office.post('/periods/d/publish')
  const moved = await office.post('/periods/d/edit', { name: '演练', from: '2026-10-20', to: '2026-10-25' })
  expect(moved.status).toBe(422)
  expect(moved.text).toContain('请先撤回为草稿')
  expect((await office.post('/periods/d/unpublish')).status).toBe(303)
  expect(periodNow()?.state).toBe('draft')
  await office.post('/periods/d/edit', { name: '大演练', from: '2026-10-20', to: '2026-10-25' })
  expect(periodNow()).toMatchObject({ name: '大演练', to: '2026-10-25' })
})

test('a period with shifts is not removed, an empty one is', async () => {
  const office = await web.signedIn('office')
  expect((await office.post('/periods/d/remove')).status).toBe(422)
  await office.post('/shifts/a/remove')
  await office.post('/shifts/b/remove')
  expect((await office.post('/periods/d/remove')).status).toBe(303)
  expect(periodNow()).toBeUndefined()
})
