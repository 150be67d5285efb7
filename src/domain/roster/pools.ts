import type { Book, Person, Role, Site } from '../book/book.ts'

/** Who may be put on a site in one role, and where that was written; `inferred`: nowhere, so it was worked out. */
export type Pool = { source: 'site' | 'unit' | 'inferred'; personIds: readonly string[] }

/**
 * The pool of a site and role: its own, else its unit's, else what the entries suggest: leads are the standing lead and
 * whoever of the unit holds a position, staff are the contacts and everybody else of the unit. In the order of ids, so
 * that the order of lists decides nothing. A written pool may name people who have left.
 */
export function poolOf(book: Book, site: Site, role: Role): Pool {
  const key = role === 'lead' ? 'leadPoolIds' : 'staffPoolIds'
  const own = site[key] ?? []
  if (own.length > 0) return { source: 'site', personIds: inOrder(own) }
  const ofUnit = (site.unitId ? book.units.get(site.unitId)?.[key] : undefined) ?? []
  if (ofUnit.length > 0) return { source: 'unit', personIds: inOrder(ofUnit) }
  return { source: 'inferred', personIds: inOrder(inferred(book, site, role)) }
}

function inferred(book: Book, site: Site, role: Role): string[] {
  const people = site.unitId ? (peopleByUnit(book).get(site.unitId) ?? []) : []
  const isLead = ({ id, position }: Person) => id === site.leadPersonId || Boolean(position)
  const named = role === 'lead' ? [site.leadPersonId ?? ''] : (site.contactPersonIds ?? [])
  const standing = named.filter((id) => book.people.get(id)?.disabled !== true && book.people.has(id))
  return [...standing, ...people.filter((person) => isLead(person) === (role === 'lead')).map(({ id }) => id)]
}

const known = new WeakMap<Book, Map<string, Person[]>>()

function peopleByUnit(book: Book): Map<string, Person[]> {
  const there = known.get(book)
  if (there) return there
  const active = [...book.people.values()].filter(({ disabled }) => !disabled)
  const made = Map.groupBy(active, ({ unitId }) => unitId ?? '')
  known.set(book, made)
  return made
}

function inOrder(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}
