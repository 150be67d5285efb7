import type { Role, Span } from '../book/book.ts'
import type { NamedPerson } from './names.ts'
import type { TablePlace } from './problem.ts'
import type { PlacedCell } from './sheet.ts'

/** Somebody whom a table names, with what it says of them beside the name; `phoneAt`: a number in a cell of its own. */
export type TablePerson = NamedPerson & { position: string | null; phoneAt: PlacedCell | null }

/** A stretch of duty, with the day by which its shift is called. */
export type DaySpan = Span & { date: string }

/** What one cell of names says: who has which role of a site, and for which stretches. */
export type TableEntry = TablePlace & {
  siteId: string
  role: Role
  spans: DaySpan[]
  /** Empty when what is written there could not be understood: the cell of the roster is then left alone. */
  people: TablePerson[]
}
