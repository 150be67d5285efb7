import type { Book, Period, Person, Role, Site } from '../book/book.ts'
import { type Slot, slotsOf } from '../roster/slots.ts'
import type { TableNotice, TablePlace, TableProblem } from './problem.ts'
import { addressOf, type PlacedCell } from './sheet.ts'

/** For whom and into which roster a table is read. */
export type TableContext = {
  /** With the roster that is being made in the place of the one in force. */
  book: Book
  period: Period
  /** Whether whoever brings the table keeps the site. */
  keeps: (site: Site) => boolean
  /** Whom they may put on duty. */
  people: readonly Person[]
  /** Whether they may add a person to the unit; undefined: to none. */
  mayAddTo: (unitId: string | undefined) => boolean
  /** The site of a table that names none. */
  siteId: string | null
}

/** What was found wrong or worth a look, each thing once a cell. */
export class Findings {
  readonly problems = new Map<string, TableProblem>()
  readonly notices = new Map<string, TableNotice>()

  problem(problem: TableProblem): void {
    this.problems.set(`${problem.sheet}!${problem.address} ${problem.kind}`, problem)
  }

  notice(notice: TableNotice): void {
    this.notices.set(`${notice.sheet}!${notice.address} ${notice.kind}`, notice)
  }
}

export function placeOf(sheet: string, cell: PlacedCell): TablePlace {
  return { sheet, address: addressOf(cell.row, cell.column), text: cell.text.trim() }
}

/** The slots of a site's role that begin on a day. */
export function slotsOn({ book, period }: TableContext, site: Site, role: Role, date: string): Slot[] {
  return slotsOf(book, period, site, role).filter((slot) => slot.date === date)
}

/** Every day on which a shift of the period begins, whatever the pattern of the site. */
export function daysOf({ book, period }: TableContext): string[] {
  const patterns = [{}, ...[...book.units.keys()].map((unitId) => ({ unitId }))]
  const dates = patterns.flatMap((site) =>
    (['lead', 'staff'] as const).flatMap((role) => slotsOf(book, period, site, role).map(({ date }) => date)),
  )
  return [...new Set(dates)].sort()
}
