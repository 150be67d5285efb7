import type { Book, Period } from '../../domain/book/book.ts'
import { type Holiday, type HolidayData, holidaysOf } from '../../domain/calendar.ts'
import { keptUnits } from '../desk/keeping.ts'
import type { SignedIn } from '../reader.ts'

/** Periods the reader may see: everybody the published ones, drafts only who makes rosters. */
export function periodsFor(book: Book, reader: SignedIn): Period[] {
  const all = [...book.periods.values()].sort((a, b) => (a.from < b.from ? -1 : 1))
  const published = all.filter(({ state }) => state === 'published')
  if (published.length === all.length) return all
  return reader.isOffice || keptUnits(book, reader).length > 0 ? all : published
}

/** The period that runs on `date`, else the next to come, else the last one past. */
export function nearestPeriod(periods: readonly Period[], date: string): Period | null {
  return periods.find(({ to }) => to >= date) ?? periods.at(-1) ?? null
}

/** Holidays of this year and the next that have not passed and for which nobody has made a period. */
export function holidaysWithoutPeriod(book: Book, data: HolidayData, today: string): Holiday[] {
  const year = Number(today.slice(0, 4))
  const coming = [...holidaysOf(data, year), ...holidaysOf(data, year + 1)].filter(({ to }) => to >= today)
  const periods = [...book.periods.values()]
  return coming.filter((holiday) => !periods.some((period) => period.from <= holiday.to && holiday.from <= period.to))
}
