import type { RecordBody } from '../record.ts'

/** An office's own table as it was read, waiting for somebody to confirm it. `subject` is the period. */
export type RosterUpload = RecordBody & {
  state: 'read' | 'applied'
  personId: string
  fileName: string
  rows: unknown[]
}
