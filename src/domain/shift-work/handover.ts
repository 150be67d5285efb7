import type { Book, Person, Span } from '../book/book.ts'
import { countingShifts, refOf } from '../duty.ts'
import type { PersonRef } from '../incident/incident.ts'
import { hour, type Instant } from '../instant.ts'
import { isProclaimed } from '../roster/roster.ts'
import type { RecordBody } from './record.ts'

/** 交接班: the sites that go from the same people to the same people at one change of shifts. `at` is the change. */
export type Handover = RecordBody & {
  state: HandoverState
  siteIds: string[]
  outgoing: PersonRef[]
  incoming: PersonRef[]
  lead: PersonRef | null
  /** What was open when the outgoing person signed, ticked one by one. */
  items: HandoverItem[]
  isLandlineTried: boolean
  isMobileOn: boolean
  note: string
  givenBy: PersonRef | null
  givenAt: Instant | null
  takenBy: PersonRef | null
  takenAt: Instant | null
  /** When both and the lead were told that it is not signed. */
  chasedAt: Instant | null
}
/** `given`: the outgoing person has signed; `taken`: only the incoming one has; `signed`: both; `void`: the roster changed. */
export type HandoverState = 'open' | 'given' | 'taken' | 'signed' | 'void'
export type HandoverItem = { kind: 'incident' | 'window' | 'entry'; id: string; text: string }

/** A change of staff as the roster has it. */
export type ShiftChange = {
  siteIds: string[]
  at: Instant
  outgoing: Person[]
  incoming: Person[]
  lead: Person | null
}

/** The form is there this long before the change, and for whoever forgot it long after. */
export const handoverOpensMs = hour

/**
 * Every change of staff within a stretch, sites with the same people together. Where a site's roster begins or ends
 * nobody hands over to anybody; whoever stays on needs no form.
 */
export function shiftChanges(book: Book, span: Span): ShiftChange[] {
  const changes = new Map<string, ShiftChange>()
  for (const site of book.sites.values()) {
    const staff = countingShifts(book, site.id).filter(
      ({ role, periodId }) => role === 'staff' && isProclaimed(book.periods.get(periodId ?? '')),
    )
    const moments = new Set(staff.map(({ fromAt }) => fromAt).filter((at) => span.fromAt < at && at <= span.toAt))
    for (const at of moments) {
      const before = staff.filter((shift) => shift.fromAt < at && at <= shift.toAt).map(({ personId }) => personId)
      const after = staff.filter((shift) => shift.fromAt <= at && at < shift.toAt).map(({ personId }) => personId)
      const outgoing = people(
        book,
        before.filter((id) => !after.includes(id)),
      )
      const incoming = people(
        book,
        after.filter((id) => !before.includes(id)),
      )
      if (outgoing.length === 0 || incoming.length === 0) continue
      const lead = leadAt(book, site.id, at)
      const key = [site.unitId ?? site.id, at, ids(outgoing), '>', ids(incoming)].join(' ')
      const known = changes.get(key)
      if (known) known.siteIds.push(site.id)
      else changes.set(key, { siteIds: [site.id], at, outgoing, incoming, lead })
    }
  }
  return [...changes.values()].sort((a, b) => a.at - b.at)
}

function people(book: Book, personIds: readonly string[]): Person[] {
  return [...new Set(personIds)].flatMap((id) => book.people.get(id) ?? []).filter(({ disabled }) => !disabled)
}

function leadAt(book: Book, siteId: string, at: Instant): Person | null {
  const shift = countingShifts(book, siteId).find(
    ({ role, fromAt, toAt }) => role === 'lead' && fromAt <= at && at < toAt,
  )
  const id = shift?.personId ?? book.sites.get(siteId)?.leadPersonId
  return id ? (book.people.get(id) ?? null) : null
}

function ids(some: readonly { id: string }[]): string {
  return some
    .map(({ id }) => id)
    .sort()
    .join()
}

/** A change has one form, however often the roster is changed before it. */
export function handoverId({ siteIds, at }: Pick<ShiftChange, 'siteIds' | 'at'>): string {
  return `${siteIds[0]}.${at}`
}

/** The form of a change, before anybody has touched it. */
export function newHandover(change: ShiftChange, graceMs: number): Handover {
  const { at, siteIds, outgoing, incoming, lead } = change
  return {
    id: handoverId(change),
    version: 1,
    state: 'open',
    subject: siteIds[0] ?? '',
    personId: outgoing[0]?.id ?? null,
    at,
    dueAt: at + graceMs,
    siteIds,
    outgoing: outgoing.map(refOf),
    incoming: incoming.map(refOf),
    lead: lead ? refOf(lead) : null,
    items: [],
    isLandlineTried: false,
    isMobileOn: false,
    note: '',
    givenBy: null,
    givenAt: null,
    takenBy: null,
    takenAt: null,
    chasedAt: null,
  }
}

/**
 * The form after the roster changed, or null where it still says what the roster says. While nobody has signed, all of
 * it follows, and it is void while there is no such change. Once the outgoing person has signed, only who comes in may
 * still be somebody else.
 */
export function followingRoster(handover: Handover, change: ShiftChange | undefined, graceMs: number): Handover | null {
  const version = handover.version + 1
  const { state } = handover
  if (state === 'void') return change ? { ...newHandover(change, graceMs), version } : null
  if (state === 'open' && !change) return { ...handover, version, state: 'void', dueAt: null }
  if (!change || isSameChange(handover, change)) return null
  if (state === 'open') return { ...newHandover(change, graceMs), version }
  if (state !== 'given' || !isSameChange(handover, { ...change, incoming: handover.incoming })) return null
  return { ...handover, version, incoming: change.incoming.map(refOf) }
}

/** Whether the form still says what the roster says; a swap or a new version may have changed either side. */
function isSameChange(handover: Handover, change: Sides): boolean {
  return (
    ids(handover.outgoing) === ids(change.outgoing) &&
    ids(handover.incoming) === ids(change.incoming) &&
    String(handover.siteIds) === String(change.siteIds)
  )
}

type Sides = { siteIds: string[]; outgoing: readonly { id: string }[]; incoming: readonly { id: string }[] }

export type Signature = {
  by: PersonRef
  note: string
  isLandlineTried: boolean
  isMobileOn: boolean
  items: HandoverItem[]
  ticked: readonly string[]
}
export type SignRefusal = 'not_yours' | 'signed_already' | 'too_early' | 'items_left'

/**
 * The signature of one side, in whichever order they come. The outgoing person ticks every open item first; nobody
 * takes over before the change.
 */
export function signHandover(
  handover: Handover,
  { by, note, isLandlineTried, isMobileOn, items, ticked }: Signature,
  now: Instant,
): { handover: Handover } | { refusal: SignRefusal } {
  const isOutgoing = handover.outgoing.some(({ id }) => id === by.id)
  const isIncoming = handover.incoming.some(({ id }) => id === by.id)
  if (handover.state === 'void' || (!isOutgoing && !isIncoming)) return { refusal: 'not_yours' }
  const next = { ...handover, version: handover.version + 1 }
  if (isOutgoing) {
    if (handover.givenAt !== null) return { refusal: 'signed_already' }
    if (items.some(({ id }) => !ticked.includes(id))) return { refusal: 'items_left' }
    return { handover: settled({ ...next, givenBy: by, givenAt: now, note, isLandlineTried, isMobileOn, items }) }
  }
  if (handover.takenAt !== null) return { refusal: 'signed_already' }
  if (now < handover.at) return { refusal: 'too_early' }
  return { handover: settled({ ...next, takenBy: by, takenAt: now }) }
}

function settled(handover: Handover): Handover {
  const { givenAt, takenAt } = handover
  if (givenAt !== null && takenAt !== null) return { ...handover, state: 'signed', dueAt: null }
  return { ...handover, state: givenAt !== null ? 'given' : 'taken' }
}

/**
 * Who stays on the ladder of a site beside the roster: outgoing people of a handover that was chased and that the
 * incoming person has still not signed (DOMAIN §3: 接班人未到，交班人不得离岗). At most until the next change of shifts.
 */
export function stayingOn(handovers: readonly Handover[], siteId: string, now: Instant): PersonRef[] {
  const ofSite = handovers.filter(({ siteIds, at, state }) => siteIds.includes(siteId) && at <= now && state !== 'void')
  const latest = ofSite.toSorted((a, b) => b.at - a.at)[0]
  if (!latest || latest.takenAt !== null || latest.chasedAt === null) return []
  return latest.outgoing
}

/** A line of the 值班日志. `subject` is the site, `personId` the writer; `at` when it happened. */
export type DutyEntry = RecordBody & {
  state: 'written'
  by: PersonRef
  writtenAt: Instant
  source: string
  content: string
  action: string
  result: string
}
