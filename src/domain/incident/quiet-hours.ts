import type { Book } from '../book/book.ts'
import { isOnShift } from '../duty.ts'
import { addDays, dateOf, type Instant, momentOn } from '../instant.ts'

/**
 * When a courtesy text may reach the person: now, or, between 22:00 and 07:00 (a setting) and off shift, in the
 * morning. Two equal times of day mean that there are no quiet hours. Outages know none and never come here.
 */
export function courtesyAt(book: Book, personId: string, now: Instant): Instant {
  const { quietHours, timezone } = book.settings
  if (quietHours.from === quietHours.to) return now
  const today = dateOf(now, timezone)
  for (const date of [addDays(today, -1), today]) {
    const from = momentOn(date, quietHours.from, timezone)
    const sameDay = momentOn(date, quietHours.to, timezone)
    const to = sameDay > from ? sameDay : momentOn(addDays(date, 1), quietHours.to, timezone)
    if (from <= now && now < to) return isOnShift(book, personId, now) ? now : to
  }
  return now
}
