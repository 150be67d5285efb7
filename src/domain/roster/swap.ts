import type { Role } from '../book.ts'
import type { PersonRef } from '../incident.ts'
import type { Instant } from '../instant.ts'
import type { RecordBody } from '../record.ts'

/** 调班, 替班: one shift of a published roster changes hands; in an exchange, another one goes the other way. */
export type Swap = RecordBody & {
  state: 'asked' | 'accepted' | 'approved' | 'refused' | 'declined' | 'withdrawn' | 'lapsed'
  /** The site of the given shift is `subject`, the asking person `personId`. */
  periodId: string
  shift: SwapShift
  /** What the other gives in return; null: a cover. */
  inReturn: SwapShift | null
  from: PersonRef
  to: PersonRef
  reason: string
  steps: { state: Swap['state']; by: PersonRef | null; at: Instant; note: string }[]
}
export type SwapShift = { id: string; siteId: string; role: Role; fromAt: Instant; toAt: Instant }
