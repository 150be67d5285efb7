import type { Person } from '../book/book.ts'
import type { Audience, ChannelKind } from '../book/settings.ts'
import { canBePaged } from '../duty.ts'
import type { Instant } from '../instant.ts'
import type { Message, SiteName } from '../texts/message.ts'
import type { Sample } from '../watch/probe.ts'
import type { Cause, EventBody, Incident, IncidentEvent, PersonRef, Via } from './incident.ts'
import type { Urgency } from './page.ts'
import type { Circumstances } from './policy.ts'

/** What may move an incident. */
export type Stimulus =
  | { kind: 'site_down'; failures: readonly Sample[] }
  | { kind: 'site_up'; goods: number }
  | { kind: 'time_passed' }
  /** Somebody else may be on duty now: a shift has ended, a swap was approved, a roster published. */
  | { kind: 'duty_changed' }
  /** The wall clock was set: everything that waits for it moves along, so that nothing fires for the gap. */
  | { kind: 'clock_moved'; byMs: number }
  /** A provider has taken the first text about it, then. */
  | { kind: 'told'; at: Instant }
  | { kind: 'page_failed'; person: PersonRef; channel: ChannelKind; round: number; why: string }
  | ({ kind: 'acknowledged'; takeOver: boolean } & Act)
  | ({ kind: 'acknowledgement_undone' } & Act)
  /** Both have signed the handover: what the outgoing person had is the incoming one's from now on. */
  | { kind: 'handed_over'; from: readonly PersonRef[]; to: PersonRef }
  | ({ kind: 'passed' } & Act)
  | ({ kind: 'progress'; note: string } & Act)
  | ({ kind: 'renewed' } & Act)
  | ({ kind: 'help_asked' } & Act)
  | ({ kind: 'mended'; cause: Cause | null; note: string } & Act)
  | ({ kind: 'recovery_confirmed'; cause: Cause | null; note: string } & Act)
  | ({ kind: 'recovery_rejected'; note: string } & Act)
  | ({ kind: 'voided'; reason: string } & Act)
  | ({ kind: 'key_pressed'; key: string } & Act)
  | ({ kind: 'note_added'; note: string } & Act)
  /** Somebody said it to the person by telephone. */
  | ({ kind: 'told_by_phone'; person: PersonRef; note: string } & Act)
  /** A message is to go to the same person once more, in the same words. */
  | ({ kind: 'sent_again'; person: Person; page: Pick<PageOrder, 'audience' | 'channel' | 'message'> } & Act)
export type Act = { by: PersonRef; via: Via }

/** One text to plan. Its code, words and identity are added when it is committed. */
export type PageOrder = {
  step: string
  to: Person & { mobile: string }
  audience: Audience
  channel: ChannelKind
  message: Message
  urgency: Urgency
  dueAt: Instant
}

/** Why the decision is what it is, "do nothing" and every refusal included. */
export type Reason =
  | 'opened'
  | 'relapsed'
  | 'already_down'
  | 'recovered'
  | 'not_down'
  | 'escalated'
  | 'not_due'
  | 'clock_moved'
  | 'acknowledgement_expired'
  | 'reminded'
  | 'duty_changed'
  | 'duty_unchanged'
  | 'settled'
  | 'told'
  | 'page_failed_noted'
  | 'acknowledged'
  | 'taken_over'
  | 'acknowledged_late'
  | 'acknowledgement_undone'
  | 'handed_over'
  | 'not_theirs'
  | 'passed'
  | 'noted'
  | 'renewed'
  | 'help_asked'
  | 'mended'
  | 'confirmed'
  | 'rejected'
  | 'voided'
  | Refusal

/** An act that the incident's state does not allow. */
export type Refusal =
  | 'refused_no_incident'
  | 'refused_closed'
  | 'refused_recovered'
  | 'refused_still_down'
  | 'refused_not_paging'
  | 'refused_not_acknowledged'
  | 'refused_not_owner'
  | 'refused_too_late'

export type Decision = {
  incident: Incident | null
  events: IncidentEvent[]
  pages: PageOrder[]
  /** Take back what is planned and not yet sent; a word for the record. */
  cancelPlanned: string | null
  reason: Reason
}

export function isRefusal(reason: Reason): reason is Refusal {
  return reason.startsWith('refused_')
}

/** A decision under construction. Lives inside one call of `decide` and never leaves it. */
export type Draft = {
  incident: Incident
  readonly at: Circumstances
  readonly events: IncidentEvent[]
  readonly pages: PageOrder[]
  cancelPlanned: string | null
}

export function draftOf(incident: Incident, at: Circumstances): Draft {
  return { incident, at, events: [], pages: [], cancelPlanned: null }
}

export function conclude(draft: Draft, reason: Reason): Decision {
  const { incident, events, pages, cancelPlanned } = draft
  return { incident, events, pages, cancelPlanned, reason }
}

/** Nothing changes, for this reason. */
export function unchanged(incident: Incident | null, reason: Reason): Decision {
  return { incident, events: [], pages: [], cancelPlanned: null, reason }
}

export function change(draft: Draft, fields: Partial<Incident>): void {
  draft.incident = { ...draft.incident, ...fields }
}

export function tell(draft: Draft, body: EventBody, act: Act | null = null, at = draft.at.now): void {
  draft.events.push({ at, by: act?.by ?? null, via: act?.via ?? null, ...body })
}

type Order = { step: string; audience: Audience; channel?: ChannelKind; message: Message }

/** Orders a page that must arrive: sent at once, again if its fate is unknown, at any hour. */
export function orderPage(draft: Draft, person: Person, order: Order): void {
  if (!canBePaged(person)) return
  push(draft, { ...withChannel(order), to: person, urgency: 'page', dueAt: draft.at.now })
}

/** Orders a text that is told once at most and waits for the morning unless its reader is on shift. */
export function orderCourtesy(draft: Draft, person: Person, order: Order): void {
  if (!canBePaged(person)) return
  push(draft, { ...withChannel(order), to: person, urgency: 'courtesy', dueAt: draft.at.courtesyAt(person.id) })
}

/** Orders a text that is told once at most, but at once: a recovery is no use in the morning. */
export function orderNotice(draft: Draft, person: Person, order: Order): void {
  if (!canBePaged(person)) return
  push(draft, { ...withChannel(order), to: person, urgency: 'courtesy', dueAt: draft.at.now })
}

export function siteNameOf(draft: Draft): SiteName {
  return { name: draft.at.site.name, short: draft.at.site.shortName ?? null }
}

/** Everybody today's duty could name, each once: where a person told earlier is looked up to be told again. */
export function peopleOf(draft: Draft): Person[] {
  const { lead, staff, office } = draft.at.duty
  return uniquePeople([...staff, ...(lead ? [lead] : []), ...office])
}

export function uniquePeople(people: readonly Person[]): Person[] {
  return [...new Map(people.map((person) => [person.id, person])).values()]
}

function withChannel(order: Order): Order & { channel: ChannelKind } {
  return { channel: 'sms', ...order }
}

/** One page per (step, person): whoever stands on two rungs of one level is told once. */
function push(draft: Draft, order: PageOrder): void {
  const isThere = draft.pages.some((page) => page.step === order.step && page.to.id === order.to.id)
  if (!isThere) draft.pages.push(order)
}
