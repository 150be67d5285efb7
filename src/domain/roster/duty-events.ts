import type { Book, Role, Span } from '../book/book.ts'
import { countingShifts } from '../duty.ts'
import type { FeedSubject } from '../feed.ts'
import { type Instant, instantOf } from '../instant.ts'
import { overlap } from './coverage.ts'
import type { RosterChange } from './difference.ts'
import type { RosterVersion } from './history.ts'
import { countingShiftsOf, type Placed } from './placed.ts'
import { slotsOf } from './slots.ts'

/**
 * One entry of a calendar: a turn of duty in one role, over all sites for which it is the same turn.
 *
 * `key` is what a calendar follows it by: whose, in which role, from when. It is none of the shift's, because a shift
 * keeps its identity when it changes hands and a turn that was lost has none any more; who lost it must still see it
 * cancelled under the key they know. `sequence` grows with every version that changed it.
 */
export type DutyEvent = Span & {
  key: string
  role: Role
  siteIds: string[]
  isCancelled: boolean
  sequence: number
  changedAt: Instant
}

type Turn = Span & { role: Role; siteIds: string[]; isCancelled: boolean }
type PastChange = RosterChange & { periodId: string; number: number; at: Instant }

/**
 * The turns of duty of a person, site or unit that end after `since`: those of the rosters in force, and those that
 * `versions` took away. Versions that never came into force count for nothing. What no version has touched changed last
 * when its period was published, or else at `unknownAt`.
 */
export function dutyEvents(
  book: Book,
  subject: FeedSubject,
  { versions, since, unknownAt }: { versions: readonly RosterVersion[]; since: Instant; unknownAt: Instant },
): DutyEvent[] {
  const changes = versions.filter((version) => isInForce(book, version)).flatMap(changesIn)
  const current = shiftsOf(book, subject).filter(({ toAt }) => toAt > since)
  const kept = turnsOf(current, false)
  const lost = lostParts(book, subject, { changes, current }).filter(({ toAt }) => toAt > since)
  const startOf = ({ role, fromAt }: Turn) => `${role} ${fromAt}`
  const keptStarts = new Set(kept.map(startOf))
  const cancelled = turnsOf(lost, true).filter((turn) => !keptStarts.has(startOf(turn)))
  const turns = [...kept, ...cancelled].sort((a, b) => a.fromAt - b.fromAt || b.toAt - a.toAt)
  return keyed(subject.id, turns).map((event) => dated(book, subject, event, { changes, unknownAt }))
}

function isInForce(book: Book, { state, subject, number }: RosterVersion): boolean {
  const period = book.periods.get(subject)
  return state !== 'void' && period?.state === 'published' && number <= (period.version ?? 1)
}

function changesIn({ changes, subject, number, at }: RosterVersion): PastChange[] {
  return changes.map((change) => ({ ...change, periodId: subject, number, at }))
}

function shiftsOf(book: Book, subject: FeedSubject): readonly Placed[] {
  if (subject.kind === 'person') return countingShiftsOf(book, subject.id)
  return [...book.sites.keys()]
    .filter((siteId) => isOfSubject(book, subject, siteId))
    .flatMap((siteId) => countingShifts(book, siteId))
}

function isOfSubject(book: Book, { kind, id }: FeedSubject, siteId: string): boolean {
  return kind === 'site' ? siteId === id : book.sites.get(siteId)?.unitId === id
}

/** Turns with the same role and hours are one, however many sites they are for: thirty entries at once help nobody. */
function turnsOf(parts: readonly (Span & { role: Role; siteId: string })[], isCancelled: boolean): Turn[] {
  const together = Map.groupBy(parts, ({ role, fromAt, toAt }) => `${role} ${fromAt} ${toAt}`)
  return [...together.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { role, fromAt, toAt } = first
    return { role, fromAt, toAt, isCancelled, siteIds: [...new Set(group.map(({ siteId }) => siteId))] }
  })
}

type Part = Span & { role: Role; siteId: string }

/** What versions took away and nothing has given back, in the shifts of which the roster was made. */
function lostParts(
  book: Book,
  subject: FeedSubject,
  { changes, current }: { changes: readonly PastChange[]; current: readonly Placed[] },
): Part[] {
  const parts = changes.filter((change) => isLoss(book, subject, change)).flatMap((change) => slotParts(book, change))
  const held = Map.groupBy(current, ({ siteId, role }) => `${siteId} ${role}`)
  const isHeld = (part: Part & { slot: Span }) =>
    (held.get(`${part.siteId} ${part.role}`) ?? []).some((shift) => overlap(shift, part.slot))
  const unique = new Map(parts.map((part) => [`${part.siteId} ${part.role} ${part.fromAt} ${part.toAt}`, part]))
  return [...unique.values()].filter((part) => !isHeld(part))
}

function isLoss(book: Book, subject: FeedSubject, { siteId, before, after }: RosterChange): boolean {
  if (subject.kind === 'person') return before.includes(subject.id) && !after.includes(subject.id)
  return isOfSubject(book, subject, siteId) && before.length > 0 && after.length === 0
}

function slotParts(book: Book, change: PastChange): (Part & { slot: Span })[] {
  const { siteId, role } = change
  const site = book.sites.get(siteId)
  const period = book.periods.get(change.periodId)
  if (!site || !period) return []
  const parts = slotsOf(book, period, site, role).flatMap((slot) => {
    const shared = overlap(slot, change)
    return shared ? [{ ...shared, siteId, role, slot }] : []
  })
  // A stretch beside every slot, from a window or a pattern that has changed since, is taken as it was.
  const { fromAt, toAt } = change
  return parts.length > 0 ? parts : [{ fromAt, toAt, siteId, role, slot: { fromAt, toAt } }]
}

/** Two turns that begin together but do not end together are told apart by their order, the longer one first. */
function keyed(subjectId: string, turns: readonly Turn[]): (Turn & { key: string })[] {
  const seen = new Map<string, number>()
  return turns.map((turn) => {
    const start = new Date(turn.fromAt).toISOString().slice(0, 16).replace(/[-:]/g, '')
    const key = `${subjectId}.${turn.role}.${start}`
    const n = (seen.get(key) ?? 0) + 1
    seen.set(key, n)
    return { ...turn, key: n === 1 ? key : `${key}.${n}` }
  })
}

function dated(
  book: Book,
  subject: FeedSubject,
  event: Turn & { key: string },
  { changes, unknownAt }: { changes: readonly PastChange[]; unknownAt: Instant },
): DutyEvent {
  const touching = changes.filter((change) => touches(book, subject, event, change))
  const newest = touching.reduce((most, { number }) => Math.max(most, number), 1)
  const lastAt = touching.reduce((last, { at }) => Math.max(last, at), Number.NEGATIVE_INFINITY)
  const changedAt = touching.length > 0 ? lastAt : (publishedAtOf(book, event) ?? unknownAt)
  return { ...event, sequence: newest - 1, changedAt }
}

/** A change that only adjoins the turn counts too: it may be what cut the turn short. */
function touches(
  book: Book,
  subject: FeedSubject,
  { fromAt, toAt, role, siteIds }: Turn,
  change: RosterChange,
): boolean {
  if (change.toAt < fromAt || toAt < change.fromAt) return false
  if (siteIds.includes(change.siteId)) return true
  if (subject.kind !== 'person') return isOfSubject(book, subject, change.siteId)
  return change.role === role && (change.before.includes(subject.id) || change.after.includes(subject.id))
}

/** When the period of a turn was published, as far as the book says. */
function publishedAtOf(book: Book, { fromAt, siteIds }: Turn): Instant | null {
  const running = countingShifts(book, siteIds[0] ?? '').find((shift) => shift.fromAt === fromAt)
  const period = running?.periodId ? book.periods.get(running.periodId) : undefined
  return period?.publishedAt ? instantOf(period.publishedAt, book.settings.timezone) : null
}
