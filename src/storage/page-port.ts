import type { ChannelKind } from '../domain/book/settings.ts'
import type { ChannelId } from '../domain/channel.ts'
import type { Attempt, AttemptState, NewPage, Page, PageState } from '../domain/incident/page.ts'
import type { Instant } from '../domain/instant.ts'
import type { Paged, Slice } from './ports.ts'

/** What a provider told us about one attempt. */
export type DeliveryReport = { state: AttemptState; providerId: string | null; errorCode: string | null }

export interface PageLog {
  /** Pages about incidents that would be sent now for the first time, oldest first, without what was overtaken. */
  waiting(now: Instant): Promise<WaitingPage[]>
  /** What was sent about incidents to the person since then, by its first attempt, oldest first. */
  sentTo(personId: string, since: Instant): Promise<SentPage[]>
  /** Puts one text in the place of several. False when one of them waits no more, or a code drawn for it is known already. */
  bundle(order: BundleOrder, now: Instant): Promise<boolean>
  /** Puts a bundle out once more, for those of its incidents that still wait for it. False when none does. */
  copyBundle(copy: { page: NewPage; of: string }, now: Instant): Promise<boolean>
  /** Holds planned pages back until `dueAt`. */
  postpone(pageIds: readonly string[], dueAt: Instant): Promise<void>
  /** It goes to this number from now on. */
  readdress(pageId: string, to: string): Promise<void>
  /** The pages that went out within this bundle. */
  members(bundleId: string): Promise<Page[]>
  /**
   * Claims planned pages that are due, oldest first: a new attempt row in state `claimed`, durable before this
   * resolves. What must arrive goes before courtesies, of which no more than `courtesyLimit` are claimed. A page whose incident no longer wants it is cancelled instead (`overtaken`).
   */
  claimDue(now: Instant, deadlineAt: Instant, limits: ClaimLimits): Promise<{ page: Page; attempt: Attempt }[]>
  /** Moves an attempt, and the page with it, forward. Answers the page before and after, or null when unknown. */
  report(pageId: string, n: number, report: DeliveryReport, now: Instant): Promise<{ before: Page; after: Page } | null>
  /**
   * Puts a claimed or unknown page back to `planned`, due at `dueAt`, with the text its next attempt carries. Does
   * nothing once there is a later attempt than the one whose fate was looked into.
   */
  replan(seen: SeenPage, again: { dueAt: Instant; text: string; reason: string }, now: Instant): Promise<void>
  /** The same, over the next channel of its route; false when the page has come to another end, or channel, meanwhile. */
  handOver(seen: SeenPage, again: { text: string; reason: string }, now: Instant): Promise<boolean>
  /** Ends a page as failed for `reason`; false when it had already ended. */
  fail(pageId: string, reason: string, now: Instant): Promise<boolean>
  /** A person has told its reader: ends the page, tries and all. False when it had been delivered or taken back. */
  tellByPhone(pageId: string, word: { by: string; note: string }, now: Instant): Promise<boolean>
  /** Marks a page as shown in the outbox (no provider). */
  show(pageId: string, now: Instant): Promise<void>
  /** Pages whose outcome is not known: unknown, or claimed past their deadline. */
  unresolved(now: Instant): Promise<{ page: Page; attempt: Attempt }[]>
  /** Accepted before `before` by one of these channels, which report deliveries, and neither delivered nor failed since. */
  silentSince(before: Instant, channels: readonly ChannelId[]): Promise<{ page: Page; attempt: Attempt }[]>
  /** At start: whatever was claimed when the process ended has an unknown outcome. */
  markInterrupted(now: Instant): Promise<number>
  /**
   * After the wall clock jumped: whatever is not yet sent or proven keeps its distance from now. A courtesy that waits
   * for the morning waits for the morning the new clock shows.
   */
  followClock(byMs: number): Promise<void>
  /** Plans pages that belong to no incident (blindness, tests). An existing (step, person) is left alone. */
  plan(pages: NewPage[]): Promise<void>
  /** What became of the newest text to each person that reached its end: whether it arrived, and why not. */
  lastOutcomes(): Promise<Map<string, LastOutcome>>
  find(id: string): Promise<Page | null>
  /** Every state it went through and every word of a provider about it, oldest first. */
  history(id: string): Promise<PageChange[]>
  ofIncident(incidentId: string): Promise<Page[]>
  attempts(pageIds: readonly string[]): Promise<Attempt[]>
  /** Newest first. */
  list(filter: PageFilter, slice: Slice): Promise<Paged<Page>>
}
/** A page as it was when somebody began to ask what became of it: `attempts` says which try that was about. */
export type SeenPage = Pick<Page, 'id' | 'attempts'>
/** `isTold`: its reader has heard of the incident before. */
export type WaitingPage = { page: Page; isTold: boolean }
/** A text or call that left: when it was first tried, and which incidents it was about. */
export type SentPage = { page: Page; at: Instant; incidentIds: string[] }
/**
 * One page in place of its members. `keyed`: incidents whose code for this reader becomes the bundle's, since they
 * never saw another; `alsoKeyed`: incidents that the bundle's code opens beside the code the reader knows.
 */
export type BundleOrder = { page: NewPage; memberIds: string[]; keyed: string[]; alsoKeyed: string[] }
/**
 * One line of a page's history. `bundled`: its matter went into the page that `reason` names. `told_by_phone`: there it
 * says who told them, and what they wrote about it.
 */
export type PageChange = {
  at: Instant
  state: PageState | AttemptState | 'bundled'
  attempt: number | null
  reason: string | null
}
export type ClaimLimits = { limit: number; courtesyLimit: number }
export type LastOutcome = { to: string; delivered: boolean; reason: string | null; at: Instant }
export type PageFilter = {
  incidentId?: string
  personId?: string
  undeliveredOnly?: boolean
  /** Only those on their way: neither arrived nor given up. */
  underWayOnly?: boolean
  channel?: ChannelKind
  since?: Instant
  until?: Instant
}
