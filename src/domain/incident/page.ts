import type { Audience, ChannelKind } from '../book/settings.ts'
import type { ChannelId } from '../channel.ts'
import type { Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import type { Message } from '../texts/message.ts'

/**
 * `planned → claimed → accepted → delivered`, with `unknown` between claim and proof, and the ends `failed`,
 * `cancelled` (overtaken before it was sent), `shown` (no provider: the text stands in the outbox) and `told_by_phone`
 * (a person has said it to its reader, so nothing more is tried).
 */
export type PageState =
  | ('planned' | 'claimed' | 'unknown' | 'accepted' | 'delivered')
  | ('shown' | 'failed' | 'cancelled' | 'told_by_phone')

/** `page`: leans to at-least-once and knows no quiet hours. `courtesy`: at most once, waits for the morning. */
export type Urgency = 'page' | 'courtesy'

/** One intended message to one person for one step of an incident (or of the watch itself: incidentId null). */
export type Page = {
  id: string
  incidentId: string | null
  step: string
  personId: string
  personName: string
  audience: Audience
  channel: ChannelKind
  /** Over which channels it is tried, one after the other. */
  route: readonly ChannelId[]
  to: string
  language: Language
  message: Message
  text: string
  code: string | null
  urgency: Urgency
  state: PageState
  plannedAt: Instant
  /** Not before this moment: quiet hours, back-off, or simply now. */
  dueAt: Instant
  /** How often it was tried; each try is an attempt row. */
  attempts: number
  /** Which channel of its route it has come to, from 0; and how many tries were made before it came there. */
  hop: number
  hopAttempts: number
  /** The page that tells its matter together with others; null when it tells its own. */
  bundleId: string | null
  /** Handed to the provider, when known. */
  acceptedAt: Instant | null
  deliveredAt: Instant | null
  /** Why it failed or was cancelled, as a `PageFailure` or a free machine word for the record. */
  reason: string | null
}

export type NewPage = Omit<
  Page,
  'state' | 'attempts' | 'hop' | 'hopAttempts' | 'bundleId' | 'acceptedAt' | 'deliveredAt' | 'reason'
>

/** States of one attempt, forward only in this order; `failed` and `delivered` are ends. */
const attemptStates = ['claimed', 'unknown', 'accepted', 'queued', 'sent', 'delivered', 'failed'] as const
export type AttemptState = (typeof attemptStates)[number]

/** The channel it is tried over now. */
export function channelOf({ route, hop, channel }: Pick<Page, 'route' | 'hop' | 'channel'>): ChannelId {
  return route[hop] ?? channel
}

export type Attempt = {
  pageId: string
  n: number
  channel: ChannelId
  text: string
  claimedAt: Instant
  /** After this moment a claim without an outcome is unknown. */
  deadlineAt: Instant
  state: AttemptState
  providerId: string | null
  errorCode: string | null
  updatedAt: Instant
}

const rank: Record<AttemptState, number> = {
  claimed: 0,
  unknown: 1,
  accepted: 2,
  queued: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
}

/**
 * The state after a report came in: callbacks are unordered and best effort, so only a later state counts.
 * `delivered` wins over `failed`: a handset's receipt is proof, a failure report may be about an earlier hop.
 */
export function forward(current: AttemptState, reported: AttemptState): AttemptState {
  return rank[reported] > rank[current] ? reported : current
}
