import type { Book, Period, Span } from '../book/book.ts'
import { type CellEntry, type CellFilling, entriesOf, joined, withCells } from './cell.ts'
import { overlap, uncovered } from './coverage.ts'
import type { RosterChange } from './difference.ts'
import type { Placed } from './placed.ts'
import { slotsOf } from './slots.ts'

/**
 * The roster in which each changed stretch has the people of one side of the change: `before` takes changes back,
 * `after` makes them again. Cells are filled slot by slot, so that the roster keeps the shape of its pattern.
 */
export function withChanges(
  book: Book,
  period: Period,
  shifts: readonly Placed[],
  { changes, side, newId }: { changes: readonly RosterChange[]; side: 'before' | 'after'; newId: () => string },
): Placed[] {
  const at = { periodId: period.id, zone: book.settings.timezone, newId }
  const keyOf = ({ siteId, role }: Pick<RosterChange, 'siteId' | 'role'>) => `${siteId} ${role}`
  // Row by row: a draft of a whole city is taken back in thousands of changes, each of one row.
  const rows = new Map<string, readonly Placed[]>(Map.groupBy(shifts, keyOf))
  for (const [key, ofRow] of Map.groupBy(changes, keyOf)) {
    const made = ofRow.reduce<readonly Placed[]>(
      (row, change) => withCells(row, fillingsOf(book, period, row, change, side), at),
      rows.get(key) ?? [],
    )
    rows.set(key, made)
  }
  return [...rows.values()].flat()
}

function fillingsOf(
  book: Book,
  period: Period,
  row: readonly Placed[],
  change: RosterChange,
  side: 'before' | 'after',
): CellFilling[] {
  const { siteId, role } = change
  const slots = slotsOf(book, period, book.sites.get(siteId) ?? {}, role)
  const parts = slots.flatMap((slot) => overlap(slot, change) ?? [])
  // What lies beside every slot, from a window or a pattern that has changed since, is put back as it was.
  const spans = [...parts, ...uncovered(parts, change)]
  return spans.map((span): CellFilling => {
    const slot = slots.find((one) => overlap(one, span)) ?? { ...span, date: '', isEve: false }
    const whole = { siteId, role, slot }
    const others = entriesOf(row, whole).flatMap((entry) => outside(entry, span))
    const theirs = change[side].map((personId): CellEntry => ({ personId, ...span }))
    return { cell: whole, entries: joined([...others, ...theirs]) }
  })
}

function outside(entry: CellEntry, span: Span): CellEntry[] {
  const parts: CellEntry[] = []
  if (entry.fromAt < span.fromAt) parts.push({ ...entry, toAt: Math.min(entry.toAt, span.fromAt) })
  if (span.toAt < entry.toAt) parts.push({ ...entry, fromAt: Math.max(entry.fromAt, span.toAt) })
  return parts
}
