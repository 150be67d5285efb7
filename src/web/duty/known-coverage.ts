import type { Book, Period } from '../../domain/book/book.ts'
import { type Coverage, coverageOf } from '../../domain/roster/coverage.ts'

const known = new WeakMap<Book, Map<string, Coverage>>()

/**
 * The coverage of a period, worked out once for each book: a book never changes, and with fourteen thousand sites the
 * walk over all shifts is too long for every page.
 */
export function knownCoverage(book: Book, period: Period): Coverage {
  const ofBook = known.get(book) ?? new Map<string, Coverage>()
  known.set(book, ofBook)
  const there = ofBook.get(period.id)
  if (there) return there
  const coverage = coverageOf(book, period)
  ofBook.set(period.id, coverage)
  return coverage
}
