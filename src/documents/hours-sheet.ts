import type { CellValue, ColumnDef } from 'hucre/xlsx'
import { inert } from './inert.ts'

/** The hours as the pay office takes them over: one head, then rows; figures stay figures. */
export type HoursSheet = { name: string; head: readonly string[]; rows: readonly (readonly (string | number)[])[] }

/** How many columns of names stand before the figures. */
const nameColumns = 2
const wide = 28
const narrow = 12

/** Writes the hours as .xlsx. No text of it can be worked out by the program that opens it. */
export async function writeHoursSheet({ name, head, rows }: HoursSheet): Promise<Uint8Array> {
  const columns = head.map((_, i): ColumnDef => {
    if (i === 0) return { width: wide }
    return i < nameColumns ? { width: narrow } : { width: narrow, numFmt: '0.##' }
  })
  const lines = [head, ...rows].map((row) => row.map(sheetValue))
  const cells = new Map(head.map((_, i) => [`0,${i}`, { style: { font: { bold: true } } }]))
  const pageSetup = {
    paperSize: 'a4',
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
  } as const
  const { writeXlsx } = await import('hucre/xlsx')
  return writeXlsx({ sheets: [{ name, rows: lines, cells, columns, freezePane: { rows: 1 }, pageSetup }] })
}

function sheetValue(cell: string | number): CellValue {
  // Tenths of hours: sums of halves and thirds must not show the sixteenth digit of a fraction.
  return typeof cell === 'number' ? Math.round(cell * 100) / 100 : inert(cell)
}
