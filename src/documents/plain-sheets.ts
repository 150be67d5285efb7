import type { Cell, CellValue, Sheet, Workbook } from 'hucre/xlsx'
import type { TableCell, TableSheet } from '../domain/roster-table/sheet.ts'
import { RefusedFile } from './refusal.ts'

/** More than 556 sites over ten days, each with day and night, in both roles. */
const mostCells = 200_000
const mostColumns = 400
const mostSheets = 40
/** A cell of a duty table holds names and numbers; what is longer is shown cut. */
const mostLetters = 1000
const mostMerges = 20_000

/** The sheets that people see, as plain matrices. Throws a RefusedFile when they hold more than any duty table. */
export function plainSheets(workbook: Workbook): TableSheet[] {
  const shown = workbook.sheets.filter(({ hidden, veryHidden }) => !hidden && !veryHidden)
  if (shown.length > mostSheets) throw new RefusedFile('too_many_cells')
  const sheets = shown.map((sheet) => plainSheet(sheet, workbook.dateSystem === '1904'))
  const cells = sheets.reduce((sum, { rows }) => sum + rows.reduce((inRow, row) => inRow + row.length, 0), 0)
  if (cells > mostCells || sheets.some(({ merges }) => merges.length > mostMerges))
    throw new RefusedFile('too_many_cells')
  return sheets
}

function plainSheet(sheet: Sheet, is1904: boolean): TableSheet {
  const rows = sheet.rows.map((values, row) =>
    trimmed(
      values.slice(0, mostColumns).map((value, column) => plainCell(value, sheet.cells?.get(`${row},${column}`))),
    ),
  )
  while (rows.at(-1)?.length === 0) rows.pop()
  const merges = (sheet.merges ?? [])
    .filter(({ startRow, startCol }) => startRow < rows.length && startCol < mostColumns)
    .map(({ startRow, startCol, endRow, endCol }) => ({
      fromRow: startRow,
      fromColumn: startCol,
      toRow: Math.min(endRow, rows.length + 50),
      toColumn: Math.min(endCol, mostColumns),
    }))
  return { name: sheet.name.slice(0, 100), rows, merges, is1904 }
}

function trimmed(cells: (TableCell | null)[]): (TableCell | null)[] {
  const last = cells.findLastIndex((cell) => cell !== null)
  return cells.slice(0, last + 1)
}

function plainCell(value: CellValue, detail: Cell | undefined): TableCell | null {
  if (detail?.type === 'formula' || detail?.formula !== undefined) return computedCell(detail)
  const cell = valueCell(value)
  return cell && detail?.type === 'error' ? { ...cell, isError: true } : cell
}

/** A formula is never worked out here: what counts is the value that the office's program left in the file. */
function computedCell({ formulaResult, value }: Cell): TableCell {
  const cell = valueCell(formulaResult ?? value)
  if (!cell) return { text: '=', formula: 'uncomputed' }
  const isError = /^#[A-Z/0]+[!?]?$/.test(cell.text)
  return { ...cell, formula: 'computed', ...(isError ? { isError } : {}) }
}

function valueCell(value: CellValue): TableCell | null {
  if (value === null) return null
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : dateCell(value)
  if (typeof value === 'number') return { text: String(value), number: value }
  const text = String(value).slice(0, mostLetters)
  return text.trim() === '' ? null : { text }
}

function dateCell(value: Date): TableCell {
  const date = value.toISOString().slice(0, 10)
  return { text: date, date }
}
