import { hasStanding, isOffice, leadsUnit, standingOn } from '../../domain/authority.ts'
import type { Book, Person, Site, Unit } from '../../domain/book/book.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'

/** Whether the reader keeps the site's entry and roster: the office, or who leads a site of its unit. */
export function keepsSite(book: Book, reader: SignedIn, site: Site): boolean {
  if (reader.isOffice) return true
  if (site.unitId) return leadsUnit(book, reader.person.id, site.unitId, reader.now)
  return leadsSite(book, reader, site.id)
}

/** The sites whose roster the reader keeps, by the book in force: nobody gains or loses a right by a draft. */
export function keptSites({ deps }: Room, reader: SignedIn): Site[] {
  const book = deps.book.current()
  const sites = [...book.sites.values()]
  if (reader.isOffice) return sites
  const units = new Set(keptUnits(book, reader).map(({ id }) => id))
  return sites.filter(({ id, unitId }) => (unitId ? units.has(unitId) : leadsSite(book, reader, id)))
}

/** Whether the reader leads this very site, or is the office. */
export function leadsSite(book: Book, reader: SignedIn, siteId: string): boolean {
  return hasStanding(standingOn(book, reader.person.id, siteId, reader.now), 'lead')
}

/** Units whose people and roster the reader keeps; for the office all of them. */
export function keptUnits(book: Book, reader: SignedIn): Unit[] {
  const all = [...book.units.values()]
  if (reader.isOffice) return all
  const led = new Set<string>()
  for (const site of book.sites.values()) {
    if (site.unitId && !led.has(site.unitId) && leadsSite(book, reader, site.id)) led.add(site.unitId)
  }
  return all.filter(({ id }) => led.has(id))
}

/**
 * Whether the reader may change the person's entry. A lead keeps the people of their unit, but not those of the duty
 * office: whoever could change an administrator's number would receive what is meant for them.
 */
export function keepsPerson(book: Book, reader: SignedIn, person: Person): boolean {
  if (reader.isOffice) return true
  if (isOffice(book, person.id) || !person.unitId) return false
  return leadsUnit(book, reader.person.id, person.unitId, reader.now)
}

/** Whether the reader sees the number of somebody on duty for the site: those who work on it page each other. */
export function seesNumbers(book: Book, reader: SignedIn, siteId: string): boolean {
  return hasStanding(standingOn(book, reader.person.id, siteId, reader.now), 'staff')
}

/** People who may be put on a site's roster or entry by this reader: all for the office, else those of kept units. */
export function peopleToChoose(book: Book, reader: SignedIn): Person[] {
  const active = [...book.people.values()].filter(({ disabled }) => !disabled)
  if (reader.isOffice) return active
  const units = new Set(keptUnits(book, reader).map(({ id }) => id))
  return active.filter(({ unitId }) => unitId !== undefined && units.has(unitId))
}

/** A person as lists of choices show them; the unit tells two of one name apart. */
export function personChoice(book: Book, { id, name, unitId }: Person): { value: string; label: string } {
  const unit = unitId ? book.units.get(unitId)?.name : undefined
  return { value: id, label: unit ? `${name} · ${unit}` : name }
}
