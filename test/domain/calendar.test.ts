import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import data from '../../data/reference/holidays.json' with { type: 'json' }
import { dayKind, holidaysOf, holidayYears } from '../../src/domain/calendar.ts'
import { addDays, daysBetween } from '../../src/domain/instant.ts'

const spans = (year: number) => holidaysOf(data, year).map(({ from, to }) => `${from} ${to}`)
const dates = fc.integer({ min: 0, max: 1825 }).map((days) => addDays('2023-01-01', days))
const isWeekend = (date: string) => [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay())

test('2023 and 2025 merge the two holidays into eight days', () => {
  expect([spans(2023), spans(2025)]).toEqual([['2023-09-29 2023-10-06'], ['2025-10-01 2025-10-08']])
  expect(
    [2023, 2025].flatMap((year) =>
      holidaysOf(data, year).map((holiday) => daysBetween(holiday.from, holiday.to).length),
    ),
  ).toEqual([8, 8])
})

test('2024 and 2026 keep them apart', () => {
  expect(spans(2024)).toEqual(['2024-09-15 2024-09-17', '2024-10-01 2024-10-07'])
  expect(spans(2026)).toEqual(['2026-09-25 2026-09-27', '2026-10-01 2026-10-07'])
})

test('2027 is provisional: no notice, and its adjusted workdays are not known', () => {
  expect(holidaysOf(data, 2027)).toMatchObject([
    { id: 'mid-autumn-2027', from: '2027-09-15', to: '2027-09-15', isOfficial: false, notice: null },
    { id: 'national-day-2027', isOfficial: false, notice: null, areWorkdaysKnown: false, adjustedWorkdays: [] },
  ])
  expect(holidaysOf(data, 2026).every(({ isOfficial, notice }) => isOfficial && notice !== null)).toBe(true)
})

test('the weekends around National Day 2027 are unknown, never workdays and never free', () => {
  for (const date of ['2027-09-25', '2027-09-26', '2027-10-09', '2027-10-10'])
    expect(dayKind(data, date)).toBe('unknown')
  expect([dayKind(data, '2027-07-03'), dayKind(data, '2027-10-08')]).toEqual(['off', 'workday'])
})

test('a year without data is unknown throughout', () => {
  fc.assert(fc.property(fc.nat(364), (days) => dayKind(data, addDays('2028-01-01', days)) === 'unknown'))
  expect(holidaysOf(data, 2028)).toEqual([])
})

test('every day of an official year is what its notice says', () => {
  const off = new Set(Object.values(data.years).flatMap(({ holidays }) => holidays.flatMap((span) => span.off)))
  const work = new Set<string>(
    Object.values(data.years).flatMap(({ holidays }) => holidays.flatMap((span) => span.work)),
  )
  fc.assert(
    fc.property(dates, (date) => {
      const kind = dayKind(data, date)
      if (off.has(date)) expect(kind).toBe('off')
      else if (work.has(date)) expect(kind).toBe('adjusted_workday')
      else if (date < '2027-01-01') expect(kind).toBe(isWeekend(date) ? 'off' : 'workday')
      else expect(isWeekend(date) ? ['off', 'unknown'] : ['workday']).toContain(kind)
    }),
    { numRuns: 3000 },
  )
})

test('spans, days off and statutory days of the data agree with each other', () => {
  for (const { holidays } of Object.values(data.years)) {
    for (const span of holidays) {
      expect(daysBetween(span.start, span.end)).toEqual(span.off)
      expect(span.off).toHaveLength(span.days)
      expect(span.off).toEqual(expect.arrayContaining(span.statutory))
      for (const date of span.work) expect(isWeekend(date)).toBe(true)
    }
  }
})

test('ids are fit for a period of the book', () => {
  const ids = holidayYears(data).flatMap((year) => holidaysOf(data, year).map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,64}$/)
})
