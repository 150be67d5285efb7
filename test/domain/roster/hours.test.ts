import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BookFile, openBook, type Shift } from '../../../src/domain/book/book.ts'
import type { HolidayData } from '../../../src/domain/calendar.ts'
import { hour, instantOf } from '../../../src/domain/instant.ts'
import { dayClassOf, dutyHours, sumHours } from '../../../src/domain/roster/hours.ts'

const data: HolidayData = JSON.parse(
  readFileSync(new URL('../../../data/reference/holidays.json', import.meta.url), 'utf8'),
)
const classOf = (date: string) => dayClassOf(data, date)
const at = (text: string) => instantOf(`${text}:00+08:00`, 'utc')

let n = 0
function shift(personId: string, from: string, to: string, more: Partial<Shift> = {}): Shift {
  const span = { from: `${from}:00+08:00`, to: `${to}:00+08:00` }
  return { id: `x${n++}`, siteId: 's1', role: 'staff', personId, ...span, ...more }
}

function bookOf(shifts: Shift[], periods: BookFile['periods'] = []) {
  const site = (id: string, unitId?: string) => ({
    ...{ id, name: id, url: `http://${id}.example/` },
    ...(unitId ? { unitId } : {}),
  })
  return openBook({
    schema: 'zhishou.book/1',
    units: [
      { id: 'u', name: '单位' },
      { id: 'v', name: '别的' },
    ],
    people: [
      { id: 'a', name: 'a', unitId: 'u' },
      { id: 'b', name: 'b', unitId: 'u' },
    ],
    sites: [site('s1', 'u'), site('s2', 'u'), site('s3', 'v'), site('s4')],
    periods,
    shifts,
  })
}

const october = { fromAt: at('2026-10-01T00:00'), toAt: at('2026-11-01T00:00') }
const allTime = { fromAt: 0, toAt: at('2030-01-01T00:00') }

describe('what a day is', () => {
  test.each([
    ['2026-09-30', 'work'],
    ['2026-10-01', 'statutory'],
    ['2026-10-03', 'statutory'],
    ['2026-10-04', 'rest'],
    ['2026-10-07', 'rest'],
    ['2026-10-08', 'work'],
    ['2026-10-10', 'work'],
    ['2026-10-11', 'rest'],
    ['2039-06-15', 'unknown'],
  ])('%s is %s', (date, expected) => {
    expect(classOf(date)).toBe(expected)
  })
})

describe('hours', () => {
  test('a shift over midnight is cut there: the last workday, the holiday, and the day after it', () => {
    const [first] = dutyHours(bookOf([shift('a', '2026-09-30T17:30', '2026-10-01T08:30')]), allTime, classOf)
    expect(first?.byDay).toEqual({ work: 6.5, statutory: 8.5, rest: 0, unknown: 0 })
    const [second] = dutyHours(bookOf([shift('a', '2026-10-03T08:30', '2026-10-04T08:30')]), allTime, classOf)
    expect(second?.byDay).toEqual({ work: 0, statutory: 15.5, rest: 8.5, unknown: 0 })
  })

  test('a shift that ends at midnight has nothing of the day after', () => {
    const [row] = dutyHours(bookOf([shift('a', '2026-10-03T00:00', '2026-10-04T00:00')]), allTime, classOf)
    expect(row).toMatchObject({ total: 24, byDay: { statutory: 24, rest: 0 }, nights: 2, turns: 1 })
  })

  test('a shift over the turn of the year is counted in both years, each its part', () => {
    const book = bookOf([shift('a', '2026-12-31T08:30', '2027-01-01T08:30')])
    const year = (first: string, last: string) => ({ fromAt: at(`${first}T00:00`), toAt: at(`${last}T00:00`) })
    expect(dutyHours(book, year('2026-01-01', '2027-01-01'), classOf)[0]?.total).toBe(15.5)
    expect(dutyHours(book, year('2027-01-01', '2028-01-01'), classOf)[0]?.total).toBe(8.5)
  })

  test('somebody at two sites of a unit at once, or in two roles, did it once', () => {
    const shifts = [
      shift('a', '2026-10-01T08:30', '2026-10-02T08:30'),
      shift('a', '2026-10-01T08:30', '2026-10-02T08:30', { siteId: 's2', role: 'lead' }),
      shift('a', '2026-10-02T08:30', '2026-10-02T20:30', { siteId: 's2' }),
    ]
    const [row] = dutyHours(bookOf(shifts), october, classOf)
    expect(row).toMatchObject({ total: 36, lead: 24, staff: 36, turns: 1, nights: 1 })
  })

  test('a night is counted once, whatever shifts it is cut into, and a day shift has none', () => {
    const shifts = [
      shift('a', '2026-10-01T20:30', '2026-10-02T02:00'),
      shift('a', '2026-10-02T02:00', '2026-10-02T08:30'),
      shift('b', '2026-10-01T08:30', '2026-10-01T20:30'),
    ]
    expect(dutyHours(bookOf(shifts), october, classOf).map(({ nights }) => nights)).toEqual([1, 0])
  })

  test('each unit has rows of its own, sites without one the last', () => {
    const day = ['2026-10-01T08:30', '2026-10-02T08:30'] as const
    const shifts = [shift('b', ...day, { siteId: 's4' }), shift('b', ...day, { siteId: 's3' }), shift('a', ...day)]
    expect(dutyHours(bookOf(shifts), october, classOf).map(({ personId, unitId }) => [personId, unitId])).toEqual([
      ['a', 'u'],
      ['b', 'v'],
      ['b', null],
    ])
  })

  test('a draft counts nowhere, a published period does, and a period has its own roster only', () => {
    const period = (id: string, state: 'draft' | 'published') => ({
      ...{ id, name: id, from: '2026-10-01', to: '2026-10-02', state },
    })
    const day = ['2026-10-01T08:30', '2026-10-02T08:30'] as const
    const shifts = [shift('a', ...day, { periodId: 'made' }), shift('b', ...day, { periodId: 'out' })]
    const book = bookOf(shifts, [period('made', 'draft'), period('out', 'published')])
    expect(dutyHours(book, october, classOf).map(({ personId }) => personId)).toEqual(['b'])
    expect(dutyHours(book, { periodId: 'made' }, classOf)).toEqual([])
    expect(dutyHours(book, { periodId: 'out' }, classOf)[0]?.total).toBe(24)
  })

  test('the sum of several rows is the sum of every figure', () => {
    const day = ['2026-10-01T08:30', '2026-10-02T08:30'] as const
    const rows = dutyHours(bookOf([shift('a', ...day), shift('b', ...day, { role: 'lead' })]), october, classOf)
    const sum = { total: 48, lead: 24, staff: 24, nights: 2, turns: 2 }
    expect(sumHours(rows)).toMatchObject({ ...sum, byDay: { statutory: 48, rest: 0, work: 0, unknown: 0 } })
  })
})

test('hours are the half hours in which somebody stands anywhere, each of one kind of day', () => {
  const drawn = fc.record({
    start: fc.integer({ min: 0, max: 200 }),
    length: fc.integer({ min: 1, max: 60 }),
    siteId: fc.constantFrom('s1', 's2'),
    role: fc.constantFrom('lead' as const, 'staff' as const),
  })
  const opening = at('2026-09-29T00:00')
  const text = (steps: number) => new Date(opening + (steps * hour) / 2 + 8 * hour).toISOString().slice(0, 16)
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 6 }), (shifts) => {
      const book = bookOf(
        shifts.map(({ start, length, ...rest }) => shift('a', text(start), text(start + length), rest)),
      )
      const [row] = dutyHours(book, allTime, classOf)
      const counted = { total: 0, lead: 0, staff: 0, statutory: 0, rest: 0, work: 0, unknown: 0 }
      for (let step = 0; step < 300; step++) {
        const here = shifts.filter(({ start, length }) => start <= step && step < start + length)
        if (here.length === 0) continue
        counted.total += 0.5
        counted[classOf(text(step).slice(0, 10))] += 0.5
        for (const role of ['lead', 'staff'] as const) if (here.some((one) => one.role === role)) counted[role] += 0.5
      }
      expect({ total: row?.total, lead: row?.lead, staff: row?.staff, ...row?.byDay }).toEqual(counted)
    }),
    { numRuns: 120 },
  )
})
