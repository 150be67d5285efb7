import type { Book, Shift, Span } from '../../domain/book.ts'
import { countingShifts } from '../../domain/duty.ts'
import type { Instant } from '../../domain/instant.ts'

export type MyShift = Shift & Span

/** Every counting shift of one person, by its start. */
export function shiftsOfPerson(book: Book, personId: string): MyShift[] {
  const mine: MyShift[] = []
  for (const siteId of book.shiftsBySite.keys()) {
    for (const shift of countingShifts(book, siteId)) if (shift.personId === personId) mine.push(shift)
  }
  return mine.sort((a, b) => a.fromAt - b.fromAt)
}

/** The shifts that run now, and those to come. */
export function runningAndNext(shifts: readonly MyShift[], now: Instant): { running: MyShift[]; coming: MyShift[] } {
  return {
    running: shifts.filter(({ fromAt, toAt }) => fromAt <= now && now < toAt),
    coming: shifts.filter(({ fromAt }) => fromAt > now),
  }
}
