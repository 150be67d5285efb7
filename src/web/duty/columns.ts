import type { Book, Period, Role, Site, Span } from '../../domain/book/book.ts'
import { dateOf, day, type Instant, momentOn } from '../../domain/instant.ts'
import { overlap } from '../../domain/roster/coverage.ts'
import { type Placed, shiftsOfPeriod } from '../../domain/roster/placed.ts'
import { type Slot, slotsOf } from '../../domain/roster/slots.ts'

/** One column of the duty table: a duty day of the period, named by the day on which it begins. */
export type Column = Span & {
  date: string
  /** The evening before the first day, from the close of work on. */
  isEve: boolean
  /** Not a whole day: its head says the hours. */
  isPart: boolean
  isNow: boolean
}

/** The duty days of a period in order: its window cut at the office's hour. */
export function columnsOf(book: Book, period: Period, now: Instant): Column[] {
  const days = slotsOf(book, period, {}, 'lead')
  const eve = eveOf(book, period, days[0])
  return [...(eve ? [eve] : []), ...days].map(({ fromAt, toAt, date }) => ({
    fromAt,
    toAt,
    date,
    isEve: date < period.from && fromAt !== momentOn(date, book.settings.shiftStartsAt, book.settings.timezone),
    isPart: toAt - fromAt !== day,
    isNow: fromAt <= now && now < toAt,
  }))
}

/** The stretch before the window that the roster fills all the same. */
function eveOf(book: Book, period: Period, first: Slot | undefined): Slot | null {
  if (!first) return null
  let earliest = first.fromAt
  for (const [shift] of shiftsOfPeriod(book, period.id).values())
    earliest = Math.min(earliest, shift?.fromAt ?? earliest)
  if (earliest === first.fromAt) return null
  return { date: dateOf(earliest, book.settings.timezone), isEve: true, fromAt: earliest, toAt: first.fromAt }
}

/**
 * The hours of a site and role that stand in a column: the shifts of its own pattern that begin on that day, so that a
 * night that ends at eight stands with the evening on which it began. A shift whose day has no column stands where it
 * begins; a column that the pattern leaves out has its own hours.
 */
export function hoursIn(
  book: Book,
  at: { period: Period; site: Pick<Site, 'unitId'>; role: Role },
  columns: readonly Column[],
): Span[] {
  const slots = slotsOf(book, at.period, at.site, at.role)
  const dates = new Set(columns.map(({ date }) => date))
  return columns.map((column) => {
    const own = slots.filter((slot) => (dates.has(slot.date) ? slot.date === column.date : startsIn(slot, column)))
    const fromAt = own[0]?.fromAt ?? column.fromAt
    const toAt = own.at(-1)?.toAt ?? column.toAt
    return { fromAt, toAt }
  })
}

function startsIn(slot: Span, column: Span): boolean {
  return column.fromAt <= slot.fromAt && slot.fromAt < column.toAt
}

/** The shifts of the site and role in these hours, by their start. */
export function shiftsWithin(book: Book, period: Period, at: { siteId: string; role: Role; hours: Span }): Placed[] {
  const shifts = shiftsOfPeriod(book, period.id).get(at.siteId) ?? []
  return shifts.filter((shift) => shift.role === at.role && overlap(shift, at.hours) !== null)
}
