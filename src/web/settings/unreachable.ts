import type { Book, Person, Site } from '../../domain/book/book.ts'
import { canBePaged, countingShifts, findDuty, isOrphan } from '../../domain/duty.ts'
import { day, type Instant } from '../../domain/instant.ts'

export type Unreachable = { sites: { site: Site; at: Instant }[]; people: Person[] }

/**
 * Sites for which there is a moment, from `now` and within the next seven days, at which nobody anywhere could be
 * told; and people who are on duty in that time without a number. Duty changes only where a shift begins or ends, so
 * only those moments are looked at.
 */
export function findUnreachable(book: Book, now: Instant): Unreachable {
  const until = now + 7 * day
  const people = new Map<string, Person>()
  const sites: Unreachable['sites'] = []
  for (const site of book.sites.values()) {
    const edges = countingShifts(book, site.id).flatMap(({ fromAt, toAt }) => [fromAt, toAt])
    const moments = [now, ...edges.filter((at) => at > now && at < until).sort((a, b) => a - b)]
    const duties = moments.map((at) => ({ at, duty: findDuty(book, site.id, at) }))
    const first = duties.find(({ duty }) => isOrphan(duty))
    if (first) sites.push({ site, at: first.at })
    for (const { duty } of duties) {
      for (const person of [...(duty.lead ? [duty.lead] : []), ...duty.staff]) {
        if (!canBePaged(person)) people.set(person.id, person)
      }
    }
  }
  return { sites, people: [...people.values()] }
}
