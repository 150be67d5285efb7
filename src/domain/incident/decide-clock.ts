import type { Instant } from '../instant.ts'
import { change, conclude, type Decision, type Draft, type Stimulus } from './decision.ts'

/**
 * The wall clock jumped by `byMs` against the one that never jumps: the ladder, the acknowledgement and the reminders
 * keep the distance they had from now, in both directions (invariant I11). Moments of the past stay as they were told.
 */
export function followClock(draft: Draft, { byMs }: Extract<Stimulus, { kind: 'clock_moved' }>): Decision {
  const { ladderStartedAt, dueAt, acknowledgementExpiresAt, settleAt } = draft.incident
  const moved = (at: Instant | null) => (at === null ? null : at + byMs)
  change(draft, {
    ladderStartedAt: ladderStartedAt + byMs,
    dueAt: moved(dueAt),
    acknowledgementExpiresAt: moved(acknowledgementExpiresAt),
    settleAt: moved(settleAt),
  })
  return conclude(draft, 'clock_moved')
}
