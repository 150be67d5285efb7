import type { Role } from '../book/book.ts'
import type { FindingKind } from '../content/findings.ts'
import type { Language } from '../language.ts'
import type { Neglect } from '../self-check/neglect.ts'
import type { SpotOutcome } from '../shift-work/spot-check.ts'
import type { SharedKind } from '../watch/common-cause.ts'
import type { FailureKind } from '../watch/probe.ts'
import { en } from './en.ts'
import type { Answer, BundleMessage, Message, MessageKey } from './message.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/**
 * Every text of the message sheet that has a `Message`, and its variants: sent again (`outage.resend…`), and for
 * facts that may be missing (`….nobody`, `….one`) or too many to name (`….many`).
 */
export type TextKey =
  | Exclude<MessageKey, 'bundle'>
  | BundleTextKey
  | 'outage.resend'
  | 'outage.resend.since'
  | 'outage.resend.for'
  | 'outage.resend.still'
  | 'rejected.resend'
  | 'certificate.many'
  | 'escalate.office.nobody'
  | 'escalate.office.one'
  | 'escalate.office.many'
  | 'recovered.nobody'
  | 'recovered.confirm.nobody'
  | 'remind.eve.alone'
  | 'shift.start.first'
  | 'shift.start.alone'
  | 'shift.start.first.alone'
/** Several sites in one text: of two, of more, of more after a first bundle; told again; and to whom. */
type BundleTextKey =
  | 'bundle.2'
  | 'bundle.n'
  | 'bundle.later'
  | 'bundle.again'
  | 'bundle.lead'
  | 'bundle.office'
  | 'bundle.resend'
  | 'bundle.confirm'
  | 'bundle.recovered'
  | 'bundle.taken'
  | 'bundle.confirmed'
export type AnswerTextKey = Answer['key'] | 'notlead.nobody'

/** The words of one language. Placeholders in braces; which there are is fixed (`Placeholder`). */
export type Dictionary = {
  /** Stands for the setting `signature` while that is the house's own. */
  houseSignature: string
  mark: string
  markResent: string
  /** Before what is not real. */
  markDrill: string
  /** Where a site's name was cut; within GSM-7 for the languages whose texts are. */
  ellipsis: string
  why: Record<FailureKind, string>
  /** What several sites have in common, after their number. */
  shared: Record<SharedKind, string>
  /** What somebody does in a role, as a verb after the site. */
  duty: Record<Role, string>
  /** The same as a verb before the site, or after a person. */
  takes: Record<Role, string>
  /** How a spot check was found, after the person. */
  found: Record<SpotOutcome, string>
  /** What is odd about a page, after the site and the moment. */
  odd: Record<FindingKind, string>
  /** Why nobody is being told, after the site. */
  neglect: Record<Neglect, string>
  /** Several names in a row; the last one after them where some had to be left out. */
  joinNames: (names: readonly string[]) => string
  andMore: string
  /** Before a time of the next day. */
  tomorrow: string
  /** A site whose name may not stand in a text. */
  someSite: string
  messages: Record<TextKey, string>
  answers: Record<AnswerTextKey, string>
}

export const dictionaries: Record<Language, Dictionary> = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }

/** Which wording a message takes. A text sent again has its own where it asks to be ignored if dealt with. */
export function textKeyOf(message: Message, resent: boolean): TextKey {
  if (message.key === 'bundle') return bundleKeyOf(message, resent)
  const again = resent ? resentKeyOf(message) : null
  if (again) return again
  if (message.key === 'certificate' && message.count > 1) return 'certificate.many'
  if (message.key === 'escalate.office') return officeKeyOf(message.who.length)
  if (message.key === 'recovered' && message.lead === null) return 'recovered.nobody'
  if (message.key === 'recovered.confirm' && message.who === null) return 'recovered.confirm.nobody'
  if (message.key === 'remind.eve' && message.lead === null) return 'remind.eve.alone'
  if (message.key === 'shift.start') return startKeyOf(message)
  return message.key
}

function bundleKeyOf({ topic, audience, isLater, isAgain, count }: BundleMessage, resent: boolean): TextKey {
  if (topic !== 'down') return `bundle.${topic}`
  if (resent) return 'bundle.resend'
  if (isAgain) return 'bundle.again'
  if (audience !== 'staff') return `bundle.${audience}`
  if (isLater) return 'bundle.later'
  return count === 2 ? 'bundle.2' : 'bundle.n'
}

/** Who was there before and who leads: either may be nobody, or the reader. */
function startKeyOf({ before, lead }: { before: string | null; lead: string | null }): TextKey {
  if (before === null) return lead === null ? 'shift.start.first.alone' : 'shift.start.first'
  return lead === null ? 'shift.start.alone' : 'shift.start'
}

function officeKeyOf(people: number): TextKey {
  if (people === 0) return 'escalate.office.nobody'
  if (people === 1) return 'escalate.office.one'
  return people === 2 ? 'escalate.office' : 'escalate.office.many'
}

/** What a text that asks for an acknowledgement says the second time; null for those that only get the mark. */
function resentKeyOf(message: Message): TextKey | null {
  switch (message.key) {
    case 'outage':
      return 'outage.resend'
    case 'relapse':
    case 'escalate.lead':
    case 'escalate.nobody':
    case 'escalate.undelivered':
      return 'outage.resend.since'
    case 'repage':
    case 'escalate.office':
      return 'outage.resend.for'
    case 'repage.expired':
      return 'outage.resend.still'
    case 'rejected':
      return 'rejected.resend'
    default:
      return null
  }
}
