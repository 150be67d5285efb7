import type { PersonRef } from '../incident/incident.ts'
import type { RecordBody } from '../shift-work/record.ts'
import type { RosterChange } from './difference.ts'
import type { Remark } from './gate.ts'

/** A version of a period's roster that came into force, with what it changed. `subject` is the period. */
export type RosterVersion = RecordBody & {
  /** `publishing` until everybody concerned has been told; `void`: it never came into force. */
  state: 'publishing' | 'published' | 'swapped' | 'void'
  /** 1 for the first. */
  number: number
  by: PersonRef
  changes: RosterChange[]
  /** What was known to be unusual, and passed. */
  remarks: Remark[]
  /** Why it was published with something missing; null when nothing was. */
  override: string | null
}

/** One save of a roster that is being made: what it changed, so that it can be undone and others' saves joined to it. */
export type RosterEdit = RecordBody & {
  /** `swapped`: shifts changed hands meanwhile, which whoever edits has to know of. */
  state: 'cells' | 'filled' | 'drafted' | 'imported' | 'undone' | 'swapped'
  by: PersonRef
  changes: RosterChange[]
  /** The edit that this one took back. */
  undoes: string | null
}

/** Whether a person has read their shifts. `subject` is the period; the id names both. */
export type Receipt = RecordBody & {
  state: 'told' | 'confirmed'
  personId: string
  /** The newest version that concerned them. */
  number: number
  confirmedAt: number | null
  via: 'code' | 'web' | null
}

/**
 * What the owner of a number has said with it. `subject` is the number. `proven`: a code that was sent to it came back;
 * `stopped`: they asked for no more texts, and until they ask for them again none will arrive.
 */
export type ProvenNumber = RecordBody & { state: 'proven' | 'stopped'; personId: string }

export function receiptId(periodId: string, personId: string): string {
  return `${periodId}.${personId}`
}
