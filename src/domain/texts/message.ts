import type { Role } from '../book/book.ts'
import type { Audience } from '../book/settings.ts'
import type { FindingKind } from '../content/findings.ts'
import type { Instant } from '../instant.ts'
import type { Neglect } from '../self-check/neglect.ts'
import type { SpotOutcome } from '../shift-work/spot-check.ts'
import type { SharedKind } from '../watch/common-cause.ts'
import type { FailureKind } from '../watch/probe.ts'

/** A site as a text may call it: in full, or by its short form where the full name does not fit. */
export type SiteName = { name: string; short: string | null }

/**
 * What a text says, before it is put into anybody's language. The keys and their words are those of the message
 * sheet; `renderMessage` turns one into a text.
 */
export type Message =
  | { key: 'outage'; site: SiteName; since: Instant; why: FailureKind }
  | { key: 'repage'; site: SiteName; forMs: number }
  | { key: 'repage.expired'; site: SiteName }
  | { key: 'escalate.lead'; site: SiteName; since: Instant; who: string; afterMs: number }
  | { key: 'escalate.nobody'; site: SiteName; since: Instant }
  | { key: 'escalate.undelivered'; site: SiteName; since: Instant; who: string }
  | { key: 'escalate.office'; site: SiteName; forMs: number; who: string[] }
  | { key: 'recovered'; site: SiteName; at: Instant; forMs: number; lead: string | null }
  | { key: 'recovered.confirm'; site: SiteName; at: Instant; forMs: number; who: string | null }
  | { key: 'confirm.remind'; site: SiteName; at: Instant }
  | { key: 'confirmed'; site: SiteName; forMs: number; lead: string }
  | { key: 'rejected'; site: SiteName; lead: string }
  | { key: 'relapse'; site: SiteName; at: Instant; why: FailureKind }
  | { key: 'taken'; site: SiteName; who: string; at: Instant }
  | { key: 'taken.lead'; site: SiteName; who: string; at: Instant }
  | BundleMessage
  | { key: 'blind'; since: Instant }
  | { key: 'blind.over'; at: Instant; forMs: number; sites: number; down: number }
  | { key: 'disk'; since: Instant }
  | { key: 'provider'; since: Instant }
  | { key: 'test' }
  | { key: 'drill'; site: SiteName }
  | { key: 'content.odd'; site: SiteName; since: Instant; odd: FindingKind }
  | { key: 'content.odd.lead'; site: SiteName; since: Instant; odd: FindingKind }
  | { key: 'content.odd.office'; site: SiteName; since: Instant; odd: FindingKind }
  | { key: 'drill.missed'; who: string; forMs: number }
  | { key: 'neglected'; site: SiteName; neglect: Neglect }
  /** `site`: the first of `count` that show it. */
  | { key: 'certificate'; site: SiteName; count: number; endsAt: Instant; days: number }
  | RosterMessage

/** What several texts of one reader have in common, so that they may be told as one. */
export type BundleTopic = 'down' | 'confirm' | 'recovered' | 'taken' | 'confirmed'

/**
 * Several sites in one text. `sites`: the first of them in the order of the board, as many as could fit; `since`: the
 * earliest failure among all. `isLater`: there was a bundle before that still waits; `isAgain`: all were told before.
 */
export type BundleMessage = {
  key: 'bundle'
  topic: BundleTopic
  audience: Audience
  isLater: boolean
  isAgain: boolean
  sites: SiteName[]
  count: number
  since: Instant
  /** What all of them have in common, where that is known. */
  shared?: SharedKind
}

/** Texts of duty life. `start` is when a shift begins; `site` the first of several where somebody has many. */
export type RosterMessage =
  | { key: 'roster.published'; period: string; count: number; start: Instant; role: Role; site: SiteName }
  | { key: 'roster.changed'; start: Instant; site: SiteName; who: string }
  | { key: 'roster.changed.away'; start: Instant; site: SiteName; who: string }
  | { key: 'roster.changed.many'; period: string; count: number; start: Instant; site: SiteName }
  | { key: 'remind.eve'; start: Instant; role: Role; site: SiteName; lead: string | null }
  | { key: 'shift.start'; end: Instant; role: Role; site: SiteName; before: string | null; lead: string | null }
  | { key: 'swap.asked'; start: Instant; role: Role; site: SiteName; who: string }
  | { key: 'swap.accepted'; start: Instant; site: SiteName; who: string; other: string }
  | { key: 'swap.approved'; start: Instant; role: Role; site: SiteName; who: string; other: string }
  | { key: 'swap.refused'; start: Instant; role: Role; site: SiteName; who: string }
  | { key: 'window.approved'; start: Instant; site: SiteName }
  | { key: 'window.refused'; start: Instant; site: SiteName }
  | { key: 'handover.unsigned'; start: Instant; site: SiteName; who: string; other: string }
  | { key: 'nil.missing'; unit: string; by: string }
  | { key: 'spot.sms'; withinMs: number }
  | { key: 'spot.absent'; site: SiteName; role: Role; who: string; times: number }
  | { key: 'spot.found'; site: SiteName; role: Role; who: string; outcome: SpotOutcome }
  | { key: 'contact.dead'; start: Instant; who: string }

export type MessageKey = Message['key']

/**
 * A text as a template and what fills it, for providers that take nothing but registered templates. `values` are by
 * placeholder (`site`, `t`, `code`), names as long as they are; the sender mark is not among them.
 */
export type Wording = { key: string; values: Readonly<Record<string, string>> }

/** Answers to a reply by text, where the country lets a phone answer. */
export type Answer =
  | { key: 'unknown'; code: string }
  | { key: 'ambiguous'; count: number }
  | { key: 'ok'; site: SiteName; at: Instant; expiresMs: number }
  | { key: 'ok.many'; count: number; at: Instant; expiresMs: number }
  | { key: 'late'; site: SiteName; who: string; at: Instant }
  | { key: 'over'; site: SiteName; at: Instant }
  | { key: 'notyours' }
  | { key: 'notlead'; lead: string | null }
  | { key: 'notyet'; site: SiteName }
  | { key: 'passed'; site: SiteName }
  | { key: 'confirmed'; site: SiteName; forMs: number; lead: string }
  | { key: 'confirmed.many'; count: number; lead: string }
