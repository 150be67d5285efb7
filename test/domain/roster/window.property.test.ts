import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type HolidayData, holidaysOf } from '../../../src/domain/calendar.ts'
import { day, hour, instantOf } from '../../../src/domain/instant.ts'
import { dutyWindow } from '../../../src/domain/roster/window.ts'

const data: HolidayData = JSON.parse(
  readFileSync(new URL('../../../data/reference/holidays.json', import.meta.url), 'utf8'),
)
const settings = { timezone: 'Asia/Shanghai', workdayEndsAt: '17:30', shiftStartsAt: '08:30' }
const years = [2023, 2024, 2025, 2026, 2027]

/** The windows as the notices give them, read by hand: last workday before, next workday after. */
const byHand: Record<string, [string, string]> = {
  'mid-autumn-and-national-day-2023': ['2023-09-28', '2023-10-07'],
  'mid-autumn-2024': ['2024-09-14', '2024-09-18'],
  'national-day-2024': ['2024-09-30', '2024-10-08'],
  'national-day-and-mid-autumn-2025': ['2025-09-30', '2025-10-09'],
  'mid-autumn-2026': ['2026-09-24', '2026-09-28'],
  'national-day-2026': ['2026-09-30', '2026-10-08'],
  'mid-autumn-2027': ['2027-09-14', '2027-09-16'],
  'national-day-2027': ['2027-09-30', '2027-10-08'],
}

describe('the window of every holiday', () => {
  const all = years.flatMap((year) => holidaysOf(data, year))

  test('the data has exactly these holidays', () => {
    expect(all.map(({ id }) => id).toSorted()).toEqual(Object.keys(byHand).toSorted())
  })

  test.each(all)('$id runs from the close of the last workday to the opening of the next', (holiday) => {
    const [last = '', next = ''] = byHand[holiday.id] ?? []
    expect(dutyWindow(data, holiday, settings)).toEqual({
      fromAt: instantOf(`${last}T17:30:00+08:00`, 'utc'),
      toAt: instantOf(`${next}T08:30:00+08:00`, 'utc'),
      ...{ lastWorkday: last, nextWorkday: next, isCertain: true },
    })
  })
})

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)
const isWeekend = (date: string) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
const spans = years.flatMap((year) => data.years[String(year)]?.holidays ?? [])
const off = new Set(spans.flatMap((span) => span.off))
const worked = new Set(spans.flatMap((span) => span.work))
/** Weekends within a fortnight of a holiday whose adjusted workdays nobody has announced yet. */
const unannounced = spans.filter((span) => span.work_unknown)
const isOpen = (date: string) =>
  isWeekend(date) &&
  !off.has(date) &&
  unannounced.some(({ start, end }) => {
    return dateOf(Date.parse(start) - 14 * day) <= date && date <= dateOf(Date.parse(end) + 14 * day)
  })
const isWorkday = (date: string) => worked.has(date) || (!isWeekend(date) && !off.has(date))

/** The nearest workday, day by day, and whether every day passed on the way is known to be one of rest. */
function nearest(from: string, step: number): { date: string; isCertain: boolean } {
  let isCertain = true
  for (let at = Date.parse(from) + step; ; at += step) {
    const date = dateOf(at)
    if (isWorkday(date)) return { date, isCertain }
    if (isOpen(date)) isCertain = false
  }
}

const freeDates = fc
  .record({ year: fc.constantFrom(...years), dayOfYear: fc.integer({ min: 20, max: 340 }), days: fc.nat(12) })
  .map(({ year, dayOfYear, days }) => {
    const first = Date.UTC(year, 0, 1) + dayOfYear * day
    return { from: dateOf(first), to: dateOf(first + days * day) }
  })

test('any dates at all: from the workday before to the workday after, and unsure where nobody has announced it', () => {
  fc.assert(
    fc.property(freeDates, (dates) => {
      const [before, after] = [nearest(dates.from, -day), nearest(dates.to, day)]
      expect(dutyWindow(data, dates, settings)).toEqual({
        fromAt: instantOf(`${before.date}T17:30:00+08:00`, 'utc'),
        toAt: instantOf(`${after.date}T08:30:00+08:00`, 'utc'),
        ...{ lastWorkday: before.date, nextWorkday: after.date },
        isCertain: before.isCertain && after.isCertain,
      })
    }),
    { numRuns: 2000 },
  )
})

test('the window holds all the dates, and the hours are those of the settings', () => {
  const clocks = fc.constantFrom('00:00', '08:00', '09:15', '17:00', '18:00', '23:59')
  fc.assert(
    fc.property(freeDates, clocks, clocks, (dates, workdayEndsAt, shiftStartsAt) => {
      const window = dutyWindow(data, dates, { ...settings, workdayEndsAt, shiftStartsAt })
      expect(window.fromAt).toBeLessThan(instantOf(`${dates.from}T00:00:00+08:00`, 'utc'))
      expect(window.toAt).toBeGreaterThanOrEqual(instantOf(`${dates.to}T00:00:00+08:00`, 'utc') + day)
      const clock = (at: number) => new Date(at + 8 * hour).toISOString().slice(11, 16)
      expect([clock(window.fromAt), clock(window.toAt)]).toEqual([workdayEndsAt, shiftStartsAt])
    }),
  )
})

test('a year without any notice gives the weekdays around the dates, and says that somebody has to look', () => {
  const window = dutyWindow({ ...data, years: {} }, { from: '2031-10-01', to: '2031-10-07' }, settings)
  expect(window).toMatchObject({ lastWorkday: '2031-09-30', nextWorkday: '2031-10-08', isCertain: false })
})
