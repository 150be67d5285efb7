import type { Book, Site } from '../../domain/book/book.ts'
import type { SignedIn } from '../reader.ts'
import { type CellView, cellsOfSite, changeNote } from './cell-view.ts'
import type { DutyChoice } from './choice.ts'
import { type Column, columnsOf } from './columns.ts'
import { type ColumnView, columnView } from './days-view.ts'
import { mostColumns, roomForRows, rowHeight, type SheetSize } from './sheet-size.ts'

type SheetRow = { name: string; note: string; group: string; cells: CellView[] }
/** One sheet of A4: some sites, some days. `groups` names what is on it where the table takes several sheets. */
type SheetView = { groups: string; columns: ColumnView[]; rows: SheetRow[] }
type SheetsView = SheetSize & { sheets: SheetView[] }

/**
 * The duty table on as few sheets as hold it in print that can be read on a wall. A group stays together where a sheet
 * has room for it, so that each house can take its own.
 */
export function sheetsOf(
  book: Book,
  reader: SignedIn,
  { choice, sites, reason }: { choice: DutyChoice; sites: readonly Site[]; reason: string },
): SheetsView {
  const columns = columnsOf(book, choice.period, reader.now)
  const parts = columnParts(columns)
  const rows = sites.map((site): SheetRow => {
    const cells = cellsOfSite(book, reader, { site, period: choice.period, columns, numbers: 'none' })
    return { name: site.name, note: changeNote(book, reader, site), group: site.group ?? '', cells }
  })
  const isWide = parts.some(({ length }) => length > mostColumns.tall)
  const fill = (isDense: boolean, isNumbered: boolean) =>
    parts.flatMap((part) => sheetsOfPart(reader, part, rows, { isWide, isDense, reason, isNumbered }))
  // Smaller print only where it saves the second sheet: of many sheets one more does no harm.
  for (const isDense of [false, true]) {
    const sheets = fill(isDense, parts.length > 1)
    if (sheets.length <= parts.length) return { isWide, isDense, sheets }
  }
  return { isWide, isDense: false, sheets: fill(false, true) }
}

/** How a sheet is laid out, and what stands above its table. */
type Sheet = SheetSize & { reason: string; isNumbered: boolean }
type ColumnPart = { first: number; length: number; columns: readonly Column[] }

/** Days beside each other as far as a sheet is wide, as evenly as they go. */
function columnParts(columns: readonly Column[]): ColumnPart[] {
  const count = Math.max(1, Math.ceil(columns.length / mostColumns.wide))
  const size = Math.ceil(columns.length / count)
  return Array.from({ length: count }, (_, i) => {
    const shown = columns.slice(i * size, (i + 1) * size)
    return { first: i * size, length: shown.length, columns: shown }
  })
}

function sheetsOfPart(
  reader: SignedIn,
  { first, length, columns }: ColumnPart,
  rows: readonly SheetRow[],
  size: Sheet,
): SheetView[] {
  const inPart = rows.map((row) => ({ ...row, cells: row.cells.slice(first, first + length) }))
  const pages = pagesOf(inPart, size)
  return pages.map((onPage) => ({
    groups: pages.length > 1 ? reader.words.frame.listOf([...new Set(onPage.map(({ group }) => group))]) : '',
    columns: columns.map((column) => columnView(reader, column, '')),
    rows: onPage,
  }))
}

function pagesOf(rows: readonly SheetRow[], size: Sheet): SheetRow[][] {
  const room = roomForRows(size, size)
  const pages: SheetRow[][] = [[]]
  let used = 0
  for (const group of Map.groupBy(rows, ({ group: name }) => name).values()) {
    const heights = group.map((row) => rowHeight(row, size))
    const whole = heights.reduce((sum, height) => sum + height, 0)
    // A group that fits on a sheet of its own begins one rather than being cut.
    if (used > 0 && used + whole > room && whole <= room) used = room
    for (const [i, row] of group.entries()) {
      const height = heights[i] ?? 0
      if (used + height > room && pages.at(-1)?.length !== 0) {
        pages.push([])
        used = 0
      }
      pages.at(-1)?.push(row)
      used += height
    }
  }
  return pages
}
