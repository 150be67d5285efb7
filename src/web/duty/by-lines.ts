import type { Book, Person, Site } from '../../domain/book/book.ts'
import { type PagerView, pageOf } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'
import { grouped } from './by-table.ts'
import { type CellView, cellsOfSite, changeNote, type NameView } from './cell-view.ts'
import { addressOf, chosenSites, type DutyChoice, isChosenPerson } from './choice.ts'
import { type Column, columnsOf } from './columns.ts'
import { columnView, openDay } from './days-view.ts'

type LineRow =
  | { kind: 'group'; label: string }
  | {
      kind: 'line'
      head: string
      note: string
      href: string
      isNow: boolean
      lead: NameView[]
      staff: NameView[]
    }
/** A list with one site or one day a line; `title` says of which day or site. */
export type LinesView = {
  title: string
  isNow: boolean
  firstColumn: string
  rows: LineRow[]
  pager: PagerView | null
}

const sitesPerPage = 100

/** 按日期: one day, all sites. */
export function buildDay(book: Book, reader: SignedIn, choice: DutyChoice): LinesView {
  const columns = columnsOf(book, choice.period, reader.now)
  const column = columns.find(({ date }) => date === openDay(columns, choice.day))
  const address = (page: number) => addressOf(choice, { page: String(page) })
  const { shown, pager } = pageOf(reader, chosenSites(book, choice), choice.page, { size: sitesPerPage, address })
  const lineOf = (site: Site): LineRow => {
    const [cell] = column ? cellsOn(book, reader, choice, { site, columns, only: column }) : []
    const note = changeNote(book, reader, site)
    const href = addressOf(choice, { view: 'site', site: site.id, page: null })
    // The day is one for the whole list: no line of it is more "now" than another.
    return { ...line({ head: site.name, note, href }, cell), isNow: false }
  }
  return {
    title: column ? titleOf(reader, column) : '',
    isNow: column?.isNow ?? false,
    firstColumn: reader.words.table.column.site,
    rows: grouped(shown, lineOf),
    pager,
  }
}

/** 按网站: one site, all days. */
export function buildSite(book: Book, reader: SignedIn, choice: DutyChoice, site: Site): LinesView {
  const columns = columnsOf(book, choice.period, reader.now)
  const cells = cellsOn(book, reader, choice, { site, columns, only: null })
  const rows = columns.map((column, i): LineRow => {
    const { head, weekday } = columnView(reader, column, '')
    const href = addressOf(choice, { view: 'date', day: column.date, site: null, page: null })
    return line({ head, note: weekday, href }, cells[i])
  })
  return { title: site.name, isNow: false, firstColumn: reader.words.table.column.date, rows, pager: null }
}

function cellsOn(
  book: Book,
  reader: SignedIn,
  choice: DutyChoice,
  { site, columns, only }: { site: Site; columns: readonly Column[]; only: Column | null },
): CellView[] {
  const isFound = (person: Person) => isChosenPerson(choice, person)
  const numbers = choice.isPublic ? 'none' : 'all'
  const cells = cellsOfSite(book, reader, { site, period: choice.period, columns, numbers, isFound })
  return only === null ? cells : cells.filter((_, i) => columns[i] === only)
}

function line(
  of: { head: string; note: string; href: string },
  cell: CellView | undefined,
): LineRow & { kind: 'line' } {
  return { kind: 'line', ...of, isNow: cell?.isNow ?? false, lead: cell?.lead ?? [], staff: cell?.staff ?? [] }
}

function titleOf(reader: SignedIn, column: Column): string {
  const { head, weekday } = columnView(reader, column, '')
  return `${head} ${weekday}`
}
