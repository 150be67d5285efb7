import type { Book, Period, Person, Role, Site, Span } from '../book/book.ts'
import { day, type Instant, minute } from '../instant.ts'
import { type Cell, type CellEntry, cellsOf, entriesOf } from './cell.ts'
import { overlap, periodSpan, staffNeeded } from './coverage.ts'
import { isOnLeave, stretchesOf } from './gate.ts'
import { Load, type Post } from './load.ts'
import { hasNight } from './night.ts'
import { countingShiftsOf, type Placed, shiftsOfPeriod } from './placed.ts'
import { type Pool, poolOf } from './pools.ts'
import { type Timeline, timelineOf } from './timeline.ts'

/** Why somebody can never have a seat, whatever else the roster says. `left`: they are gone. */
export type Bar = 'left' | 'on_leave' | 'no_night' | 'elsewhere'

/** One person's place in a cell, for the whole slot or for what of it is still open. */
export type Seat = Post & {
  cell: Cell
  span: Span
  pool: Pool
  /** Whoever of the pool nothing keeps from it for good, in the order of ids. */
  able: readonly Load[]
  barred: readonly { personId: string; why: Bar }[]
  who: Load | null
  /** Stood there before and is kept. */
  isKept: boolean
  /** The cell is pinned, whoever joins in it. */
  isPinned: boolean
}

export type DraftInput = {
  book: Book
  period: Period
  /** Calendar days that are holidays by law. */
  holidays: readonly string[]
  siteIds: readonly string[]
  /** What stays as it is: pinned cells only, or every cell that has somebody. */
  keep: 'pinned' | 'filled'
  /** Shifts that began before are left as they are, empty ones too. */
  notBefore?: Instant
}

type Kept = { site: Site; cell: Cell; entries: readonly CellEntry[]; isPinned: boolean }

/** Rest is looked at this far around the window: longer than any stretch of duty that matters. */
const reachMs = 3 * day
const pastMs = 2 * 365 * day

/**
 * The roster laid out to be filled: every seat of the chosen sites, with whoever is kept in theirs. The order of sites,
 * people and shifts in the book makes no difference.
 */
export function layOut(input: DraftInput): Seat[] {
  const { book, period, holidays } = input
  const chosen = new Set(input.siteIds)
  const sites = [...chosen].sort().flatMap((id) => book.sites.get(id) ?? [])
  const kept = sites.flatMap((site) => keptCells(input, site))
  const standing = [...book.sites.values()].flatMap((site) => standingShifts(input, site, chosen.has(site.id)))
  const others = otherDuty(book, period)
  const spans = [
    ...kept.flatMap(({ cell, entries }) => [cell.slot, ...entries]),
    ...standing,
    ...[...others.values()].flatMap(({ near }) => near),
  ]
  const line = timelineOf(spans, { zone: book.settings.timezone, statutory: holidays })
  const loads = new Map<string, Load>()
  const loadOf = (personId: string): Load => {
    const there = loads.get(personId)
    if (there) return there
    const hasNumber = Boolean(book.people.get(personId)?.mobile)
    const load = new Load(line, { personId, hasNumber, pastMinutes: others.get(personId)?.pastMinutes ?? 0 })
    for (const span of others.get(personId)?.near ?? []) load.bind(span)
    loads.set(personId, load)
    return load
  }
  for (const shift of standing)
    loadOf(shift.personId).add(postAt(line, unitOf(book, shift.siteId), shift.siteId, shift))
  const bars = barsOf(book, others)
  const seats = kept.flatMap(({ site, cell, entries, isPinned }) => {
    const place = { line, unit: site.unitId ?? '', cell, isPinned, pool: poolOf(book, site, cell.role) }
    const needs = cell.role === 'staff' ? staffNeeded(book, period) : 1
    const held = entries.map((entry) => ({ ...seatOf(place, entry, { bars, loadOf }), ...taken(loadOf, entry) }))
    const hasBegun = cell.slot.fromAt < (input.notBefore ?? Number.NEGATIVE_INFINITY)
    const missing = hasBegun ? [] : missingSpans(cell.slot, entries, needs)
    const open = missing.map((span) => seatOf(place, span, { bars, loadOf }))
    return [...held, ...open]
  })
  for (const seat of seats) seat.who?.add(seat)
  return seats
}

function taken(loadOf: (personId: string) => Load, { personId }: CellEntry): Pick<Seat, 'who' | 'isKept'> {
  return { who: loadOf(personId), isKept: true }
}

function unitOf(book: Book, siteId: string): string {
  return book.sites.get(siteId)?.unitId ?? ''
}

function postAt(line: Timeline, unit: string, siteId: string, { fromAt, toAt }: Span): Post {
  return { siteId, unit, first: line.pieceAt(fromAt), end: line.pieceAt(toAt) }
}

type Place = { line: Timeline; unit: string; cell: Cell; isPinned: boolean; pool: Pool }
type Bars = (personId: string, post: Post, span: Span) => Bar | null

function seatOf(
  { line, unit, cell, isPinned, pool }: Place,
  { fromAt, toAt }: Span,
  { bars, loadOf }: { bars: Bars; loadOf: (personId: string) => Load },
): Seat {
  const span = { fromAt, toAt }
  const post = postAt(line, unit, cell.siteId, span)
  const able: Load[] = []
  const barred: { personId: string; why: Bar }[] = []
  for (const personId of pool.personIds) {
    const why = bars(personId, post, span)
    if (why === null) able.push(loadOf(personId))
    else barred.push({ personId, why })
  }
  return { ...post, cell, span, pool, able, barred, who: null, isKept: false, isPinned }
}

/** Every cell of a site with the entries that stay. Whoever has left stays nowhere. */
function keptCells({ book, period, keep, notBefore = Number.NEGATIVE_INFINITY }: DraftInput, site: Site): Kept[] {
  const shifts = shiftsOfPeriod(book, period.id).get(site.id) ?? []
  return cellsOf(book, period, site).map((cell) => {
    const within = shifts.filter((shift) => shift.role === cell.role && overlap(shift, cell.slot))
    const isPinned = within.some((shift) => shift.isPinned)
    const isKept = keep === 'filled' || isPinned || cell.slot.fromAt < notBefore
    const there = isKept ? entriesOf(within, cell).filter(({ personId }) => isHere(book.people.get(personId))) : []
    const entries = there.toSorted(
      (a, b) => a.fromAt - b.fromAt || a.toAt - b.toAt || compareText(a.personId, b.personId),
    )
    return { site, cell, entries, isPinned }
  })
}

function isHere(person: Person | undefined): boolean {
  return person !== undefined && !person.disabled
}

/** What of a site's roster nobody touches: all of it, or for a chosen site what lies beside the window. */
function standingShifts({ book, period }: DraftInput, site: Site, isChosen: boolean): readonly Placed[] {
  const shifts = shiftsOfPeriod(book, period.id).get(site.id) ?? []
  if (!isChosen) return shifts
  const window = periodSpan(book, period)
  return shifts.flatMap((shift) => [
    ...(shift.fromAt < window.fromAt ? [{ ...shift, toAt: Math.min(shift.toAt, window.fromAt) }] : []),
    ...(window.toAt < shift.toAt ? [{ ...shift, fromAt: Math.max(shift.fromAt, window.toAt) }] : []),
  ])
}

/** The stretches of a slot that still need somebody: one for each person who is missing. */
export function missingSpans(slot: Span, entries: readonly CellEntry[], needs: number): Span[] {
  const edges = [slot.fromAt, slot.toAt, ...entries.flatMap(({ fromAt, toAt }) => [fromAt, toAt])]
  const cuts = [...new Set(edges)].sort((a, b) => a - b)
  const missing: Span[] = []
  for (let level = 1; level <= needs; level++) {
    const spans: Span[] = []
    for (const [i, fromAt] of cuts.slice(0, -1).entries()) {
      const toAt = cuts[i + 1] ?? fromAt
      const there = entries.filter((entry) => entry.fromAt <= fromAt && toAt <= entry.toAt)
      if (new Set(there.map(({ personId }) => personId)).size >= level) continue
      const last = spans.at(-1)
      if (last?.toAt === fromAt) last.toAt = toAt
      else spans.push({ fromAt, toAt })
    }
    missing.push(...spans)
  }
  return missing
}

type OtherDuty = { near: (Span & { siteId: string })[]; pastMinutes: number }

/** Duty that counts and is of no concern to this roster: around its window, and in the two years before it. */
function otherDuty(book: Book, period: Period): Map<string, OtherDuty> {
  const window = periodSpan(book, period)
  const around = { fromAt: window.fromAt - reachMs, toAt: window.toAt + reachMs }
  const before = { fromAt: window.fromAt - pastMs, toAt: window.fromAt }
  const duty = new Map<string, OtherDuty>()
  for (const personId of book.people.keys()) {
    const theirs = countingShiftsOf(book, personId).filter(({ periodId }) => periodId !== period.id)
    if (theirs.length === 0) continue
    const near = theirs.flatMap((shift) => within(shift, around).map((span) => ({ ...span, siteId: shift.siteId })))
    const past = stretchesOf(theirs.flatMap((shift) => within(shift, before)))
    const pastMinutes = past.reduce((sum, { fromAt, toAt }) => sum + (toAt - fromAt) / minute, 0)
    duty.set(personId, { near, pastMinutes })
  }
  return duty
}

function within(span: Span, whole: Span): Span[] {
  const shared = overlap(span, whole)
  return shared ? [shared] : []
}

function barsOf(book: Book, others: ReadonlyMap<string, OtherDuty>): Bars {
  const zone = book.settings.timezone
  return (personId, { siteId, unit }, span) => {
    const person = book.people.get(personId)
    if (!person || person.disabled) return 'left'
    if (isOnLeave(person, span, zone)) return 'on_leave'
    if (person.noNight && hasNight(span, zone)) return 'no_night'
    const isAway = (other: Span & { siteId: string }) =>
      overlap(other, span) && (other.siteId === siteId || unitOf(book, other.siteId) !== unit)
    return others.get(personId)?.near.some(isAway) ? 'elsewhere' : null
  }
}

/** Leads first within a slot, then by site: the order in which a table is read from top to bottom. */
export function inReadingOrder(a: Seat, b: Seat): number {
  const roles: readonly Role[] = ['lead', 'staff']
  return (
    compareText(a.siteId, b.siteId) ||
    roles.indexOf(a.cell.role) - roles.indexOf(b.cell.role) ||
    a.span.fromAt - b.span.fromAt ||
    a.span.toAt - b.span.toAt
  )
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
