import type { Book, Period } from '../domain/book/book.ts'
import { addDays, dateOf, daysBetween, type Instant, momentOn } from '../domain/instant.ts'

/** The shift that runs at a moment. It is named by the day on which it began: 03:00 on the 4th is the 3rd's shift. */
export type ShiftSpan = { date: string; startsAt: Instant; endsAt: Instant; share: number }

export function shiftAt(book: Book, now: Instant): ShiftSpan {
  const { shiftStartsAt, timezone } = book.settings
  const today = dateOf(now, timezone)
  const date = now < momentOn(today, shiftStartsAt, timezone) ? addDays(today, -1) : today
  const startsAt = momentOn(date, shiftStartsAt, timezone)
  const endsAt = momentOn(addDays(date, 1), shiftStartsAt, timezone)
  return { date, startsAt, endsAt, share: (now - startsAt) / (endsAt - startsAt) }
}

/** The published period that the shift belongs to, and which of its days this is. */
export function periodOf(book: Book, shiftDate: string): { period: Period; day: number; days: number } | null {
  for (const period of book.periods.values()) {
    if (period.state !== 'published' || shiftDate < period.from || shiftDate > period.to) continue
    const days = daysBetween(period.from, period.to)
    return { period, day: days.indexOf(shiftDate) + 1, days: days.length }
  }
  return null
}
