import type { Language } from '../language.ts'
import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What a call says, in the keys of the message sheet and their variants for facts that may be missing or many. */
export type CallPhrase =
  | 'outage'
  | 'outage.keys'
  | 'lead'
  | 'lead.nobody'
  | 'bundle'
  | 'confirm'
  | 'confirm.many'
  | 'taken'
  | 'yours'
  | 'over'
  | 'over.voided'
  | 'not_yours'
  | 'after.take'
  | 'after.late'
  | 'after.details'
  | 'after.details.no_lead'
  | 'after.pass'
  | 'after.confirm'
  | 'after.reject'
  | 'spot'
  | 'spot.over'
  | 'after.spot'
  | 'wrong.spot'
  | 'wrong'
  | 'wrong.confirm'
  | 'closing'
  | 'closing.short'
  | 'goodbye'

/** The words of one language. Placeholders in braces, as `call-phrases.ts` fills them. */
export type CallWords = {
  phrases: Record<CallPhrase, string>
  /** What is known of the host beside the cause: it answers while its service does not, it does not answer, nothing. */
  host: Record<'answers' | 'up' | 'silent' | 'unknown', string>
  joinNames: (names: readonly string[]) => string
}

export const callWords: Record<Language, CallWords> = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
