import type { Book, Period, Site } from '../../domain/book/book.ts'
import { isoOf } from '../../domain/instant.ts'
import { type Cell, type CellFilling, cellsOf, entriesOf } from '../../domain/roster/cell.ts'
import { type CellProblem, cellText, readCell } from '../../domain/roster/cell-text.ts'
import { namesIn } from './names.ts'

/** The name of a cell's field: site, role and the local start of its slot. */
export function fieldOf(book: Book, { siteId, role, slot }: Cell): string {
  return `c.${siteId}.${role}.${isoOf(slot.fromAt, book.settings.timezone).slice(0, 16)}`
}

/** What stands in the cell, as it is typed. */
export function textIn(book: Book, period: Period, site: Site, cell: Cell): string {
  const shifts = (book.shiftsBySite.get(site.id) ?? []).filter(({ periodId }) => periodId === period.id)
  const entries = entriesOf(shifts, cell)
  const isPinned = shifts.some(
    (shift) =>
      shift.isPinned && shift.role === cell.role && shift.fromAt < cell.slot.toAt && cell.slot.fromAt < shift.toAt,
  )
  const place = { slot: cell.slot, unitId: site.unitId, zone: book.settings.timezone, isPinned }
  return cellText(book, entries, place)
}

/** One cell that was posted: what was typed, what it means, and what of it cannot be read. */
export type TypedCell = {
  cell: Cell
  site: Site
  field: string
  typed: string
  filling: CellFilling
  problems: CellProblem[]
}

const longestCell = 400

/**
 * The posted cells of the given sites; fields of other sites, or of slots that are no more, are not there. Nor is a
 * cell that was left as it stands and cannot be read any more, because its person has left: it keeps nobody from saving.
 */
export function readCells(
  book: Book,
  period: Period,
  sites: readonly Site[],
  fields: Readonly<Record<string, string>>,
): TypedCell[] {
  const names = namesIn(book)
  return sites.flatMap((site) =>
    cellsOf(book, period, site).flatMap((cell): TypedCell[] => {
      const field = fieldOf(book, cell)
      const typed = fields[field]?.slice(0, longestCell)
      if (typed === undefined) return []
      const place = { slot: cell.slot, unitId: site.unitId, zone: book.settings.timezone }
      const { entries, isPinned, problems } = readCell(typed, place, names)
      if (problems.length > 0 && typed === textIn(book, period, site, cell)) return []
      return [{ cell, site, field, typed, filling: { cell, entries, isPinned }, problems }]
    }),
  )
}
