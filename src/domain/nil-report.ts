import type { PersonRef } from './incident.ts'
import type { RecordBody } from './record.ts'

/** 零报告 of one unit for one day. `subject` is the unit; the id is unit and day. */
export type NilReport = RecordBody & {
  state: 'reported' | 'chased'
  date: string
  /** Null while nobody has reported: the record then only says that it was asked for. */
  by: PersonRef | null
  isNil: boolean
  text: string
  reportedAt: number | null
}
