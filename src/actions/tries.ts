import { type Instant, minute } from '../domain/instant.ts'

const windowMs = 15 * minute
const mostWrong = 5
/** Addresses that never come back are forgotten once there are so many. */
const mostKeys = 10_000

/** Counts wrong codes per address and per phone: five in 15 minutes, then wait (CONTRACT `POST /a`). */
export interface Tries {
  /** When the next try is allowed; null when now. */
  waitUntil(key: string, now: Instant): Instant | null
  /** Tries left after this wrong one. */
  wrong(key: string, now: Instant): number
  right(key: string): void
}

export function createTries(): Tries {
  const wrongAt = new Map<string, Instant[]>()
  const recent = (key: string, now: Instant) =>
    (wrongAt.get(key) ?? []).filter((at) => at <= now && now - at < windowMs)
  const forgetOld = (now: Instant) => {
    for (const key of [...wrongAt.keys()]) if (recent(key, now).length === 0) wrongAt.delete(key)
  }
  return {
    waitUntil(key, now) {
      const moments = recent(key, now)
      if (moments.length === 0) wrongAt.delete(key)
      const oldest = moments[moments.length - mostWrong]
      return oldest === undefined ? null : oldest + windowMs
    },
    wrong(key, now) {
      if (wrongAt.size >= mostKeys) forgetOld(now)
      const moments = [...recent(key, now), now]
      wrongAt.set(key, moments)
      return Math.max(0, mostWrong - moments.length)
    },
    right(key) {
      wrongAt.delete(key)
    },
  }
}
