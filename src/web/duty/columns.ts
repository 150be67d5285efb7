import type { Book, Period, Shift, Span } from '../../domain/book.ts'
import { periodSpan } from '../../domain/coverage.ts'
import { addDays, dateOf, daysBetween, type Instant, momentOn } from '../../domain/instant.ts'

/** One column of the duty table: a shift of the period, named by the day on which it begins. */
export type Column = Span & { date: string; isEve: boolean; isNow: boolean }

/** The shifts of a period in order; an eve shift comes first when the roster has one. */
export function columnsOf(book: Book, period: Period, now: Instant): Column[] {
  const { shiftStartsAt, timezone } = book.settings
  const days = daysBetween(period.from, period.to).map((date) => ({
    date,
    isEve: false,
    fromAt: momentOn(date, shiftStartsAt, timezone),
    toAt: momentOn(addDays(date, 1), shiftStartsAt, timezone),
  }))
  const eve = eveOf(book, period)
  return [...(eve ? [eve] : []), ...days].map((column) => ({
    ...column,
    isNow: column.fromAt <= now && now < column.toAt,
  }))
}

/** The stretch before the first full shift that the roster fills: the evening before the holiday. */
function eveOf(book: Book, period: Period): Omit<Column, 'isNow'> | null {
  const begins = periodSpan(book, period).fromAt
  let earliest = begins
  for (const shifts of book.shiftsBySite.values()) {
    for (const shift of shifts) if (shift.periodId === period.id) earliest = Math.min(earliest, shift.fromAt)
  }
  if (earliest === begins) return null
  return { date: dateOf(earliest, book.settings.timezone), isEve: true, fromAt: earliest, toAt: begins }
}

/** The shifts of the site that fall into the column, by role and start. */
export function shiftsIn(book: Book, siteId: string, period: Period, column: Span): (Shift & Span)[] {
  const shifts = book.shiftsBySite.get(siteId) ?? []
  return shifts.filter(
    (shift) => shift.periodId === period.id && shift.fromAt < column.toAt && shift.toAt > column.fromAt,
  )
}
