import { personWithMobile, type Role } from '../book/book.ts'
import { normaliseMobile } from '../phone.ts'
import { daysOf, Findings, placeOf, type TableContext } from './context.ts'
import { looksLikeDay } from './day.ts'
import type { TableEntry, TablePerson } from './entry.ts'
import { nameKey } from './find-person.ts'
import { findSite } from './find-site.ts'
import { cellsIn, findHead, ownerOf, type TableColumn, type TableHead } from './head.ts'
import { headingOf } from './header-words.ts'
import { readNames, readPhones, rolesIn } from './names.ts'
import { isDitto, isNothing } from './plain-words.ts'
import { datesFor, isReadable, type RowInHand, readRow, type SheetInHand, siteFor, spansFor } from './row.ts'
import { type PlacedCell, TableReader, type TableSheet } from './sheet.ts'

/** Reads every table of a workbook: who is named where, and what stood in the way. */
export function readTables(
  context: TableContext,
  sheets: readonly TableSheet[],
): { entries: TableEntry[]; findings: Findings } {
  const findings = new Findings()
  const entries = sheets.flatMap((sheet) => readSheet(context, sheet, findings))
  return { entries, findings }
}

/** Whether any of the sheets holds a duty table at all. */
export function hasTable(context: TableContext, sheets: readonly TableSheet[]): boolean {
  return sheets.some((sheet) => tableIn(context, sheet) !== null)
}

type FoundTable = Pick<SheetInHand, 'table' | 'head' | 'above'>

/** The duty table of a sheet; a list of people that speaks of no day anywhere is an address book. */
function tableIn(context: TableContext, sheet: TableSheet): FoundTable | null {
  const table = new TableReader(sheet)
  const head = findHead(table, (text) => findSite(context.book, text).ok)
  if (!head) return null
  const above = aboveTable(table, head, context)
  const hasDays = above.day !== null || head.columns.some(({ kind, day }) => kind === 'date' || day !== null)
  return hasDays || headsRowsByDay(table, head) ? { table, head, above } : null
}

function headsRowsByDay(table: TableReader, { bodyRow }: TableHead): boolean {
  return table.sheet.rows.some((_, row) => {
    const [first, ...more] = row >= bodyRow ? cellsIn(table, row) : []
    return first !== undefined && more.length === 0 && looksLikeDay(first)
  })
}

/** Sheets that only explain are not missed. */
const explains = /说明|說明|示例|样例|樣例|how to/i

function readSheet(context: TableContext, sheet: TableSheet, findings: Findings): TableEntry[] {
  const found = tableIn(context, sheet)
  if (!found) {
    if (sheet.rows.length > 0 && !explains.test(sheet.name))
      findings.notice({ kind: 'no_table', sheet: sheet.name, address: 'A1', text: '' })
    return []
  }
  const { table, head } = found
  const inHand: SheetInHand = { context, findings, days: daysOf(context), ...found }
  const people = head.columns.filter(({ kind }) => kind === 'person')
  const entries: TableEntry[] = []
  for (let row = head.bodyRow; row < table.height; row++) {
    if (isSkipped(inHand, row)) continue
    const words = readRow(inHand, row)
    for (const column of people) entries.push(...entriesIn(inHand, words, column))
  }
  return entries
}

/** A table of one day or of one site names it only once: in its title or on the tab of its sheet. */
function aboveTable(table: TableReader, head: TableHead, { book }: TableContext): SheetInHand['above'] {
  const titles: PlacedCell[] = [{ text: table.sheet.name, row: 0, column: 0 }]
  for (let row = 0; row < head.firstRow; row++) titles.push(...cellsIn(table, row))
  const words = titles.flatMap((cell) => [
    cell,
    ...cell.text.split(/[\s:：（）()]+/u).map((text) => ({ ...cell, text })),
  ])
  const has = (...kinds: TableColumn['kind'][]) => head.columns.some(({ kind }) => kinds.includes(kind))
  const day = has('date') ? null : words.find((cell) => cell.number === undefined && looksLikeDay(cell))
  const site = has('site', 'unit', 'code') ? null : words.find(({ text }) => findSite(book, text).ok)
  return { day: day ?? null, site: site ?? null }
}

const footer = /^(备注|備註|注|说明|說明|制表|製表|填表|审核|審核|签发|簽發|填报|填報|联系人|值班电话|值班電話)/u

/** Rows that name nobody: heads that a page repeats, lines below the table, and lines that head a part of it. */
function isSkipped({ table, above, context }: SheetInHand, row: number): boolean {
  const cells = cellsIn(table, row)
  const [first] = cells
  if (!first || footer.test(first.text.trim())) return true
  if (cells.length > 1) return cells.every(({ text }) => headingOf(text) !== null)
  if (looksLikeDay(first)) above.day = first
  else if (findSite(context.book, first.text).ok) above.site = first
  return first.column === 0
}

function entriesIn(sheet: SheetInHand, words: RowInHand, column: TableColumn): TableEntry[] {
  const cell = writtenAt(sheet, words.row, column.index)
  if (!cell) return []
  const site = siteFor(sheet, column.site ?? words.site, cell)
  const dates = datesFor(sheet, words, column, cell)
  if (!site || dates.length === 0) return []
  const at = (role: Role) => ({
    siteId: site.id,
    role,
    spans: spansFor(sheet, { site, role }, { dates, hours: words.hours }),
  })
  const place = placeOf(sheet.table.sheet.name, cell)
  if (!isReadable(sheet, cell)) {
    const role = column.role ?? words.role
    return role ? [{ ...at(role), people: [], ...place }] : []
  }
  return partsOf(sheet, cell, words, column).map(({ role, text }): TableEntry => {
    const { people, strange } = readNames(text)
    if (strange !== null) sheet.findings.problem({ kind: 'not_a_name', part: strange, ...place })
    const sound = strange === null ? people.map((person) => ({ ...person, position: null, phoneAt: null })) : []
    return { ...at(role), people: withColumns(sheet, words, column, sound), ...place }
  })
}

/** The cell of names, or the one above it that 同上 stands for; null when nobody is written there. */
function writtenAt({ table, head }: SheetInHand, row: number, column: number): PlacedCell | null {
  for (let at = row; at >= head.bodyRow; at--) {
    const cell = table.at(at, column)
    if (!cell || isNothing(cell.text)) return null
    if (!isDitto(cell.text)) return cell
  }
  return null
}

/** The cell cut into what it says of either role. */
function partsOf(
  { findings, table }: SheetInHand,
  cell: PlacedCell,
  words: RowInHand,
  column: TableColumn,
): { role: Role; text: string }[] {
  const place = placeOf(table.sheet.name, cell)
  const parts = rolesIn(cell.text)
  const given = column.role ?? words.role
  if (given !== null && column.role === null && words.isRoleAssumed && parts[0]?.role === null) {
    findings.notice({ kind: 'assumed_roles', ...place })
  }
  const known = parts.flatMap(({ role, text }) => {
    const either = role ?? given
    return either ? [{ role: either, text }] : []
  })
  if (known.length > 0) return known
  const [lead, ...staff] = cell.text.split(/[\r\n]+/u).filter((line) => line.trim() !== '')
  if (lead === undefined || staff.length === 0) {
    findings.problem({ kind: 'role_unclear', ...place })
    return []
  }
  findings.notice({ kind: 'assumed_roles', ...place })
  return [
    { role: 'lead', text: lead },
    { role: 'staff', text: staff.join('\n') },
  ]
}

/** Numbers and positions of columns of their own go to the names in order, when there is one for each. */
function withColumns(
  sheet: SheetInHand,
  { row }: RowInHand,
  column: TableColumn,
  people: readonly TablePerson[],
): TablePerson[] {
  const { table, head } = sheet
  const beside = (kind: 'phone' | 'position') =>
    head.columns
      .filter((one) => one.kind === kind && ownerOf(head.columns, one) === column)
      .flatMap((one) => table.at(row, one.index) ?? [])
  const others = head.columns.filter(({ kind, index }) => kind === 'person' && index !== column.index)
  const names = others.flatMap(({ index }) => table.at(row, index)?.text ?? [])
  const phones = beside('phone')
    .flatMap((cell) => readPhones(cell.text).map((phone) => ({ phone, phoneAt: cell })))
    .filter(({ phone }) => !isNumberOf(sheet.context, names, phone))
  const positions = beside('position').flatMap(({ text }) => text.split(/[、,，;；/\n]+/u).map((part) => part.trim()))
  return people.map((person, i) => ({
    ...person,
    ...(person.phone === null && phones.length === people.length ? phones[i] : {}),
    position: positions.length === people.length ? positions[i] || null : null,
  }))
}

/** Under one head 联系电话 for a whole row the number may as well be the lead's: then it is not held against the staff. */
function isNumberOf({ book }: TableContext, names: readonly string[], phone: string): boolean {
  const read = normaliseMobile(phone)
  const owner = read.ok ? personWithMobile(book, read.e164) : null
  return owner !== null && names.some((name) => nameKey(name).includes(nameKey(owner.name)))
}
