import type { Instant } from '../instant.ts'

/** What every record of duty life has in common: a version of a roster, a swap, a handover, a report, a check. */
export type RecordBody = {
  id: string
  /** Grows by one with every change; a writer with an older one is refused. From 1. */
  version: number
  state: string
  /** What it is about: a site, a unit, a period. */
  subject: string
  /** Whose it is, where it is somebody's. */
  personId: string | null
  /** When it happened, or began. */
  at: Instant
  /** When the clock has to look at it again; null when it need not. */
  dueAt: Instant | null
}
