import type { Book, Period, Role, Span } from '../book/book.ts'
import { dateOf, hour } from '../instant.ts'
import { coverageOf, overlap } from './coverage.ts'
import { hasNight } from './night.ts'
import { type Placed, placedIn } from './placed.ts'
import { isReachable, type Reach } from './reach.ts'

/** Where in the roster a finding lies; the grid marks that cell, and the list of findings leads there. */
type Place = Span & { siteId: string; role: Role }

/** Something that keeps a roster from being published, unless the office takes it upon itself in writing. */
export type Obstacle =
  | ({ kind: 'gap'; has: number; needs: number } & Place)
  | ({ kind: 'unreachable'; personId: string; reach: Reach } & Place)

/** Something that cannot be true at all: nobody may publish it. */
export type Impossibility =
  | ({ kind: 'two_leads'; personIds: [string, string] } & Place)
  | ({ kind: 'two_places'; personId: string; otherSiteId: string } & Place)
  | ({ kind: 'both_roles'; personId: string } & Place)

/** Something to look at; it may pass, and is recorded with the version. */
export type Remark =
  | ({ kind: 'long_stretch'; personId: string; hours: number } & Place)
  | ({ kind: 'number'; personId: string; reach: Reach } & Place)
  | ({ kind: 'no_night' | 'on_leave'; personId: string } & Place)

export type Finding = Obstacle | Impossibility | Remark
export type Gate = { obstacles: Obstacle[]; impossibilities: Impossibility[]; remarks: Remark[] }

/** Two 24-hour shifts in a row. */
const longStretchMs = 48 * hour

/**
 * Everything about a period's roster that whoever publishes it must know, worst first. Read a roster that is being made
 * through `bookWithDraft`.
 */
export function gateOf(book: Book, period: Period, reach: (personId: string) => Reach): Gate {
  const { gaps, clashes } = coverageOf(book, period)
  const shifts = placedIn(book, period.id)
  const byId = new Map(shifts.map((shift) => [shift.id, shift]))
  const byPerson = Map.groupBy(shifts, ({ personId }) => personId)
  const impossibilities = clashes.flatMap((clash): Impossibility[] => {
    const [first, second] = clash.shiftIds.map((id) => byId.get(id))
    if (!first || !second) return []
    const place = { siteId: second.siteId, role: second.role, fromAt: clash.fromAt, toAt: clash.toAt }
    if (clash.kind === 'two_leads') {
      if (first.personId === second.personId) return []
      return [{ kind: clash.kind, personIds: [first.personId, second.personId], ...place }]
    }
    if (clash.kind === 'both_roles') return [{ kind: clash.kind, personId: clash.personId, ...place }]
    return [{ kind: clash.kind, personId: clash.personId, otherSiteId: first.siteId, ...place }]
  })
  const obstacles: Obstacle[] = gaps.map((gap) => ({ kind: 'gap', ...gap }))
  const remarks: Remark[] = []
  for (const [personId, theirs] of byPerson) {
    const first = theirs[0]
    const state = reach(personId)
    if (first && !isReachable(state)) obstacles.push({ kind: 'unreachable', personId, reach: state, ...placeOf(first) })
    else if (first && state !== 'verified') remarks.push({ kind: 'number', personId, reach: state, ...placeOf(first) })
    remarks.push(...remarksOn(book, personId, theirs))
  }
  return { obstacles, impossibilities, remarks }
}

function placeOf({ siteId, role, fromAt, toAt }: Placed): Place {
  return { siteId, role, fromAt, toAt }
}

function remarksOn(book: Book, personId: string, theirs: readonly Placed[]): Remark[] {
  const person = book.people.get(personId)
  const remarks: Remark[] = []
  for (const stretch of stretchesOf(theirs)) {
    if (stretch.toAt - stretch.fromAt < longStretchMs) continue
    const hours = Math.round((stretch.toAt - stretch.fromAt) / hour)
    remarks.push({ kind: 'long_stretch', personId, hours, ...placeOf(stretch.last) })
  }
  for (const shift of theirs) {
    if (person?.noNight && hasNight(shift, book.settings.timezone))
      remarks.push({ kind: 'no_night', personId, ...placeOf(shift) })
    if (person && isOnLeave(person, shift, book.settings.timezone))
      remarks.push({ kind: 'on_leave', personId, ...placeOf(shift) })
  }
  return remarks
}

/** Whether the shift begins or goes on on a day of the person's leave. A shift that only ends that morning does not. */
export function isOnLeave(
  person: { leave?: readonly { from: string; to: string }[] },
  span: Span,
  zone: string,
): boolean {
  if (!person.leave || person.leave.length === 0) return false
  const first = dateOf(span.fromAt, zone)
  const last = dateOf(Math.max(span.fromAt, span.toAt - 12 * hour), zone)
  return person.leave.some(({ from, to }) => first <= to && from <= last)
}

/** Duty without a break, whatever sites and shifts it is made of. */
export function stretchesOf<T extends Span>(spans: readonly T[]): (Span & { last: T })[] {
  const stretches: (Span & { last: T })[] = []
  for (const span of spans.toSorted((a, b) => a.fromAt - b.fromAt)) {
    const running = stretches.at(-1)
    if (running && span.fromAt <= running.toAt) {
      if (span.toAt > running.toAt) Object.assign(running, { toAt: span.toAt, last: span })
    } else stretches.push({ fromAt: span.fromAt, toAt: span.toAt, last: span })
  }
  return stretches
}

/** Whether a finding lies in the slot: the grid numbers its cells by this. */
export function liesIn(finding: Finding, cell: { siteId: string; role: Role; slot: Span }): boolean {
  return finding.siteId === cell.siteId && finding.role === cell.role && overlap(finding, cell.slot) !== null
}
