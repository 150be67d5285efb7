import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BookFile, openBook, type Period, type Person, type Shift } from '../../../src/domain/book/book.ts'
import { draftFairly, explainRoster } from '../../../src/domain/roster/fair-draft.ts'
import { poolOf } from '../../../src/domain/roster/pools.ts'

const week: Period = { id: 'nd', name: '国庆节', from: '2026-10-01', to: '2026-10-07', state: 'draft' }
const statutory = ['2026-10-01', '2026-10-02', '2026-10-03']
const staff = (...names: string[]): Person[] => names.map((id) => ({ id, name: id, unitId: 'u' }))
const lead = (id: string): Person => ({ id, name: id, unitId: 'u', position: '科长' })
const site = { id: 's', name: '站', url: 'http://s.example/', unitId: 'u' }

function bookOf(parts: Partial<BookFile>, period = week): BookFile {
  return {
    schema: 'zhishou.book/1',
    units: [{ id: 'u', name: '单位' }],
    sites: [site],
    periods: [period],
    ...parts,
  }
}

function draftOf(file: BookFile, more: { period?: Period; keep?: 'pinned' | 'filled'; mayRunOn?: boolean } = {}) {
  const { period = week, keep = 'filled', ...rest } = more
  const book = openBook(file)
  return draftFairly({ book, period, holidays: statutory, siteIds: [...book.sites.keys()], keep, ...rest })
}

function shift(id: string, day: number, personId: string, more: Partial<Shift> = {}): Shift {
  const date = (n: number) => `2026-10-${String(n).padStart(2, '0')}T08:30:00+08:00`
  return { id, periodId: 'nd', siteId: 's', role: 'staff', personId, from: date(day), to: date(day + 1), ...more }
}

const namesIn = (draft: ReturnType<typeof draftOf>, role: 'lead' | 'staff' = 'staff') =>
  draft.fillings.flatMap(({ cell, entries }) =>
    cell.role === role ? [entries.map(({ personId }) => personId).join()] : [],
  )
const hoursOf = (draft: ReturnType<typeof draftOf>, personId: string) =>
  (draft.spread.people.find((one) => one.personId === personId)?.minutes ?? 0) / 60

describe('who may be put where', () => {
  test('a site without pools takes leads with a position, and everybody else of the unit as staff', () => {
    const people = [lead('b'), ...staff('d', 'c'), { id: 'a', name: 'a' }, { id: 'x', name: 'x', unitId: 'other' }]
    const book = openBook(bookOf({ people, sites: [{ ...site, leadPersonId: 'a', contactPersonIds: ['x'] }] }))
    const only = book.sites.get('s') ?? site
    expect(poolOf(book, only, 'lead')).toEqual({ source: 'inferred', personIds: ['a', 'b'] })
    expect(poolOf(book, only, 'staff')).toEqual({ source: 'inferred', personIds: ['c', 'd', 'x'] })
  })

  test('a pool of the site comes before that of its unit, and one of the unit before what is inferred', () => {
    const units = [{ id: 'u', name: '单位', leadPoolIds: ['c'], staffPoolIds: ['d'] }]
    const book = openBook(bookOf({ people: staff('c', 'd', 'e'), units, sites: [{ ...site, staffPoolIds: ['e'] }] }))
    const only = book.sites.get('s') ?? site
    expect(poolOf(book, only, 'lead')).toEqual({ source: 'unit', personIds: ['c'] })
    expect(poolOf(book, only, 'staff')).toEqual({ source: 'site', personIds: ['e'] })
  })
})

describe('a fair draft', () => {
  test('lets two people take turns, and tells of the one who has just come off', () => {
    const draft = draftOf(bookOf({ people: staff('a', 'b') }))
    expect(namesIn(draft)).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a'])
    const second = draft.explanations.find(({ cell }) => cell.role === 'staff' && cell.slot.date === '2026-10-02')
    expect(second).toMatchObject({ personId: 'b', choice: 'only', others: [{ personId: 'a', why: 'rest_before' }] })
  })

  test('gives less to whoever did more in the last two years', () => {
    const before: Period = { ...week, id: 'last', from: '2026-05-01', to: '2026-05-08', state: 'published' }
    const past = ['2026-05-01', '2026-05-03', '2026-05-05', '2026-05-07'].map((date, i) =>
      shift(`x${i}`, 1, 'a', {
        periodId: 'last',
        from: `${date}T08:30:00+08:00`,
        to: `${date.slice(0, 9)}${Number(date.slice(9)) + 1}T08:30:00+08:00`,
      }),
    )
    const draft = draftOf({ ...bookOf({ people: staff('a', 'b', 'c'), shifts: past }), periods: [week, before] })
    expect(hoursOf(draft, 'a')).toBeLessThan(Math.min(hoursOf(draft, 'b'), hoursOf(draft, 'c')))
    expect(draft.spread.people.find(({ personId }) => personId === 'a')?.pastMinutes).toBe(96 * 60)
  })

  test('shares out the statutory holidays, not only the hours', () => {
    const draft = draftOf(bookOf({ people: staff('a', 'b', 'c') }))
    const { statutoryMinutes } = draft.spread.roles[1]?.figures ?? {}
    expect((statutoryMinutes?.most ?? 0) - (statutoryMinutes?.least ?? 0)).toBeLessThanOrEqual(24 * 60)
  })

  test('has one person for all sites of a unit at a time, and counts their hours once', () => {
    const sites = ['s1', 's2', 's3'].map((id) => ({ ...site, id }))
    const draft = draftOf(bookOf({ people: [lead('z'), lead('y'), ...staff('a', 'b')], sites }))
    expect(draft.unfilled).toEqual([])
    expect(hoursOf(draft, 'a') + hoursOf(draft, 'b')).toBe(7 * 24)
  })

  test('keeps a pinned cell and draws the rest around it', () => {
    const shifts = [shift('x1', 2, 'a', { isPinned: true }), shift('x2', 3, 'a')]
    const file = bookOf({ people: staff('a', 'b'), shifts })
    expect(namesIn(draftOf(file, { keep: 'pinned' }))).toEqual(['b', 'b', 'a', 'b', 'a', 'b'])
    const kept = draftOf(file, { keep: 'filled' })
    expect(namesIn(kept)).toHaveLength(5)
    expect(kept.explanations.filter(({ isKept }) => isKept).map(({ choice }) => choice)).toEqual(['on_end', 'on_end'])
  })

  test('fills only what is missing of a cell that is half filled', () => {
    const half = shift('x1', 1, 'a', { to: '2026-10-01T20:30:00+08:00' })
    const draft = draftOf(bookOf({ people: staff('a', 'b'), shifts: [half] }))
    const [first] = draft.fillings.filter(({ cell }) => cell.role === 'staff')
    expect(first?.entries.map(({ personId }) => personId)).toEqual(['a', 'b'])
    expect(first?.entries[0]?.toAt).toBe(first?.entries[1]?.fromAt)
  })

  test('puts two different people on in a sensitive period', () => {
    const period = { ...week, isSensitive: true }
    const draft = draftOf(bookOf({ people: staff('a', 'b', 'c', 'd') }, period), { period })
    expect(namesIn(draft).every((names) => new Set(names.split(',')).size === 2)).toBe(true)
  })

  test('leaves open what only a second day in a row could fill, unless that is allowed', () => {
    const file = bookOf({ people: [lead('z')] })
    const strict = draftOf(file)
    const open = strict.unfilled.filter(({ cell }) => cell.role === 'lead')
    expect(open.map(({ cell }) => cell.slot.date)).toEqual(['2026-10-02', '2026-10-04', '2026-10-06'])
    expect(open[0]?.reasons).toEqual([{ why: 'rest_before', personIds: ['z'] }])
    const allowed = draftOf(file, { mayRunOn: true })
    expect(allowed.unfilled.filter(({ cell }) => cell.role === 'lead')).toEqual([])
    expect(allowed.explanations[0]).toMatchObject({ personId: 'z', choice: 'on_end' })
  })

  test('names everybody who is kept from an empty place, and why', () => {
    const leave = [{ from: '2026-10-01', to: '2026-10-07' }]
    const people: Person[] = [
      { id: 'a', name: 'a', unitId: 'u', leave },
      { id: 'b', name: 'b', unitId: 'u', noNight: true },
      { id: 'c', name: 'c', unitId: 'u', disabled: true },
    ]
    const sites = [{ ...site, staffPoolIds: ['a', 'b', 'c'] }]
    const draft = draftOf(bookOf({ people, sites }))
    const open = draft.unfilled.find(({ cell }) => cell.role === 'staff')
    expect(open?.pool).toEqual({ source: 'site', size: 3 })
    expect(open?.reasons).toEqual([
      { why: 'on_leave', personIds: ['a'] },
      { why: 'no_night', personIds: ['b'] },
      { why: 'left', personIds: ['c'] },
    ])
    expect(draft.unfilled.find(({ cell }) => cell.role === 'lead')).toMatchObject({ pool: { size: 0 }, reasons: [] })
  })

  test('does not take somebody from the roster of another period, nor straight after it', () => {
    const other: Period = { ...week, id: 'other', from: '2026-09-30', to: '2026-09-30', state: 'published' }
    const away = shift('x', 1, 'a', { periodId: 'other', siteId: 'far', from: '2026-09-30T08:30:00+08:00' })
    const far = { id: 'far', name: '远', url: 'http://far.example/', unitId: 'v' }
    const file = bookOf({ people: staff('a', 'b'), sites: [site, far], shifts: [away] })
    const units = [...(file.units ?? []), { id: 'v', name: '别的单位' }]
    const draft = draftOf({ ...file, units, periods: [week, other] })
    const first = draft.explanations.find(({ cell }) => cell.siteId === 's' && cell.role === 'staff')
    expect(first).toMatchObject({ personId: 'b', others: [{ personId: 'a', why: 'elsewhere' }] })
  })

  test('takes whoever has no mobile number only where nobody else can stand', () => {
    const people = staff('a', 'b', 'c').map((one) => (one.id === 'a' ? one : { ...one, mobile: '+8613800000000' }))
    const draft = draftOf(bookOf({ people }))
    expect(hoursOf(draft, 'a')).toBe(0)
    const first = draft.explanations.find(({ cell }) => cell.role === 'staff')
    expect(first?.others).toContainEqual({ personId: 'a', why: 'no_number' })
    const leave = [{ from: '2026-10-01', to: '2026-10-08' }]
    const away = people.map((one) => (one.id === 'b' ? { ...one, leave } : one))
    expect(draftOf(bookOf({ people: away })).unfilled.filter(({ cell }) => cell.role === 'staff')).toEqual([])
  })

  test('leaves shifts that have begun as they are, filled or not', () => {
    const book = openBook(bookOf({ people: staff('a', 'b'), shifts: [shift('x1', 1, 'a')] }))
    const notBefore = Date.parse('2026-10-03T10:00:00+08:00')
    const draft = draftFairly({ book, period: week, holidays: [], siteIds: ['s'], keep: 'pinned', notBefore })
    const dates = draft.fillings.filter(({ cell }) => cell.role === 'staff').map(({ cell }) => cell.slot.date)
    expect(dates).toEqual(['2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'])
    expect(draft.unfilled.every(({ cell }) => cell.slot.fromAt >= notBefore)).toBe(true)
  })

  test('a roster made by hand is explained in the same way', () => {
    const book = openBook(bookOf({ people: staff('a', 'b'), shifts: [shift('x1', 1, 'a'), shift('x2', 3, 'c')] }))
    const told = explainRoster({ book, period: week, holidays: statutory, siteIds: ['s'] })
    expect(told.explanations.map(({ personId, choice }) => `${personId} ${choice}`)).toEqual(['a least'])
    expect(told.unfilled.filter(({ cell }) => cell.role === 'staff')).toHaveLength(6)
  })
})

/** People take turns in the order of the list: what a hand would do. */
function rotation(people: number, slots: number): number {
  const counts = Array.from({ length: people }, (_, i) => Math.ceil((slots - i) / people))
  return Math.max(...counts) - Math.min(...counts)
}

test('where everybody is equal, no draft is less even than taking turns', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 1, max: 14 }),
      fc.integer({ min: 1, max: 3 }),
      (people, days, sites) => {
        const period = { ...week, to: `2026-10-${String(days).padStart(2, '0')}` }
        const ids = Array.from({ length: people }, (_, i) => `p${i}`)
        const all = Array.from({ length: sites }, (_, i) => ({ ...site, id: `s${i}` }))
        const book = openBook(bookOf({ people: staff(...ids), sites: all }, period))
        const draft = draftFairly({ book, period, holidays: [], siteIds: all.map(({ id }) => id), keep: 'filled' })
        const { minutes, nights } = draft.spread.roles[1]?.figures ?? { minutes: null, nights: null }
        expect(draft.unfilled.filter(({ cell }) => cell.role === 'staff')).toEqual([])
        expect(((minutes?.most ?? 0) - (minutes?.least ?? 0)) / (24 * 60)).toBeLessThanOrEqual(rotation(people, days))
        expect((nights?.most ?? 0) - (nights?.least ?? 0)).toBeLessThanOrEqual(rotation(people, days))
      },
    ),
    { numRuns: 120 },
  )
})
