import type { PersonRef } from './incident.ts'
import type { Instant } from './instant.ts'
import type { RecordBody } from './record.ts'

/** 交接班 of one site at one change of its staff. `subject` is the site; `at` is the change of shifts. */
export type Handover = RecordBody & {
  state: 'open' | 'given' | 'signed'
  outgoing: PersonRef[]
  incoming: PersonRef[]
  lead: PersonRef | null
  /** What was open when the outgoing person signed; ticked one by one. */
  items: HandoverItem[]
  isLandlineTried: boolean
  isMobileOn: boolean
  note: string
  givenBy: PersonRef | null
  givenAt: Instant | null
  takenBy: PersonRef | null
  takenAt: Instant | null
  /** When the lead was told that it is not signed. */
  toldAt: Instant | null
}
export type HandoverItem = { kind: 'incident' | 'window' | 'event'; id: string; text: string; isTicked: boolean }

/** A line of the 值班日志. `subject` is the site, `personId` the writer. */
export type DutyEntry = RecordBody & {
  state: 'written'
  by: PersonRef
  source: string
  content: string
  action: string
  result: string
}
