import type { Cell, CellStyle, CellValue, ColumnDef, MergeRange, WriteSheet } from 'hucre/xlsx'
import { inert } from './inert.ts'

/** A day in a table: a true date for the office's program, shown as 10月1日. */
type PaperDay = { date: string }
export type PaperCell = string | PaperDay | null

/** A table as an office pins it up: title, what it is about, head, body, who made it. Rows are counted within the body. */
export type PaperTable = {
  sheetName: string
  title: string
  /** Left and right under the title: whose table it is, and which version. */
  under: { left: string; right: string }
  head: string[]
  body: PaperCell[][]
  /** Blocks of the body that are one cell. */
  merges: { fromRow: number; toRow: number; column: number }[]
  /** In characters of the body's size. */
  widths: number[]
  /** Columns of names and notes are set left, everything else in the middle. */
  leftColumns: number[]
  orientation: 'portrait' | 'landscape'
  below: string
  pages: string
  dayFormat: string
  /** A second sheet of sentences; none when empty. */
  notes: { name: string; lines: string[] }
}

const songti = '宋体'
const thin = { style: 'thin', color: { rgb: '000000' } } as const
const boxed: CellStyle = {
  font: { name: songti, size: 10.5 },
  border: { top: thin, bottom: thin, left: thin, right: thin },
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
}
const headed: CellStyle = {
  ...boxed,
  font: { name: songti, size: 10.5, bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'EDEDED' } },
}
const leftSet: CellStyle = {
  ...boxed,
  alignment: { horizontal: 'left', vertical: 'center', wrapText: true, indent: 1 },
}
const titled: CellStyle = {
  font: { name: songti, size: 18, bold: true },
  alignment: { horizontal: 'center', vertical: 'center' },
}
const small = (horizontal: 'left' | 'right'): CellStyle => ({
  font: { name: songti, size: 10.5 },
  alignment: { horizontal, vertical: 'center' },
})

/** Title, the line under it, the head. */
const bodyAt = 3

/** Writes the table as .xlsx: A4, as wide as the page, its head on each page; no cell of it can be worked out. */
export async function writePaperTable(paper: PaperTable): Promise<Uint8Array> {
  const { notes } = paper
  const explained: WriteSheet = {
    name: notes.name,
    rows: notes.lines.map((line) => [inert(line)]),
    columns: [
      { width: 90, style: { font: { name: songti, size: 12 }, alignment: { wrapText: true, vertical: 'top' } } },
    ],
    pageSetup: { paperSize: 'a4', orientation: 'portrait' },
  }
  const sheets = [tableSheet(paper), ...(notes.lines.length > 0 ? [explained] : [])]
  // Loaded with the first table that anybody asks for: a service that only watches has no use for its 12 MB.
  const { writeXlsx } = await import('hucre/xlsx')
  return writeXlsx({ sheets, defaultFont: { name: songti, size: 10.5 } })
}

function tableSheet(paper: PaperTable): WriteSheet {
  const { head, body, widths, orientation } = paper
  const last = head.length - 1
  const half = Math.max(0, Math.ceil(head.length / 2) - 1)
  const cells = new Map<string, Partial<Cell>>()
  const put = (row: number, column: number, value: CellValue, style: CellStyle) =>
    cells.set(`${row},${column}`, { value, style })
  put(0, 0, inert(paper.title), titled)
  put(1, 0, inert(paper.under.left), small('left'))
  put(1, half + 1, inert(paper.under.right), small('right'))
  for (const [column, text] of head.entries()) put(2, column, inert(text), headed)
  for (const [row, line] of body.entries()) {
    for (const [column, cell] of line.entries())
      put(bodyAt + row, column, fileValueOf(cell), styleOf(paper, cell, column))
  }
  const end = bodyAt + body.length
  put(end, 0, inert(paper.below), small('right'))
  return {
    name: paper.sheetName,
    rows: Array.from({ length: end + 1 }, () => Array.from({ length: head.length }, () => null)),
    cells,
    columns: widths.map((width): ColumnDef => ({ width })),
    merges: [block(0, 0, last), block(1, 0, half), block(1, half + 1, last), ...mergesOf(paper), block(end, 0, last)],
    rowDefs: new Map([
      [0, { height: 34 }],
      [1, { height: 20 }],
      [2, { height: heightOf(head, widths, 24) }],
      ...body.map((line, row): [number, { height: number }] => [bodyAt + row, { height: heightOf(line, widths, 20) }]),
      [end, { height: 24 }],
    ]),
    freezePane: { rows: bodyAt },
    pageSetup: {
      ...{ paperSize: 'a4', orientation, fitToPage: true, fitToWidth: 1, fitToHeight: 0, horizontalCentered: true },
      margins: { top: 0.6, bottom: 0.6, left: 0.5, right: 0.5, header: 0.3, footer: 0.3 },
      printTitlesRow: '$3:$3',
    },
    headerFooter: { oddFooter: `&C${paper.pages}` },
    view: { showGridLines: false },
  }
}

const lineHeight = 14

/** Room for the longest cell: no program makes a row higher by itself when the file gives heights, or when cells are merged. */
function heightOf(line: readonly PaperCell[], widths: readonly number[], least: number): number {
  const lines = line.map((cell, column) => (typeof cell === 'string' ? linesOf(cell, widths[column] ?? 10) : 1))
  return Math.max(least, Math.max(...lines) * lineHeight + 6)
}

/** A Chinese character is as wide as two figures. */
function linesOf(text: string, width: number): number {
  const wide = (part: string) => [...part].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e7f ? 2 : 1), 0)
  return text.split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(wide(part) / (width - 1))), 0)
}

function block(row: number, fromColumn: number, toColumn: number): MergeRange {
  return { startRow: row, endRow: row, startCol: fromColumn, endCol: toColumn }
}

function mergesOf({ merges }: PaperTable): MergeRange[] {
  return merges.map(({ fromRow, toRow, column }) => ({
    startRow: bodyAt + fromRow,
    endRow: bodyAt + toRow,
    startCol: column,
    endCol: column,
  }))
}

function fileValueOf(cell: PaperCell): CellValue {
  if (cell === null || cell === '') return null
  return typeof cell === 'string' ? inert(cell) : new Date(`${cell.date}T00:00:00Z`)
}

function styleOf({ leftColumns, dayFormat }: PaperTable, cell: PaperCell, column: number): CellStyle {
  if (typeof cell === 'object' && cell !== null) return { ...boxed, numFmt: dayFormat }
  return leftColumns.includes(column) ? leftSet : boxed
}
