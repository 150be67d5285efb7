import type { Role } from '../book/book.ts'
import { looksLikeDay, readWeekday } from './day.ts'
import { type ColumnKind, type Heading, headingOf } from './header-words.ts'
import type { PlacedCell, TableReader } from './sheet.ts'

/** What a column is about: its kind, and the role, day or site that its head names for everything below. */
export type TableColumn = {
  index: number
  kind: ColumnKind | null
  role: Role | null
  day: PlacedCell | null
  site: PlacedCell | null
}

/** Where a table begins: its columns, and the first row under its head. `across`: what stands in the head of a matrix. */
export type TableHead = { firstRow: number; bodyRow: number; across: 'none' | 'days' | 'sites'; columns: TableColumn[] }

/** Whether a text names a site. */
type NamesSite = (text: string) => boolean

const furthestHead = 40
const mostHeadRows = 3
/** The first of these that one of a column's heads says decides: 联系电话 over 带班领导 is a column of phones. */
const byWeight: readonly ColumnKind[] = [
  ...['phone', 'position', 'weekday', 'hours', 'date', 'code', 'site', 'unit', 'role', 'note', 'person'],
] as const satisfies readonly ColumnKind[]

/** The head of the table on a sheet, found by its words, days or sites; null when the sheet holds no duty table. */
export function findHead(table: TableReader, namesSite: NamesSite): TableHead | null {
  for (let row = 0; row < Math.min(table.height, furthestHead); row++) {
    const across = acrossOf(table, row, namesSite)
    const rows = [row]
    while (rows.length < mostHeadRows && goesOn(table, row, row + rows.length)) rows.push(row + rows.length)
    if (across === 'none' && !isListHead(table, rows)) continue
    const columns = columnsOf(table, rows, across === 'sites' ? namesSite : null)
    const head = { firstRow: row, bodyRow: row + rows.length, across, columns }
    inferColumns(table, head, namesSite)
    if (columns.some(({ kind }) => kind === 'person')) return head
  }
  return null
}

/** What is written in a row, each merged block once. */
export function cellsIn(table: TableReader, row: number): PlacedCell[] {
  const cells = new Map<string, PlacedCell>()
  for (let column = 0; column < table.width; column++) {
    const cell = table.at(row, column)
    if (cell) cells.set(`${cell.row},${cell.column}`, cell)
  }
  return [...cells.values()]
}

function acrossOf(table: TableReader, row: number, namesSite: NamesSite): TableHead['across'] {
  const texts = new Set(cellsIn(table, row).map(({ text }) => text))
  const days = cellsIn(table, row).filter(looksLikeDay)
  if (new Set(days.map(({ text }) => text)).size >= 2) return 'days'
  return [...texts].filter(namesSite).length >= 2 ? 'sites' : 'none'
}

/** A row of nothing but heads, or of days of the week, under a head belongs to it. */
function goesOn(table: TableReader, first: number, row: number): boolean {
  const own = cellsIn(table, row).filter((cell) => cell.row === row)
  if (own.length === 0) return row < table.height && cellsIn(table, row).some((cell) => cell.row >= first)
  return own.every(({ text }) => headingOf(text) !== null || readWeekday(text) !== null)
}

function isListHead(table: TableReader, rows: readonly number[]): boolean {
  const headings = cellsIn(table, rows[0] ?? 0).flatMap(({ text }) => headingOf(text) ?? [])
  if (headings.length < 2) return false
  const all = rows.flatMap((row) => cellsIn(table, row).flatMap(({ text }) => headingOf(text) ?? []))
  const has = (kinds: readonly ColumnKind[]) => all.some(({ kind }) => kinds.includes(kind))
  return has(['person']) && has(['date', 'site', 'unit', 'hours', 'code', 'role', 'weekday'])
}

function columnsOf(table: TableReader, rows: readonly number[], namesSite: NamesSite | null): TableColumn[] {
  return Array.from({ length: table.width }, (_, index) => {
    const cells = rows.flatMap((row) => table.at(row, index) ?? [])
    const headings = cells.flatMap(({ text }) => headingOf(text) ?? [])
    const day = cells.find(looksLikeDay) ?? null
    const site = (namesSite && cells.find(({ text }) => namesSite(text))) ?? null
    const kind = kindOf(headings)
    const isOfMatrix = (day || site) && (kind === null || kind === 'role' || kind === 'date' || kind === 'site')
    return { index, kind: isOfMatrix ? 'person' : kind, role: roleOf(headings), day, site }
  })
}

function kindOf(headings: readonly Heading[]): ColumnKind | null {
  return byWeight.find((kind) => headings.some((heading) => heading.kind === kind)) ?? null
}

function roleOf(headings: readonly Heading[]): Role | null {
  return headings.findLast(({ role }) => role !== null)?.role ?? null
}

/**
 * Columns without a head that says what they are (the corner of a matrix, a time that is a date): told by what stands
 * in them. A corner such as 日期＼网站 names both, so in a matrix its word does not count.
 */
function inferColumns(table: TableReader, { across, bodyRow, columns }: TableHead, namesSite: NamesSite): void {
  const has = (kind: ColumnKind) => columns.some((column) => column.kind === kind)
  for (const column of columns) {
    const isCorner =
      across !== 'none' && !column.day && !column.site && (column.kind === 'date' || column.kind === 'site')
    const isTime = column.kind === 'hours' && !has('date')
    if (column.kind !== null && !isCorner && !isTime) continue
    const texts = columnCells(table, column.index, bodyRow)
    column.kind = inferredKind(texts, namesSite) ?? (isCorner || column.kind === null ? null : column.kind)
    if (column.kind === null && across === 'days' && isCorner) column.kind = 'site'
    if (column.kind === null && across === 'sites' && isCorner) column.kind = 'date'
  }
}

function inferredKind(cells: readonly PlacedCell[], namesSite: NamesSite): ColumnKind | null {
  const most = (test: (cell: PlacedCell) => boolean) => cells.filter(test).length * 2 > cells.length
  if (cells.length === 0) return null
  if (most(looksLikeDay)) return 'date'
  if (most(({ text }) => readWeekday(text) !== null)) return 'weekday'
  if (most(({ text }) => headingOf(text)?.kind === 'person')) return 'role'
  return most(({ text }) => namesSite(text)) ? 'site' : null
}

function columnCells(table: TableReader, index: number, from: number): PlacedCell[] {
  const cells = new Map<number, PlacedCell>()
  for (let row = from; row < table.height; row++) {
    const cell = table.at(row, index)
    if (cell && cell.column === index) cells.set(cell.row, cell)
  }
  return [...cells.values()]
}

/** The column of names that a column of phones or positions goes with: the nearest on its left, of its role if it has one. */
export function ownerOf(columns: readonly TableColumn[], of: TableColumn): TableColumn | null {
  const people = columns.filter(
    (column) => column.kind === 'person' && (of.role === null || column.role === null || column.role === of.role),
  )
  return people.findLast(({ index }) => index < of.index) ?? people.find(({ index }) => index > of.index) ?? null
}
