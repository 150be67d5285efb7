import type { Book, Person, Site } from '../../domain/book/book.ts'
import { type PagerView, pageOf } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'
import { type CellView, cellsOfSite, changeNote } from './cell-view.ts'
import { addressOf, chosenSites, type DutyChoice, isChosenPerson } from './choice.ts'
import { type Column, columnsOf } from './columns.ts'
import { type ColumnView, columnView, mostBeside, openDay } from './days-view.ts'

type TableRow =
  | { kind: 'group'; label: string }
  | { kind: 'site'; name: string; note: string; href: string; cells: CellView[] }
export type TableView = {
  isLong: boolean
  columns: ColumnView[]
  rows: TableRow[]
  span: number
  pager: PagerView | null
}

/** What one sheet of A4 holds, and one page of the screen with it. */
const sitesPerSheet = 34

/** 总表: sites × dates, a page of them. */
export function buildTable(book: Book, reader: SignedIn, choice: DutyChoice): TableView & { sites: Site[] } {
  const columns = columnsOf(book, choice.period, reader.now)
  const shownDay = openDay(columns, choice.day)
  const address = (page: number) => addressOf(choice, { page: String(page) })
  const { shown, pager } = pageOf(reader, chosenSites(book, choice), choice.page, { size: sitesPerSheet, address })
  return {
    isLong: columns.length > mostBeside,
    columns: columns.map((column) => columnView(reader, column, shownDay)),
    rows: grouped(shown, (site) => rowOf(book, reader, { choice, site, columns, shownDay })),
    span: columns.length + 1,
    pager,
    sites: shown,
  }
}

type On = { choice: DutyChoice; site: Site; columns: readonly Column[]; shownDay: string }

function rowOf(book: Book, reader: SignedIn, { choice, site, columns, shownDay }: On): TableRow {
  const isFound = (person: Person) => isChosenPerson(choice, person)
  const numbers = choice.isPublic ? 'none' : 'now'
  const cells = cellsOfSite(book, reader, { site, period: choice.period, columns, numbers, isFound })
  return {
    kind: 'site',
    name: site.name,
    note: changeNote(book, reader, site),
    href: `/sites/${site.id}`,
    cells: cells.map((cell, i) => ({ ...cell, isDay: columns[i]?.date === shownDay })),
  }
}

/** Rows under the headings of their groups, which keep the order in which they first come. */
export function grouped<Row>(
  sites: readonly Site[],
  rowOfSite: (site: Site) => Row,
): (Row | { kind: 'group'; label: string })[] {
  const byGroup = Map.groupBy(sites, ({ group }) => group ?? '')
  return [...byGroup].flatMap(([label, inGroup]) => [
    ...(label === '' ? [] : [{ kind: 'group' as const, label }]),
    ...inGroup.map(rowOfSite),
  ])
}
