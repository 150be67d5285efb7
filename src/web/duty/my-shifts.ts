import type { Book } from '../../domain/book/book.ts'
import type { Instant } from '../../domain/instant.ts'
import { countingShiftsOf, type Placed } from '../../domain/roster/placed.ts'

export type MyShift = Placed

/** Every counting shift of one person, by its start. */
export function shiftsOfPerson(book: Book, personId: string): readonly MyShift[] {
  return countingShiftsOf(book, personId)
}

/** The shifts that run now, and those to come. */
export function runningAndNext(shifts: readonly MyShift[], now: Instant): { running: MyShift[]; coming: MyShift[] } {
  return {
    running: shifts.filter(({ fromAt, toAt }) => fromAt <= now && now < toAt),
    coming: shifts.filter(({ fromAt }) => fromAt > now),
  }
}
