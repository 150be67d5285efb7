import type { Book, Shift, Span } from '../book/book.ts'
import { countingShifts } from '../duty.ts'

export type Placed = Shift & Span

const byPeriod = new WeakMap<Book, Map<string, ReadonlyMap<string, readonly Placed[]>>>()

/** The shifts of one period by site, in order of their start. Found once a book: a book never changes. */
export function shiftsOfPeriod(book: Book, periodId: string): ReadonlyMap<string, readonly Placed[]> {
  const known = byPeriod.get(book) ?? new Map<string, ReadonlyMap<string, readonly Placed[]>>()
  byPeriod.set(book, known)
  const there = known.get(periodId)
  if (there) return there
  const bySite = new Map<string, readonly Placed[]>()
  for (const [siteId, shifts] of book.shiftsBySite) {
    const inPeriod = shifts.filter((shift) => shift.periodId === periodId)
    if (inPeriod.length > 0) bySite.set(siteId, inPeriod)
  }
  known.set(periodId, bySite)
  return bySite
}

/** The same as one list, site after site. */
export function placedIn(book: Book, periodId: string): Placed[] {
  return [...shiftsOfPeriod(book, periodId).values()].flat()
}

const byPerson = new WeakMap<Book, ReadonlyMap<string, readonly Placed[]>>()

/** The counting shifts of one person by their start. Found once a book, for everybody at once. */
export function countingShiftsOf(book: Book, personId: string): readonly Placed[] {
  const known = byPerson.get(book) ?? indexPeople(book)
  byPerson.set(book, known)
  return known.get(personId) ?? []
}

function indexPeople(book: Book): ReadonlyMap<string, readonly Placed[]> {
  const people = new Map<string, Placed[]>()
  for (const siteId of book.shiftsBySite.keys()) {
    for (const shift of countingShifts(book, siteId)) {
      const theirs = people.get(shift.personId)
      if (theirs) theirs.push(shift)
      else people.set(shift.personId, [shift])
    }
  }
  for (const shifts of people.values()) shifts.sort((a, b) => a.fromAt - b.fromAt)
  return people
}
