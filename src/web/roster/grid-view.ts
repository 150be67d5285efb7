import type { Book, Period, Site } from '../../domain/book/book.ts'
import { instantOf } from '../../domain/instant.ts'
import { type Cell, cellsOf, entriesOf, isSameFilling } from '../../domain/roster/cell.ts'
import type { Gate } from '../../domain/roster/gate.ts'
import { changesOf, slotsOf } from '../../domain/roster/slots.ts'
import { addressWith, type LinkView, type PagerView, pageOf } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'
import { type GateLine, gateLines, markOf } from './gate-view.ts'
import { fieldOf, textIn } from './grid-cells.ts'

/** What the reader asked to see of a roster. */
export type GridChoice = {
  unit: string | null
  person: string | null
  site: string | null
  day: string | null
  page: string | null
}

export type CellView = {
  field: string
  label: string
  role: string
  isLead: boolean
  value: string
  list: string
  mark: string
  number: number | null
  hours: string
}
export type GridView = {
  columns: { head: string; weekday: string; date: string }[]
  days: (LinkView & { weekday: string })[]
  rows: { siteId: string; name: string; cells: { isDay: boolean; fields: CellView[] }[] }[]
  lists: { id: string; names: string[] }[]
  lines: GateLine[]
  more: number
  red: number
  amber: number
  untested: number
  filled: { done: number; all: number; share: number }
  pager: PagerView | null
  units: { value: string; label: string; isChosen: boolean }[]
  people: { value: string; label: string; isChosen: boolean }[]
}

/** As many sites as one page of the table holds. */
const sitesPerPage = 30
/** More fields than this are no page to scroll, and near to what one form may carry. */
const fieldsPerPage = 1500

type Grid = {
  /** The book as it would be with the roster that is being made. */
  made: Book
  /** The book that is in force: cells that differ from it are marked. */
  inForce: Book
  period: Period
  sites: readonly Site[]
  gate: Gate
  choice: GridChoice
  /** What was typed and is not saved, by field. */
  typed: ReadonlyMap<string, string>
}

/** The roster as a form: sites down, days across, two or more fields a cell, with the findings that concern the reader. */
export function buildGrid(reader: SignedIn, grid: Grid): GridView {
  const { made, period, choice, gate } = grid
  const kept = new Set(grid.sites.map(({ id }) => id))
  const found = gateLines(made, reader, period, { gate, siteIds: reader.isOffice ? null : kept })
  const sites = chosenSites(grid)
  const address = (page: number) => gridAddress(period, choice, { page: String(page) })
  const size = pageSize(made, period, sites)
  const asked = choice.site !== null && choice.page === null ? pageWith(sites, choice.site, size) : choice.page
  const { shown, pager } = pageOf(reader, sites, asked, { size, address })
  const dates = datesOf(made, period, shown)
  const day = dates.includes(choice.day ?? '') ? choice.day : (dates.find((date) => date >= period.from) ?? dates[0])
  return {
    columns: dates.map((date) => columnOf(reader, made, date)),
    days: dates.map((date) => dayOf(reader, grid, { date, isCurrent: date === day, lines: found.lines })),
    rows: shown.map((site) => ({
      siteId: site.id,
      name: site.name,
      cells: dates.map((date) => ({
        isDay: date === day,
        fields: cellsOf(made, period, site)
          .filter(({ slot }) => slot.date === date)
          .map((cell) => cellView(reader, grid, { site, cell, lines: found.lines })),
      })),
    })),
    lists: listsFor(made, shown),
    ...found,
    filled: filledOf(made, period, grid.sites),
    pager,
    units: unitChoices(reader, grid),
    people: personChoices(reader, grid),
  }
}

function chosenSites({ made, period, sites, choice }: Grid): Site[] {
  const { unit, person } = choice
  return sites.filter(
    (site) =>
      (unit === null || site.unitId === unit) &&
      (person === null ||
        (made.shiftsBySite.get(site.id) ?? []).some(
          (shift) => shift.personId === person && shift.periodId === period.id,
        )),
  )
}

/** Fewer sites a page where a long period, or many changes a day, give each of them many fields. */
function pageSize(book: Book, period: Period, sites: readonly Site[]): number {
  const fields = sites.reduce((most, site) => {
    const count = slotsOf(book, period, site, 'lead').length + slotsOf(book, period, site, 'staff').length
    return Math.max(most, count)
  }, 1)
  return Math.max(1, Math.min(sitesPerPage, Math.floor(fieldsPerPage / fields)))
}

function pageWith(sites: readonly Site[], siteId: string, size: number): string {
  const index = sites.findIndex(({ id }) => id === siteId)
  return String(Math.floor(Math.max(0, index) / size) + 1)
}

/** Every day on which a shift of the shown sites begins. */
function datesOf(book: Book, period: Period, sites: readonly Site[]): string[] {
  const patterns = sites.length > 0 ? sites : [{}]
  const slots = patterns.flatMap((site) => [
    ...slotsOf(book, period, site, 'lead'),
    ...slotsOf(book, period, site, 'staff'),
  ])
  return [...new Set(slots.map(({ date }) => date))].sort()
}

function columnOf({ words, format }: SignedIn, book: Book, date: string): GridView['columns'][number] {
  const at = instantOf(date, book.settings.timezone)
  return { head: words.grid.day(date.slice(5)), weekday: format.weekday(at), date }
}

function dayOf(
  { words, format }: SignedIn,
  { made, period, choice }: Grid,
  { date, isCurrent, lines }: { date: string; isCurrent: boolean; lines: readonly GateLine[] },
): GridView['days'][number] {
  const at = instantOf(date, made.settings.timezone)
  const dayEnd = at + 86_400_000
  const onDay = lines.filter(({ isRed, finding }) => isRed && finding.fromAt < dayEnd && at < finding.toAt)
  const isGap = onDay.some(({ finding }) => finding.kind === 'gap')
  const mark = onDay.length === 0 ? '' : isGap ? words.grid.mark.gap : words.grid.mark.clash
  return {
    href: gridAddress(period, choice, { day: date }),
    label: words.duty.dayOfMonth(Number(date.slice(8))),
    weekday: [format.weekday(at), mark].filter(Boolean).join(' '),
    isCurrent,
  }
}

function cellView(
  reader: SignedIn,
  grid: Grid,
  { site, cell, lines }: { site: Site; cell: Cell; lines: readonly GateLine[] },
): CellView {
  const { words, format } = reader
  const { made, period, typed } = grid
  const field = fieldOf(made, cell)
  const line = markOf(lines, cell)
  const role = words.watch.role[cell.role]
  const isSplit = cell.role === 'staff' && (changesOf(made, site, 'staff').length > 1 || cell.slot.isEve)
  const hours = isSplit ? `${format.clock(cell.slot.fromAt)}–${format.clock(cell.slot.toAt)}` : ''
  const isNew = period.state === 'published' && !isAsInForce(grid, cell)
  const mark = line ? markClass(line) : isNew ? 'cell--new' : ''
  const where = [site.shortName ?? site.name, format.date(cell.slot.fromAt), hours, role].filter(Boolean).join(' ')
  return {
    field,
    label: line ? `${where}，${words.grid.seeLine(line.number)}` : where,
    role: words.watch.roleShort[cell.role],
    isLead: cell.role === 'lead',
    value: typed.get(field) ?? textIn(made, period, site, cell),
    list: `people-${site.unitId ?? ''}`,
    mark,
    number: line?.number ?? null,
    hours,
  }
}

function markClass({ isRed, finding }: GateLine): string {
  if (!isRed) return 'cell--warn'
  return finding.kind === 'gap' ? 'cell--gap' : 'cell--clash'
}

function isAsInForce({ made, inForce, period }: Grid, cell: Cell): boolean {
  const entries = (book: Book) =>
    entriesOf(
      (book.shiftsBySite.get(cell.siteId) ?? []).filter(({ periodId }) => periodId === period.id),
      cell,
    )
  return made === inForce || isSameFilling(entries(made), entries(inForce))
}

/** The people one types from, a list for each unit on the page; sites without a unit are offered those without one. */
function listsFor(book: Book, sites: readonly Site[]): GridView['lists'] {
  const wanted = new Set(sites.map(({ unitId }) => unitId ?? ''))
  const byUnit = Map.groupBy(
    [...book.people.values()].filter(({ disabled }) => !disabled),
    ({ unitId }) => unitId ?? '',
  )
  return [...wanted].map((unitId) => ({
    id: `people-${unitId}`,
    names: (byUnit.get(unitId) ?? []).map(({ name }) => name),
  }))
}

function filledOf(book: Book, period: Period, sites: readonly Site[]): GridView['filled'] {
  let [done, all] = [0, 0]
  for (const site of sites) {
    const row = (book.shiftsBySite.get(site.id) ?? []).filter(({ periodId }) => periodId === period.id)
    for (const cell of cellsOf(book, period, site)) {
      all++
      if (entriesOf(row, cell).length > 0) done++
    }
  }
  return { done, all, share: all === 0 ? 0 : Math.round((done / all) * 420) }
}

function unitChoices({ words }: SignedIn, { made, sites, choice }: Grid): GridView['units'] {
  const ids = new Set(sites.flatMap(({ unitId }) => unitId ?? []))
  if (ids.size < 2) return []
  const all = { value: '', label: words.grid.everyUnit, isChosen: choice.unit === null }
  const units = [...ids].map((id) => ({
    value: id,
    label: made.units.get(id)?.name ?? id,
    isChosen: choice.unit === id,
  }))
  return [all, ...units]
}

function personChoices({ words }: SignedIn, { made, period, sites, choice }: Grid): GridView['people'] {
  const ids = new Set(
    sites.flatMap(({ id }) =>
      (made.shiftsBySite.get(id) ?? []).flatMap((shift) => (shift.periodId === period.id ? shift.personId : [])),
    ),
  )
  const people = [...ids].flatMap((id) => made.people.get(id) ?? [])
  const collator = new Intl.Collator('zh-Hans-u-co-pinyin')
  const all = { value: '', label: words.grid.everybody, isChosen: choice.person === null }
  const choices = people
    .sort((a, b) => collator.compare(a.name, b.name))
    .map(({ id, name }) => ({ value: id, label: name, isChosen: choice.person === id }))
  return [all, ...choices]
}

/** The address of the grid as it is shown, with something changed. */
export function gridAddress(period: Period, choice: GridChoice, change: Partial<GridChoice> = {}): string {
  return addressWith(`/periods/${period.id}`, { ...choice, ...change })
}
