import { hour, type Instant } from '../instant.ts'
import type { Failure } from './probe.ts'

/**
 * What a look over IPv6 came to, beside the verdict, which rests on IPv4: half of a site's readers may be shut out while
 * the other half reads. `none`: the name has no IPv6 address. `unknown`: this machine has no way to it.
 */
export type V6Look = { answer: 'good' | 'none' | 'unknown' } | { answer: 'bad'; failure: Failure }

/** The same, since when it has been so, and when it was last looked at. */
export type V6State = V6Look & { since: Instant; at: Instant; failedAt?: Instant }

/**
 * The state after one more look. One failure is kept as a doubt, the second in a row as `bad` since the first; what
 * nobody could tell changes nothing that was known.
 */
export function nextV6(before: V6State | undefined, look: V6Look, at: Instant): V6State {
  const known: V6State = before ?? { answer: 'unknown', since: at, at }
  if (look.answer === 'unknown') return { ...known, at }
  if (look.answer !== 'bad') return { ...look, since: known.answer === look.answer ? known.since : at, at }
  if (known.answer === 'bad') return { ...look, since: known.since, at }
  return known.failedAt === undefined ? { ...known, at, failedAt: at } : { ...look, since: known.failedAt, at }
}

/** Without a single good look for this long the fault is taken to be this machine's. */
const sightMs = hour

/**
 * What may be said of a site: a failure only while this machine demonstrably has IPv6, that is while some site answers
 * over it. Otherwise nothing is known, however many sites seem to be shut.
 */
export function tellableV6(state: V6State | undefined, lastGoodAt: Instant | null, now: Instant): V6State | null {
  if (!state) return null
  const sees = lastGoodAt !== null && now - lastGoodAt <= sightMs
  return state.answer === 'bad' && !sees ? { answer: 'unknown', since: state.since, at: state.at } : state
}
