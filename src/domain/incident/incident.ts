import type { Audience, ChannelKind } from '../book/settings.ts'
import type { Instant } from '../instant.ts'
import type { Failure, PingResult } from '../watch/probe.ts'

export type PersonRef = { id: string; name: string }

export const incidentStates = ['paging', 'acknowledged', 'recovered', 'closed', 'voided'] as const
export type IncidentState = (typeof incidentStates)[number]
export const liveStates = ['paging', 'acknowledged', 'recovered'] as const satisfies readonly IncidentState[]

/** By which route a person acted. */
export type Via = 'web' | 'code' | 'reply' | 'call' | 'api'

/** Who was on duty when it happened; kept on the incident so that later roster edits change no past report. */
export type DutySnapshot = { lead: PersonRef | null; staff: PersonRef[]; source: DutySource }
export type DutySource = 'roster' | 'standing' | 'office' | 'none'

/** 原因, as the lead confirms it. `unclear` (暂未查明) is the fall-back and is asked for again in the report. */
export const causes = [
  'software',
  'server',
  'network',
  'dns',
  'certificate',
  'unplanned_change',
  'attack',
  'unclear',
] as const
export type Cause = (typeof causes)[number]

/** `onlyCalled`: nothing but calls was sent to them in this run. */
export type Told = PersonRef & { audience: Audience; onlyCalled?: true }
export type Lost = PersonRef & { why: 'passed' | 'undelivered' }

export type Incident = {
  /** `2026-1004-01`: the day it began and a number within the day. */
  id: string
  siteId: string
  siteName: string
  unitId: string | null
  state: IncidentState
  /** Grows by one with every commit; a writer with an older one is refused. */
  version: number
  /** First failed probe (发现). All durations are measured from here. */
  startedAt: Instant
  /** The verdict fell. */
  detectedAt: Instant
  failure: Failure
  ping: PingResult | null
  duty: DutySnapshot
  /** Everybody who has been on duty for it so far, by id; absent while that is still the snapshot. */
  onDuty?: string[]
  /** When the current run of the ladder began: opening, relapse, rejection or an expired acknowledgement. */
  ladderStartedAt: Instant
  /** Which run of the ladder this is, from 1. Part of every page's identity. */
  round: number
  /** The next level to fire in this run: rungs of one minute are one level; past the last one come the repeats. */
  level: number
  /** Milliseconds by which this run was pulled forward because a rung had nobody or nobody could. */
  pulledForwardMs: number
  /** The address that was looked at when it failed last; absent where no name server told one. */
  address?: string
  /** People told in this run and not known to be out of reach, in the order in which they were told. */
  told: Told[]
  /** People who said they cannot, or whose phone failed, in this run. */
  lost: Lost[]
  /** First text handed to a provider (报告), filled by the outbox. */
  toldAt: Instant | null
  acknowledgedAt: Instant | null
  acknowledgedBy: PersonRef | null
  acknowledgedVia: Via | null
  acknowledgementExpiresAt: Instant | null
  /** How it stood before it was last taken, while that can be taken back; absent or null when it cannot. */
  beforeTaking?: BeforeTaking | null
  recoveredAt: Instant | null
  confirmedAt: Instant | null
  confirmedBy: PersonRef | null
  /** The responder's word, which pre-fills the confirmation; then the lead's. */
  cause: Cause | null
  note: string
  /** The lead who said 还没好, until the responder reports it mended. */
  rejectedBy: PersonRef | null
  reminders: number
  /** Moments of its relapses and recoveries in the last half hour, for the flapping rule. */
  turns: Instant[]
  flapping: boolean
  /** While flapping: when a recovery counts as settled and people are told of it. */
  settleAt: Instant | null
  /** When `time_passed` must be judged next; null when nothing is waiting for the clock. */
  dueAt: Instant | null
  voidReason: string | null
}

/** What taking it changed: a slip of the thumb is put right for a minute afterwards. */
export type BeforeTaking = { at: Instant } & Pick<
  Incident,
  'state' | 'acknowledgedAt' | 'acknowledgedBy' | 'acknowledgedVia' | 'acknowledgementExpiresAt'
>

/** What happened, one row each, never changed afterwards. `by` is null for acts of the system. */
export type IncidentEvent = { at: Instant; by: PersonRef | null; via: Via | null } & EventBody

export type EventBody =
  | { kind: 'probe_failed'; n: number; failure: Failure; ping: PingResult | null }
  | { kind: 'went_down'; failures: number }
  | { kind: 'escalated'; level: number; tell: Audience; channels: ChannelKind[]; to: PersonRef[]; why: Why }
  | {
      kind: 'rung_skipped'
      level: number
      tell: Audience
      channels: ChannelKind[]
      why: 'nobody' | 'no_channel' | 'unreachable'
    }
  | { kind: 'page_failed'; person: PersonRef; channel: ChannelKind; reason: string }
  | { kind: 'acknowledged'; takenOverFrom: PersonRef | null }
  | { kind: 'acknowledged_late'; first: PersonRef | null; firstAt: Instant | null }
  | { kind: 'acknowledgement_expired'; person: PersonRef }
  | { kind: 'acknowledgement_undone' }
  | { kind: 'handed_over'; from: PersonRef; to: PersonRef }
  | { kind: 'passed' }
  | { kind: 'progress'; note: string }
  | { kind: 'renewed'; until: Instant }
  | { kind: 'help_asked' }
  | { kind: 'recovered'; goods: number }
  | { kind: 'relapsed'; failure: Failure; ping: PingResult | null }
  | { kind: 'flapping' }
  | { kind: 'mended'; cause: Cause | null; note: string }
  | { kind: 'reminded'; to: PersonRef[] }
  | { kind: 'duty_changed'; to: PersonRef[] }
  | { kind: 'confirmed'; cause: Cause; note: string }
  | { kind: 'rejected'; note: string }
  | { kind: 'voided'; reason: string }
  /** A key in a call that changed nothing: to hear more, to hear it again, or a wrong one. */
  | { kind: 'key_pressed'; key: string }
  | { kind: 'note_added'; note: string }
  | { kind: 'told_by_phone'; person: PersonRef; note: string }

export type EventKind = EventBody['kind']

/** Why somebody was told at this moment. */
export type Why =
  | 'opened'
  | 'no_acknowledgement'
  | 'nobody'
  | 'undelivered'
  | 'passed'
  | 'expired'
  | 'relapse'
  | 'rejected'
  | 'help'
  | 'repeat'

/** Whether the incident still needs a person. */
export function isLive(incident: Incident): boolean {
  return incident.state === 'paging' || incident.state === 'acknowledged' || incident.state === 'recovered'
}

/**
 * When whoever has it now took it. `acknowledgedAt` stays the first acknowledgement of the incident (响应): after a
 * relapse or a change of hands that is not the moment at which the present owner took it.
 */
export function takenAt({ beforeTaking, acknowledgedAt }: Incident): Instant | null {
  return beforeTaking?.at ?? acknowledgedAt
}
