import type { Book, Person, Shift, Span } from './book/book.ts'
import type { Audience } from './book/settings.ts'
import type { DutySnapshot, DutySource, PersonRef } from './incident/incident.ts'
import type { Instant } from './instant.ts'

/** Who answers for a site at one moment, as people of today's book. */
export type Duty = { lead: Person | null; staff: Person[]; office: Person[]; source: DutySource }

/**
 * Who is on duty for the site at `at`.
 *
 * Within a shift of a published period it is the roster's people; a roster without a lead at that minute falls back
 * on the site's standing lead, one without staff has nobody on that rung. Outside its shifts the site's contacts are
 * the staff and its standing lead the lead. People who have left are never on duty.
 */
export function findDuty(book: Book, siteId: string, at: Instant): Duty {
  const site = book.sites.get(siteId)
  const office = activePeople(book, book.settings.officePersonIds)
  const standingLead = activePeople(book, site?.leadPersonId ? [site.leadPersonId] : [])[0] ?? null
  const running = countingShifts(book, siteId).filter((shift) => shift.fromAt <= at && at < shift.toAt)
  const rosterLead = activePeople(book, idsOf(running, 'lead'))[0] ?? null
  const rosterStaff = activePeople(book, idsOf(running, 'staff'))
  if (rosterLead || rosterStaff.length > 0) {
    return { lead: rosterLead ?? standingLead, staff: rosterStaff, office, source: 'roster' }
  }
  const contacts = activePeople(book, site?.contactPersonIds ?? [])
  const hasStanding = standingLead !== null || contacts.length > 0
  const source = hasStanding ? 'standing' : office.length > 0 ? 'office' : 'none'
  return { lead: standingLead, staff: contacts, office, source }
}

/** The site's shifts that count: those of published periods and those that belong to no period, by their start. */
export function countingShifts(book: Book, siteId: string): (Shift & Span)[] {
  const shifts = book.shiftsBySite.get(siteId) ?? []
  return shifts.filter((shift) => !shift.periodId || book.periods.get(shift.periodId)?.state === 'published')
}

/** The people of one rung of the ladder, in the order in which lists show them. */
export function audienceOf(duty: Duty, audience: Audience): Person[] {
  if (audience === 'staff') return duty.staff
  if (audience === 'office') return duty.office
  return duty.lead ? [duty.lead] : []
}

/** Whether a text can reach the person at all. */
export function canBePaged(person: Person): person is Person & { mobile: string } {
  return Boolean(person.mobile) && !person.disabled
}

/** Whether nobody at all would be told about the site at `at`: the office must know this beforehand. */
export function isOrphan(duty: Duty): boolean {
  return ![...duty.staff, ...(duty.lead ? [duty.lead] : []), ...duty.office].some(canBePaged)
}

/** Whether nobody of the site's own people, staff or lead, could be told: only the office is left. */
export function isLeftToOffice({ staff, lead }: Duty): boolean {
  return ![...staff, ...(lead ? [lead] : [])].some(canBePaged)
}

/** The duty as it is kept on an incident. */
export function snapshotOf(duty: Duty): DutySnapshot {
  return { lead: duty.lead ? refOf(duty.lead) : null, staff: duty.staff.map(refOf), source: duty.source }
}

export function refOf(person: Person): PersonRef {
  return { id: person.id, name: person.name }
}

/** Whether the person is on duty now for any site, in either role, by the roster. */
export function isOnShift(book: Book, personId: string, at: Instant): boolean {
  return peopleOnShift(book, at).has(personId)
}

let lastAsked: { book: Book; at: Instant; people: ReadonlySet<string> } | null = null

/** Everybody on duty by the roster at `at`. A roster that is published asks for each of its people at one moment. */
function peopleOnShift(book: Book, at: Instant): ReadonlySet<string> {
  if (lastAsked?.book === book && lastAsked.at === at) return lastAsked.people
  const people = new Set<string>()
  for (const siteId of book.shiftsBySite.keys()) {
    for (const shift of countingShifts(book, siteId)) {
      if (shift.fromAt > at) break
      if (at < shift.toAt) people.add(shift.personId)
    }
  }
  lastAsked = { book, at, people }
  return people
}

function activePeople(book: Book, ids: readonly string[]): Person[] {
  const people: Person[] = []
  for (const id of new Set(ids)) {
    const person = book.people.get(id)
    if (person && !person.disabled) people.push(person)
  }
  return people
}

function idsOf(shifts: readonly (Shift & Span)[], role: Shift['role']): string[] {
  return shifts.filter((shift) => shift.role === role).map((shift) => shift.personId)
}
