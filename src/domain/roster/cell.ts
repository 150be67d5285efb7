import type { Book, Period, Role, Shift, Site, Span } from '../book/book.ts'
import { isoOf } from '../instant.ts'
import { overlap } from './coverage.ts'
import type { Placed } from './placed.ts'
import { type Slot, slotsOf } from './slots.ts'

/** A square of the roster: one site, one role, one slot of the pattern. */
export type Cell = { siteId: string; role: Role; slot: Slot }

/** Who has a cell, and for which part of it; the whole slot when they have all of it. */
export type CellEntry = Span & { personId: string }

/** Every cell of one site in a period, leads first, in order of time. */
export function cellsOf(book: Book, period: Period, site: Site): Cell[] {
  return (['lead', 'staff'] as const).flatMap((role) =>
    slotsOf(book, period, site, role).map((slot) => ({ siteId: site.id, role, slot })),
  )
}

/** Who has the cell, by the moment from which they have it. `shifts` may be those of many sites. */
export function entriesOf(shifts: readonly Placed[], { siteId, role, slot }: Cell): CellEntry[] {
  const found: CellEntry[] = []
  for (const shift of shifts) {
    if (shift.siteId !== siteId || shift.role !== role) continue
    const shared = overlap(shift, slot)
    if (shared) found.push({ personId: shift.personId, ...shared })
  }
  return found.sort((a, b) => a.fromAt - b.fromAt)
}

/** Whether two fillings of a cell say the same, whatever order and parts they were written in. */
export function isSameFilling(a: readonly CellEntry[], b: readonly CellEntry[]): boolean {
  const text = (entries: readonly CellEntry[]) =>
    joined(entries)
      .map(({ personId, fromAt, toAt }) => `${personId} ${fromAt} ${toAt}`)
      .sort()
      .join()
  return text(a) === text(b)
}

/** What one person has in two parts that touch is one part. By person and time. */
export function joined(entries: readonly CellEntry[]): CellEntry[] {
  const whole: CellEntry[] = []
  for (const entry of entries.toSorted((a, b) =>
    a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : a.fromAt - b.fromAt,
  )) {
    const last = whole.at(-1)
    if (last && last.personId === entry.personId && last.toAt >= entry.fromAt)
      last.toAt = Math.max(last.toAt, entry.toAt)
    else whole.push({ ...entry })
  }
  return whole
}

export type CellFilling = { cell: Cell; entries: readonly CellEntry[]; isPinned?: boolean }

/**
 * The roster with the cells filled anew. What reaches over a cell's edge keeps its other parts; an entry that says
 * what stood there keeps its shift, and with it the identity that calendars follow. `newId` names what is new.
 */
export function withCells(
  shifts: readonly Placed[],
  fillings: readonly CellFilling[],
  at: { periodId: string; zone: string; newId: () => string },
): Placed[] {
  const bySiteRole = Map.groupBy(fillings, ({ cell }) => `${cell.siteId} ${cell.role}`)
  const kept: Placed[] = []
  const touched = new Map<string, Placed[]>()
  for (const shift of shifts) {
    const key = `${shift.siteId} ${shift.role}`
    if (!bySiteRole.has(key)) kept.push(shift)
    else touched.set(key, [...(touched.get(key) ?? []), shift])
  }
  for (const [key, ofRow] of bySiteRole) {
    kept.push(...ofRow.reduce((row, filling) => refilled(row, filling, at), touched.get(key) ?? []))
  }
  return kept
}

type At = { periodId: string; zone: string; newId: () => string }

function refilled(row: readonly Placed[], { cell, entries, isPinned }: CellFilling, at: At): Placed[] {
  const { slot, siteId, role } = cell
  const within = row.filter((shift) => overlap(shift, slot))
  const outside = row.filter((shift) => !overlap(shift, slot))
  const free = new Set(within.filter((shift) => slot.fromAt <= shift.fromAt && shift.toAt <= slot.toAt))
  const take = (entry: CellEntry, matches: (shift: Placed, entry: CellEntry) => boolean) => {
    const found = [...free].find((shift) => matches(shift, entry))
    if (found) free.delete(found)
    return found
  }
  // Whoever stays keeps their shift, before anybody new may inherit one of the same hours.
  const stayed = new Map(entries.map((entry) => [entry, take(entry, saysSame)]))
  const placed = entries.map((entry): Placed => {
    const same = stayed.get(entry) ?? take(entry, hasSpan)
    const { isPinned: wasPinned, ...rest } = same ?? shiftOf(entry, { siteId, role }, at)
    const pinned = isPinned ?? wasPinned ?? false
    return { ...rest, personId: entry.personId, ...(pinned ? { isPinned: true as const } : {}) }
  })
  return [...outside, ...within.flatMap((shift) => partsOutside(shift, slot, at)), ...placed]
}

function saysSame(shift: Placed, entry: CellEntry): boolean {
  return shift.personId === entry.personId && hasSpan(shift, entry)
}

function hasSpan(shift: Span, entry: Span): boolean {
  return shift.fromAt === entry.fromAt && shift.toAt === entry.toAt
}

function shiftOf({ personId, fromAt, toAt }: CellEntry, on: { siteId: string; role: Role }, at: At): Placed {
  const { periodId, zone, newId } = at
  const span = { from: isoOf(fromAt, zone), to: isoOf(toAt, zone), fromAt, toAt }
  return { id: newId(), periodId, ...on, personId, ...span }
}

/** What of a shift lies before and after the slot; the first part keeps its identity. */
function partsOutside(shift: Placed, slot: Span, { zone, newId }: At): Placed[] {
  const parts: Placed[] = []
  if (shift.fromAt < slot.fromAt) parts.push({ ...shift, toAt: slot.fromAt, to: isoOf(slot.fromAt, zone) })
  if (slot.toAt < shift.toAt) {
    const id = parts.length === 0 ? shift.id : newId()
    parts.push({ ...shift, id, fromAt: slot.toAt, from: isoOf(slot.toAt, zone) })
  }
  return parts
}

/** The shift as the book's file keeps it. */
export function bare({ fromAt: _from, toAt: _to, ...shift }: Placed): Shift {
  return shift
}
