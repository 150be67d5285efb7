import type { Book } from '../../domain/book/book.ts'
import type { SignedIn } from '../reader.ts'
import { type MyShift, runningAndNext, shiftsOfPerson } from './my-shifts.ts'

/** The line above the table: what the reader is doing now, and when they are next. */
export type MineLine = { name: string; text: string }

export function mineLineOf(book: Book, { person, words, format, now }: SignedIn): MineLine | null {
  const { running, coming } = runningAndNext(shiftsOfPerson(book, person.id), now)
  const first = running[0]
  const next = coming[0]
  if (!first && !next) return null
  const parts: string[] = []
  if (first) {
    const sites = words.frame.listOf(running.map((shift) => siteName(book, shift)))
    const begun = words.frame.shiftName(format.date(first.fromAt))
    parts.push(words.duty.mine(words.watch.role[first.role], sites, begun, format.moment(first.toAt)))
  }
  if (next) parts.push(words.duty.mineNext(format.moment(next.fromAt), siteName(book, next)))
  return { name: person.name, text: parts.join('') }
}

export function siteName(book: Book, { siteId }: MyShift): string {
  const site = book.sites.get(siteId)
  return site?.shortName ?? site?.name ?? siteId
}
