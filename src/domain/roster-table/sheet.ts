/** A cell as it stands in an office's file: what it shows, and what it is underneath. */
export type TableCell = {
  /** What it shows; a figure in full digits, a date as `2026-10-01`. */
  text: string
  /** Only of cells that hold a figure. */
  number?: number
  /** Only of cells that the office's program calls a date. */
  date?: string
  /** `computed`: the value is what the office's program last worked out. `uncomputed`: there is none in the file. */
  formula?: 'computed' | 'uncomputed'
  /** The value is an error of the office's program, such as `#REF!`. */
  isError?: true
}

/** Both ends included, counted from 0. */
type MergedCells = { fromRow: number; fromColumn: number; toRow: number; toColumn: number }

/** One sheet of a workbook, as a plain matrix from A1 on; rows may be of different lengths. */
export type TableSheet = {
  name: string
  rows: (TableCell | null)[][]
  merges: MergedCells[]
  /** Days are counted from 1904 instead of 1900, as Excel for the Mac once did. */
  is1904: boolean
}

/** `C7`: how people name the cell in row 6, column 2, both counted from 0. */
export function addressOf(row: number, column: number): string {
  let letters = ''
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters
  }
  return `${letters}${row + 1}`
}

/** A cell with its place; of a merged block, its first cell stands for all. */
export type PlacedCell = TableCell & { row: number; column: number }

/** Reads a sheet by place: every square of a merged block shows what the block shows. */
export class TableReader {
  readonly sheet: TableSheet
  readonly width: number
  readonly #origins = new Map<string, { row: number; column: number }>()

  constructor(sheet: TableSheet) {
    this.sheet = sheet
    this.width = sheet.rows.reduce((most, row) => Math.max(most, row.length), 0)
    for (const merge of sheet.merges) this.#cover(merge)
  }

  get height(): number {
    return this.sheet.rows.length
  }

  /** The cell shown at a place; null where nothing is written. */
  at(row: number, column: number): PlacedCell | null {
    const origin = this.#origins.get(`${row},${column}`) ?? { row, column }
    const cell = this.sheet.rows[origin.row]?.[origin.column]
    return cell && cell.text.trim() !== '' ? { ...cell, ...origin } : null
  }

  /** Whether the place is shown as part of the block that begins above or left of it. */
  isCovered(row: number, column: number): boolean {
    return this.#origins.has(`${row},${column}`)
  }

  /** Blocks reach beyond the table in carelessly merged files; no further than what is written is looked at. */
  #cover({ fromRow, fromColumn, toRow, toColumn }: MergedCells): void {
    const [lastRow, lastColumn] = [Math.min(toRow, this.height - 1), Math.min(toColumn, this.width - 1)]
    for (let row = fromRow; row <= lastRow; row++) {
      for (let column = fromColumn; column <= lastColumn; column++) {
        if (row === fromRow && column === fromColumn) continue
        this.#origins.set(`${row},${column}`, { row: fromRow, column: fromColumn })
      }
    }
  }
}
