import type { ChannelId } from '../domain/channel.ts'
import type { AttemptState } from '../domain/incident/page.ts'
import type { Instant } from '../domain/instant.ts'
import type { Language } from '../domain/language.ts'
import type { Wording } from '../domain/texts/message.ts'
import type { DeliveryReport, InboundText } from '../storage/ports.ts'

/** What became of one try. `reason` is a short machine word: `twilio:21610`, `http:429`, `timeout`. */
export type SendOutcome =
  | { kind: 'accepted'; providerId: string; state: AttemptState }
  /** There is no provider: the text stands in the outbox. */
  | { kind: 'shown' }
  /** Certainly not processed (429, or no connection before a byte left): safe to send again. */
  | { kind: 'retry'; afterMs: number; reason: string }
  /** Permanent, for this number or this account: the next channel, or the next contact. */
  | { kind: 'refused'; reason: string }
  /** May or may not have been accepted: to be looked up, never guessed. */
  | { kind: 'unknown'; reason: string }

/** One try at one page. `attempt` counts from 1. */
export type SendOrder = {
  pageId: string
  attempt: number
  /** E.164. */
  to: string
  email: string | null
  personId: string
  personName: string
  /** Whose group or account it is for; null where the person belongs to no unit. */
  unitId: string | null
  text: string
  code: string | null
  language: Language
  /** The same text as a template and its values, for providers that take nothing but registered templates. */
  wording: Wording
}

export type Found = { kind: 'found'; report: DeliveryReport } | { kind: 'absent' } | { kind: 'unavailable' }

/** A way to reach a person. Nothing outside `paging/` knows which provider stands behind it. */
export interface Channel {
  readonly id: ChannelId
  /** False while there is no provider and texts only stand in the outbox. */
  readonly leavesHouse: boolean
  /** Tries once and never throws. The caller owns the deadline: an aborted try has an unknown outcome. */
  send(order: SendOrder, signal: AbortSignal): Promise<SendOutcome>
  /** Looks for a message whose sending has an unknown outcome. `since`: the claim less 60 s. */
  find(order: SendOrder, since: Instant): Promise<Found>
  /** Asks the provider how an accepted message fares; null when it cannot say. */
  check(providerId: string, order: SendOrder): Promise<DeliveryReport | null>
  /**
   * Texts received since then, oldest first: those that came while we were down are not delivered again.
   * Rejects when the provider could not be asked, so that nobody mistakes that for silence.
   */
  received(since: Instant): Promise<InboundText[]>
}
