import type { Role, Site, Span } from '../book/book.ts'
import { type Findings, placeOf, slotsOn, type TableContext } from './context.ts'
import { readDays, readWeekday, weekdayOf } from './day.ts'
import type { DaySpan } from './entry.ts'
import { findSite } from './find-site.ts'
import type { TableColumn, TableHead } from './head.ts'
import { roleIn } from './header-words.ts'
import { readHours } from './hours.ts'
import type { PlacedCell, TableReader } from './sheet.ts'

/** A sheet while it is read: its table, the days that count, and what was said further up and holds until said anew. */
export type SheetInHand = {
  context: TableContext
  findings: Findings
  table: TableReader
  head: TableHead
  days: readonly string[]
  above: { day: PlacedCell | null; site: PlacedCell | null }
}

/** The words of a row beside its names. */
export type RowInHand = {
  row: number
  day: PlacedCell | null
  site: PlacedCell | null
  unit: PlacedCell | null
  hours: PlacedCell | null
  weekday: PlacedCell | null
  role: Role | null
  isRoleAssumed: boolean
}

/** Reads what a row says of day, site, hours and role; what it leaves open is as in the row above. */
export function readRow(sheet: SheetInHand, row: number): RowInHand {
  const { table, head, above } = sheet
  const cell = (...kinds: TableColumn['kind'][]) => cellOfKind(table, head, row, kinds)
  const day = cell('date') ?? above.day
  const unit = cell('unit')
  const site = cell('code') ?? cell('site') ?? unit ?? above.site
  Object.assign(above, { day, site })
  const said = cell('role')
  const role = said ? roleIn(said.text) : null
  const assumed = role === null ? assumedRole(sheet, row, head.across === 'sites' ? day : site) : null
  return {
    ...{ row, day, site, unit, hours: cell('hours'), weekday: cell('weekday') },
    ...{ role: role ?? assumed, isRoleAssumed: assumed !== null },
  }
}

function cellOfKind(
  table: TableReader,
  { columns }: TableHead,
  row: number,
  kinds: readonly TableColumn['kind'][],
): PlacedCell | null {
  for (const { kind, index } of columns) {
    const cell = kinds.includes(kind) ? table.at(row, index) : null
    if (cell) return cell
  }
  return null
}

/** In a matrix, two lines under one site (or one day) are 带班 above 值班, as offices pin them up. */
function assumedRole({ table, head }: SheetInHand, row: number, of: PlacedCell | null): Role | null {
  if (head.across === 'none' || !of || head.columns.some(({ kind, role }) => kind === 'person' && role !== null)) {
    return null
  }
  const isPair = table.at(of.row + 1, of.column)?.row === of.row && table.at(of.row + 2, of.column)?.row !== of.row
  if (!isPair || row > of.row + 1) return null
  return row === of.row ? 'lead' : 'staff'
}

/** The site a row or a column is about; null after having said why there is none. */
export function siteFor(sheet: SheetInHand, cell: PlacedCell | null, at: PlacedCell): Site | null {
  const { context, findings, table } = sheet
  const { name } = table.sheet
  if (!cell) {
    const site = context.siteId === null ? undefined : context.book.sites.get(context.siteId)
    if (site) return site
    findings.problem({ kind: 'no_site', ...placeOf(name, at) })
    return null
  }
  if (!isReadable(sheet, cell)) return null
  const found = findSite(context.book, cell.text)
  if (found.ok && context.keeps(found.site)) return found.site
  const kind = found.ok ? 'not_yours' : found.problem === 'none' ? 'unknown_site' : 'many_sites'
  findings.problem({ kind, ...placeOf(name, cell) })
  return null
}

/** The days a row or a column is about; none after having said why. A wrong day of the week is only noted. */
export function datesFor(sheet: SheetInHand, row: RowInHand, column: TableColumn, at: PlacedCell): string[] {
  const { findings, table, days } = sheet
  const cell = column.day ?? row.day
  if (!cell) {
    findings.problem({ kind: 'no_date', ...placeOf(table.sheet.name, at) })
    return []
  }
  if (!isReadable(sheet, cell)) return []
  const place = placeOf(table.sheet.name, cell)
  const reading = readDays(cell, days, table.sheet.is1904)
  if (!reading.ok) {
    findings.problem({ kind: reading.problem, ...place })
    return []
  }
  const [date, ...more] = reading.dates
  const beside = column.day ? null : row.weekday
  const weekday = reading.weekday ?? (beside ? readWeekday(beside.text) : null)
  if (date !== undefined && more.length === 0 && weekday !== null && weekday !== weekdayOf(date)) {
    const where = reading.weekday === null && beside ? placeOf(table.sheet.name, beside) : place
    findings.notice({ kind: 'weekday', date, weekday: weekdayOf(date), ...where })
  }
  return reading.dates
}

/**
 * The stretches of a role that the row's hours name on these days; none after having said that there is no such shift.
 * The hours are those of the staff; a lead has the same, out to the ends of their own day.
 */
export function spansFor(
  sheet: SheetInHand,
  { site, role }: { site: Site; role: Role },
  { dates, hours }: { dates: readonly string[]; hours: PlacedCell | null },
): DaySpan[] {
  const { context, findings, table } = sheet
  const zone = context.book.settings.timezone
  return dates.flatMap((date) => {
    const staffSlots = slotsOn(context, site, 'staff', date)
    const span = readHours(hours?.text ?? '', date, { staffSlots, zone })
    if (!span && hours) findings.problem({ kind: 'hours', ...placeOf(table.sheet.name, hours) })
    if (!span) return []
    return { date, ...(role === 'staff' ? span : leadSpan(span, staffSlots, slotsOn(context, site, 'lead', date))) }
  })
}

function leadSpan(span: Span, staff: readonly Span[], leads: readonly Span[]): Span {
  const isFirst = span.fromAt === staff[0]?.fromAt
  const isLast = span.toAt === staff.at(-1)?.toAt
  return {
    fromAt: (isFirst ? leads[0]?.fromAt : undefined) ?? span.fromAt,
    toAt: (isLast ? leads.at(-1)?.toAt : undefined) ?? span.toAt,
  }
}

/** A formula is taken at the value the file holds, and that is said; one without, or an error, says nothing. */
export function isReadable({ findings, table }: SheetInHand, cell: PlacedCell): boolean {
  const place = placeOf(table.sheet.name, cell)
  if (cell.isError) findings.problem({ kind: 'error_value', ...place })
  else if (cell.formula === 'uncomputed') findings.problem({ kind: 'uncomputed', ...place })
  else if (cell.formula === 'computed') findings.notice({ kind: 'computed', ...place })
  return !cell.isError && cell.formula !== 'uncomputed'
}
