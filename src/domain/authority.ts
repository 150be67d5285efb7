import type { Book } from './book/book.ts'
import { countingShifts } from './duty.ts'
import type { Incident } from './incident/incident.ts'
import { day, type Instant } from './instant.ts'

/** What a person is to one site, the lowest first. Everybody in the book who may sign in is at least a viewer. */
export const standings = ['viewer', 'staff', 'lead', 'office'] as const
export type Standing = (typeof standings)[number]

/** A roster makes somebody part of a site this long before the shift begins and after it ends. */
const rosterReachMs = 7 * day

export function isOffice(book: Book, personId: string): boolean {
  return book.settings.officePersonIds.includes(personId)
}

/** What the person is to the site at `at`, by the book alone. */
export function standingOn(book: Book, personId: string, siteId: string, at: Instant): Standing {
  const person = book.people.get(personId)
  const site = book.sites.get(siteId)
  if (!person || person.disabled || !site) return 'viewer'
  if (isOffice(book, personId)) return 'office'
  const shifts = countingShifts(book, siteId).filter(
    (shift) => shift.personId === personId && shift.fromAt - rosterReachMs <= at && at < shift.toAt + rosterReachMs,
  )
  if (site.leadPersonId === personId || shifts.some(({ role }) => role === 'lead')) return 'lead'
  if (site.contactPersonIds?.includes(personId) || shifts.length > 0) return 'staff'
  return 'viewer'
}

/** The highest standing the person has anywhere: which menus they see. */
export function highestStanding(book: Book, personId: string, at: Instant): Standing {
  const person = book.people.get(personId)
  if (!person || person.disabled) return 'viewer'
  if (isOffice(book, personId)) return 'office'
  let highest = 0
  for (const siteId of book.sites.keys()) {
    highest = Math.max(highest, standings.indexOf(standingOn(book, personId, siteId, at)))
  }
  return standings[highest] ?? 'viewer'
}

export function hasStanding(actual: Standing, needed: Standing): boolean {
  return standings.indexOf(actual) >= standings.indexOf(needed)
}

/** Whether the person leads any site of the unit: who keeps the unit's people and roster beside the office. */
export function leadsUnit(book: Book, personId: string, unitId: string, at: Instant): boolean {
  for (const site of book.sites.values()) {
    if (site.unitId === unitId && hasStanding(standingOn(book, personId, site.id, at), 'lead')) return true
  }
  return false
}

/**
 * What the person is to one incident: what they are to its site, or what they were to it when it began, or the rung
 * on which they were told. Anyone on the ladder may take over.
 */
export function standingOnIncident(book: Book, personId: string, incident: Incident, at: Instant): Standing {
  const byBook = standingOn(book, personId, incident.siteId, at)
  const person = book.people.get(personId)
  if (!person || person.disabled || byBook === 'office') return byBook
  const told = [...incident.told, ...incident.lost.map((lost) => ({ ...lost, audience: 'staff' as const }))]
  const wasLead = incident.duty.lead?.id === personId || told.some((t) => t.id === personId && t.audience === 'lead')
  const wasStaff = incident.duty.staff.some(({ id }) => id === personId) || told.some(({ id }) => id === personId)
  const byRecord: Standing = wasLead ? 'lead' : wasStaff ? 'staff' : 'viewer'
  return hasStanding(byBook, byRecord) ? byBook : byRecord
}
