import { addDays } from './instant.ts'

/** The parts of `data/reference/holidays.json` that the product reads (schema `zhishou.holidays/1`). */
export type HolidayData = {
  schema: string
  years: Record<string, HolidayYear>
}
export type HolidayYear = {
  official: boolean
  notice: { title: string; number: string | null; published: string } | null
  sources: string[]
  holidays: HolidaySpan[]
}
export type HolidaySpan = {
  id: string
  name_zh: string
  name_en: string
  start: string
  end: string
  days: number
  off: string[]
  statutory: string[]
  work: string[]
  provisional?: string
  work_unknown?: boolean
}

/** A Mid-Autumn or National Day holiday, or both merged, as the calendar knows it. */
export type Holiday = {
  /** `national-day-2026`, `mid-autumn+national-day-2023`: also the id of the period made from it. */
  id: string
  year: number
  nameZh: string
  nameEn: string
  from: string
  to: string
  statutory: readonly string[]
  /** Weekend days turned into workdays (调休上班). */
  adjustedWorkdays: readonly string[]
  /** False: no State Council notice was read for this year; shown as 暂定 wherever it appears. */
  isOfficial: boolean
  /** Title, number and date of the notice, for the screen; null while provisional. */
  notice: { title: string; number: string | null; published: string } | null
  /** Whether the adjusted workdays are known. Unknown is never read as "ordinary workday". */
  areWorkdaysKnown: boolean
}

/** 工作日 · 休 · 调休上班 · unknown, because no notice covers that day. */
export type DayKind = 'workday' | 'off' | 'adjusted_workday' | 'unknown'

/** The calendar with the notices that were entered here: a year that was entered takes the place of the shipped one. */
export function withEntered(data: HolidayData, entered: Readonly<Record<string, HolidayYear>> = {}): HolidayData {
  return { ...data, years: { ...data.years, ...entered } }
}

/** The holidays of a year, in their order; empty when the data does not reach that year. */
export function holidaysOf(data: HolidayData, year: number): Holiday[] {
  const known = data.years[String(year)]
  if (!known) return []
  return known.holidays.map((span) => ({
    id: holidayId(span, year),
    year,
    nameZh: span.name_zh,
    nameEn: span.name_en,
    from: span.start,
    to: span.end,
    statutory: span.statutory,
    adjustedWorkdays: span.work,
    isOfficial: known.official,
    notice: known.notice,
    areWorkdaysKnown: span.work_unknown !== true,
  }))
}

/** `national-day-2026`: also the id of the period made from it. */
function holidayId({ id }: Pick<HolidaySpan, 'id'>, year: number): string {
  return `${id.replace('+', '-and-')}-${year}`
}

/** Every year the data reaches, ascending. */
export function holidayYears(data: HolidayData): number[] {
  return Object.keys(data.years)
    .map(Number)
    .sort((a, b) => a - b)
}

/**
 * What kind of day `date` is. The data covers Mid-Autumn and National Day only, so a day near neither is judged by
 * its weekday; a weekend of a year without a notice, close to one of the two, is `unknown`.
 */
export function dayKind(data: HolidayData, date: string): DayKind {
  const holidays = holidaysOf(data, Number(date.slice(0, 4)))
  for (const holiday of holidays) {
    if (holiday.from <= date && date <= holiday.to) return 'off'
    if (holiday.adjustedWorkdays.includes(date)) return 'adjusted_workday'
  }
  if (!isWeekend(date)) return holidays.length === 0 ? 'unknown' : 'workday'
  const isUndecided = holidays.length === 0 || holidays.some((holiday) => couldBeAdjusted(holiday, date))
  return isUndecided ? 'unknown' : 'off'
}

/** An adjusted workday always lies within a fortnight of its holiday. */
function couldBeAdjusted(holiday: Holiday, date: string): boolean {
  if (holiday.areWorkdaysKnown) return false
  return addDays(holiday.from, -14) <= date && date <= addDays(holiday.to, 14)
}

/** Saturday or Sunday, whatever a notice made of it. */
export function isWeekend(date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}
