import type { Book, Period, Role, Shift, Span } from '../book/book.ts'
import { addDays, type Instant, instantOf, momentOn } from '../instant.ts'

/** A stretch in which a site has nobody in a role, or fewer than it needs: `has` of `needs`. */
export type Gap = { siteId: string; role: Role; has: number; needs: number } & Span
/** Two things that cannot both be true of one roster. */
export type Clash =
  | ({ kind: 'two_leads'; siteId: string; shiftIds: [string, string] } & Span)
  | ({ kind: 'two_places'; personId: string; siteIds: [string, string]; shiftIds: [string, string] } & Span)
  | ({ kind: 'both_roles'; personId: string; siteId: string; shiftIds: [string, string] } & Span)
export type Coverage = { gaps: Gap[]; clashes: Clash[] }

/**
 * The stretch a period must be covered for: its duty window where it has one (from the close of the last workday to
 * the opening of the next), else from the shift start on its first day to the one on the day after its last. A shift
 * belongs to the date it starts on (DOMAIN §3).
 */
export function periodSpan(book: Book, period: Period): Span {
  const { shiftStartsAt, timezone } = book.settings
  const { startsAt, endsAt } = period
  return {
    fromAt: startsAt ? instantOf(startsAt, timezone) : momentOn(period.from, shiftStartsAt, timezone),
    toAt: endsAt ? instantOf(endsAt, timezone) : momentOn(addDays(period.to, 1), shiftStartsAt, timezone),
  }
}

/** Every uncovered stretch and every clash of a period's roster, to the minute, whether it is published or not. */
export function coverageOf(book: Book, period: Period): Coverage {
  const span = periodSpan(book, period)
  const gaps: Gap[] = []
  const clashes: Clash[] = []
  const placed: (Shift & Span)[] = []
  for (const site of book.sites.values()) {
    const shifts = (book.shiftsBySite.get(site.id) ?? []).filter((shift) => shift.periodId === period.id)
    for (const role of ['lead', 'staff'] as const) {
      const inRole = shifts.filter((shift) => shift.role === role && isActive(book, shift.personId))
      const needs = role === 'staff' ? staffNeeded(book, period) : 1
      for (const gap of shortfalls(inRole, span, needs)) gaps.push({ siteId: site.id, role, needs, ...gap })
      if (role === 'lead') clashes.push(...twoLeads(site.id, inRole))
    }
    placed.push(...shifts)
  }
  for (const shifts of Map.groupBy(placed, ({ personId }) => personId).values())
    clashes.push(...personClashes(book, shifts))
  return { gaps, clashes }
}

/** The parts of `whole` that no span covers, in order. */
export function uncovered(spans: readonly Span[], whole: Span): Span[] {
  const gaps: Span[] = []
  let coveredTo = whole.fromAt
  for (const span of spans.toSorted((a, b) => a.fromAt - b.fromAt)) {
    if (span.fromAt > coveredTo) gaps.push({ fromAt: coveredTo, toAt: Math.min(span.fromAt, whole.toAt) })
    coveredTo = Math.max(coveredTo, span.toAt)
    if (coveredTo >= whole.toAt) break
  }
  if (coveredTo < whole.toAt) gaps.push({ fromAt: coveredTo, toAt: whole.toAt })
  return gaps.filter((gap) => gap.toAt > gap.fromAt)
}

/**
 * The parts of `whole` in which fewer than `needs` different people stand, with how many do; stretches that touch and
 * have as many are one.
 */
function shortfalls(shifts: readonly (Shift & Span)[], whole: Span, needs: number): (Span & { has: number })[] {
  if (needs === 1) return uncovered(shifts, whole).map((gap) => ({ ...gap, has: 0 }))
  const edges = new Set([whole.fromAt, whole.toAt])
  for (const { fromAt, toAt } of shifts) for (const at of [fromAt, toAt]) if (isWithin(at, whole)) edges.add(at)
  const cuts = [...edges].sort((a, b) => a - b)
  const short: (Span & { has: number })[] = []
  for (const [i, fromAt] of cuts.slice(0, -1).entries()) {
    const toAt = cuts[i + 1] ?? whole.toAt
    const has = new Set(shifts.filter((s) => s.fromAt <= fromAt && toAt <= s.toAt).map((s) => s.personId)).size
    const last = short.at(-1)
    if (has >= needs) continue
    if (last && last.toAt === fromAt && last.has === has) last.toAt = toAt
    else short.push({ fromAt, toAt, has })
  }
  return short
}

function isWithin(at: Instant, whole: Span): boolean {
  return whole.fromAt < at && at < whole.toAt
}

/** How many staff a site needs at every minute of the period. */
export function staffNeeded(book: Book, period: Period): number {
  return period.isSensitive ? book.settings.sensitiveStaff : 1
}

/** What two spans share; null when they only touch or are apart. */
export function overlap(a: Span, b: Span): Span | null {
  const fromAt: Instant = Math.max(a.fromAt, b.fromAt)
  const toAt: Instant = Math.min(a.toAt, b.toAt)
  return fromAt < toAt ? { fromAt, toAt } : null
}

function twoLeads(siteId: string, leads: readonly (Shift & Span)[]): Clash[] {
  return pairs(leads).map(([a, b, shared]) => ({ kind: 'two_leads', siteId, shiftIds: [a.id, b.id], ...shared }))
}

/** One person may hold several sites of one unit at once; sites of different units, or both roles, are a clash. */
function personClashes(book: Book, shifts: readonly (Shift & Span)[]): Clash[] {
  const clashes: Clash[] = []
  for (const [a, b, shared] of pairs(shifts)) {
    const { personId } = a
    const shiftIds: [string, string] = [a.id, b.id]
    if (a.siteId === b.siteId) {
      if (a.role !== b.role) clashes.push({ kind: 'both_roles', personId, siteId: a.siteId, shiftIds, ...shared })
    } else if (!sharesUnit(book, a.siteId, b.siteId)) {
      clashes.push({ kind: 'two_places', personId, siteIds: [a.siteId, b.siteId], shiftIds, ...shared })
    }
  }
  return clashes
}

/** Every overlapping pair, each once. Sorted by start, so that the inner walk ends at the first one that begins later. */
function pairs(shifts: readonly (Shift & Span)[]): [Shift & Span, Shift & Span, Span][] {
  const sorted = shifts.toSorted((a, b) => a.fromAt - b.fromAt)
  const found: [Shift & Span, Shift & Span, Span][] = []
  for (const [index, a] of sorted.entries()) {
    for (let next = index + 1; next < sorted.length; next++) {
      const b = sorted[next]
      if (!b || b.fromAt >= a.toAt) break
      const shared = overlap(a, b)
      if (shared) found.push([a, b, shared])
    }
  }
  return found
}

/** Sites that name no unit are taken to be one house. */
function sharesUnit(book: Book, siteA: string, siteB: string): boolean {
  return book.sites.get(siteA)?.unitId === book.sites.get(siteB)?.unitId
}

function isActive(book: Book, personId: string): boolean {
  const person = book.people.get(personId)
  return person !== undefined && !person.disabled
}
