import { type Concern, meaningOf } from '../../domain/texts/provider-errors.ts'
import type { Words } from '../words.ts'

/** Why a message did not arrive, what to do about it, and the provider's own code for whoever looks it up. */
export type ReasonView = { what: string; todo: string; code: string; concern: Concern }

/** A reason of the record in plain words. One that nobody here knows is shown by its code and breaks nothing. */
export function reasonOf(words: Words, reason: string): ReasonView {
  const { name, concern, code, seconds } = meaningOf(reason)
  if (name === null) return { what: words.reason.unknown(code), todo: '', code, concern }
  const { what, todo } = words.reasons[name]
  return { what: seconds === null ? what : words.reason.withSeconds(what, seconds), todo, code, concern }
}
