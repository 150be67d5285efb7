import type { TableSheet } from './roster-table/sheet.ts'
import type { RecordBody } from './shift-work/record.ts'

/**
 * An office's own table as it was read, waiting for somebody to confirm it. `subject` is the period, or `sites` for a list
 * of them, `personId` who brought it. What the cells said is kept until it has been taken over or another table has taken
 * its place (`dropped`), then emptied: it holds numbers of people.
 */
export type TableUpload = RecordBody & {
  state: 'read' | 'applied' | 'dropped'
  personId: string
  fileName: string
  /** The site it is about, when it names none itself. */
  siteId: string | null
  rows: TableSheet[]
}
