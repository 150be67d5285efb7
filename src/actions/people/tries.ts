import { isIPv6 } from 'node:net'
import { type Instant, minute } from '../../domain/instant.ts'

const windowMs = 15 * minute
const mostWrong = 5
/** Keys kept before those whose window has passed are thrown out: addresses are cheap to whoever guesses. */
const mostKeys = 10_000

/** Counts wrong codes per address and per phone: five in 15 minutes, then wait (CONTRACT `POST /a`). */
export interface Tries {
  /** When the next try is allowed; null when now. */
  waitUntil(key: string, now: Instant): Instant | null
  /** Tries left after this wrong one. */
  wrong(key: string, now: Instant): number
  /** This one was right. It takes nothing else back: somebody's own code must not buy guesses at the others. */
  right(key: string): void
}

export function createTries(): Tries {
  const wrongAt = new Map<string, Instant[]>()
  const recent = (key: string, now: Instant) =>
    (wrongAt.get(key) ?? []).filter((at) => at <= now && now - at < windowMs)
  // Doubled after each sweep, so that a flood of new addresses does not pay for a sweep with every guess.
  let sweepAt = mostKeys
  const forgetOld = (now: Instant) => {
    for (const key of [...wrongAt.keys()]) if (recent(key, now).length === 0) wrongAt.delete(key)
    sweepAt = Math.max(mostKeys, 2 * wrongAt.size)
  }
  return {
    waitUntil(from, now) {
      const key = householdOf(from)
      const moments = recent(key, now)
      if (moments.length === 0) wrongAt.delete(key)
      const oldest = moments[moments.length - mostWrong]
      return oldest === undefined ? null : oldest + windowMs
    },
    wrong(from, now) {
      const key = householdOf(from)
      if (wrongAt.size >= sweepAt) forgetOld(now)
      const moments = [...recent(key, now), now]
      wrongAt.set(key, moments)
      return Math.max(0, mostWrong - moments.length)
    },
    right(from) {
      const key = householdOf(from)
      wrongAt.set(key, wrongAt.get(key)?.slice(0, -1) ?? [])
    },
  }
}

/** One line of a house has 2^64 IPv6 addresses: they count as one. Phones and IPv4 addresses count as they are. */
function householdOf(key: string): string {
  if (!isIPv6(key) || key.includes('.')) return key
  const [head = '', tail = ''] = key.split('::')
  const groups = (part: string) => part.split(':').filter(Boolean)
  const zeros = key.includes('::') ? Array<string>(8 - groups(head).length - groups(tail).length).fill('0') : []
  return [...groups(head), ...zeros, ...groups(tail)].slice(0, 4).join(':')
}
