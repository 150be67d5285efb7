import type { Logger } from 'pino'
import type { ActionDeps } from '../actions/deps.ts'
import type { CallAnswer, CallTurn } from '../actions/incident/answer-call.ts'
import type { SignInLimit } from '../actions/people/accounts.ts'
import type { Tries } from '../actions/people/tries.ts'
import type { HolidayData } from '../domain/calendar.ts'
import type { Instant } from '../domain/instant.ts'
import type { Certificate } from '../domain/watch/certificate.ts'
import type { LookTrace } from '../domain/watch/look-trace.ts'
import type { V6State } from '../domain/watch/v6.ts'
import type { SiteState } from '../domain/watch/verdict.ts'
import type { DeliveryReport, InboundText } from '../storage/ports.ts'

/** What the running watch lets the screens see. Handed in, so that the web never reaches into the watch itself. */
export interface WatchView {
  siteStates(): ReadonlyMap<string, SiteState>
  /** Since when the watch has been blind itself; null while it sees. */
  blindSince(): Instant | null
  /** Where to look for what blinds it; null where nobody can say. */
  blindSpot(): 'gateway' | 'beyond' | 'names' | null
  /** Since when nothing can be written to the disk; null while it can. */
  storeTroubleSince(): Instant | null
  /** `ready` after the first tick; `stalled` when no tick has finished for 150 s (invariant I17). */
  health(): { status: 'starting' | 'ready' | 'stalled'; lastTickAt: Instant | null; pager: PagerHealth }
  /** The certificate that the site has last shown in a full handshake; null when it has shown none since the start. */
  certificateOf(siteId: string): Certificate | null
  /** One look now, outside the site's slot; resolves when it has been judged. */
  probeNow(siteId: string): Promise<void>
  /** What is seen of the site over IPv6; null when it was not looked at yet. */
  v6Of(siteId: string): V6State | null
  /** One more look, kept with everything that it meets. */
  traceNow(siteId: string): Promise<void>
  /** The last of those; null when there was none of late. */
  lastTrace(siteId: string): LookTrace | null
}

/**
 * Incidents that nobody has taken and nobody is being told of; since when a provider has refused us; whether an address
 * outside hears that we live.
 */
export type PagerHealth = { unattended: number; refusedSince: Instant | null; beat: 'off' | 'ok' | 'failing' }

/** Where what a provider tells us goes, once its signature has been checked. */
export interface TwilioInbox {
  /** The answer to send back as a text; null when none is due. */
  receiveText(text: InboundText): Promise<string | null>
  report(pageId: string, n: number, report: DeliveryReport): Promise<void>
  /** What a call says next; null where it is none of ours. */
  answerCall(turn: CallTurn): Promise<CallAnswer | null>
}

export type WebConfig = {
  /** How people and providers reach us; the only source of absolute addresses, never a request header. */
  publicUrl: string
  apiToken: string | null
  twilioAuthToken: string | null
  /**
   * Whether texts leave the house, by Twilio or by others alone, from which number, and whether calls exist: shown on
   * settings and as a banner.
   */
  sender: { provider: 'twilio' | 'other' | 'none'; from: string | null; voiceFrom: string | null }
  sessionSecret: string
  version: string
  /** Name of the damaged book that was set aside at this start; null when the book was sound. */
  damagedBook: string | null
}

export type WebDeps = ActionDeps & {
  config: WebConfig
  now(): Instant
  logger: Logger
  watch: WatchView
  holidays: HolidayData
  tries: Tries
  signInLimit: SignInLimit
  inbox: TwilioInbox
  /** The one-time token of the set-up address while nobody can sign in for the office; null afterwards. */
  setUpToken(): Promise<string | null>
  /** Prometheus text of the process and of the watch. */
  metrics(): Promise<string>
}
