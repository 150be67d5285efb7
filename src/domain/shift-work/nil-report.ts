import type { Book, Period, Unit } from '../book/book.ts'
import type { PersonRef } from '../incident/incident.ts'
import { addDays, dateOf, type Instant, momentOn } from '../instant.ts'
import { isProclaimed } from '../roster/roster.ts'
import type { RecordBody } from './record.ts'

/** 零报告 of one unit for one day. `subject` is the unit; `at` the hour by which it was due. */
export type NilReport = RecordBody & {
  state: 'missing' | 'reported'
  date: string
  /** Null while nobody has reported: the record then only says that it was asked for. */
  by: PersonRef | null
  isNil: boolean
  text: string
  reportedAt: Instant | null
  /** How often it was asked for: the people on duty first, then their lead. */
  chased: number
}

export function nilReportId(unitId: string, date: string): string {
  return `${unitId}.${date}`
}

/** The units that report: those that have a site. */
export function reportingUnits(book: Book): Unit[] {
  const withSites = new Set([...book.sites.values()].flatMap(({ unitId }) => unitId ?? []))
  return [...book.units.values()].filter(({ id }) => withSites.has(id))
}

/** The published period in which `date` is a day of duty; null when nobody has to report that day. */
export function reportingPeriod(book: Book, date: string): Period | null {
  const periods = [...book.periods.values()]
  return periods.find((period) => isProclaimed(period) && period.from <= date && date <= period.to) ?? null
}

/** When the reports of a day are due. */
export function nilDueAt(book: Book, date: string): Instant {
  return momentOn(date, book.settings.nilReportBy, book.settings.timezone)
}

/** The days of a period that are over or running at `now`: those a count of reports is made of. */
export function reportingDays(book: Book, period: Period, now: Instant): string[] {
  const today = dateOf(now, book.settings.timezone)
  const days: string[] = []
  for (let date = period.from; date <= period.to && date <= today; date = addDays(date, 1)) days.push(date)
  return days
}
