import { hasStanding, isOffice, standingOn } from './authority.ts'
import type { Book, Person } from './book/book.ts'
import type { Instant } from './instant.ts'
import type { RecordBody } from './shift-work/record.ts'

/** A private calendar address. `id` is the digest of its token; `subject` is the person, site or unit it shows. */
export type Feed = RecordBody & {
  state: 'open' | 'revoked'
  kind: 'person' | 'site' | 'unit'
  personId: string
  lastReadAt: number | null
}

/** Whose duty a calendar shows. */
export type FeedSubject = { kind: Feed['kind']; id: string }

/**
 * Whether the person may make a calendar of it: their own shifts, and sites and units on which they work; the office
 * those of all sites and units. Nobody follows another person.
 */
export function mayFollow(book: Book, person: Person, { kind, id }: FeedSubject, now: Instant): boolean {
  if (kind === 'person') return id === person.id
  if (kind === 'site') return book.sites.has(id) && worksOn(book, person, id, now)
  if (!book.units.has(id)) return false
  if (isOffice(book, person.id)) return true
  return [...book.sites.values()].some(({ id: siteId, unitId }) => unitId === id && worksOn(book, person, siteId, now))
}

function worksOn(book: Book, person: Person, siteId: string, now: Instant): boolean {
  return hasStanding(standingOn(book, person.id, siteId, now), 'staff')
}

/** What it shows, by name: the person, site or unit as the book has it now; null when it is gone or has left. */
export function subjectName(book: Book, { kind, id }: FeedSubject): string | null {
  if (kind === 'site') return book.sites.get(id)?.name ?? null
  if (kind === 'unit') return book.units.get(id)?.name ?? null
  const person = book.people.get(id)
  return person && !person.disabled ? person.name : null
}
