import type { Instant } from '../domain/instant.ts'

/** What a full handshake proved and a resumed one rests on. */
export type TlsSession = {
  /** Host and port, as the address of the page spells them. */
  origin: string
  address: string
  /** What to offer next time. */
  ticket: Buffer
  certificateEndsAt: Instant
  /** Monotonic milliseconds until which it may stand for a full handshake. */
  freshUntil: number
}

type Question = { siteId: string; origin: string; address: string; at: Instant }

export type TlsSessions = {
  /**
   * The session to offer, or null when a full handshake is due: at the set rhythm, after any failure, at another
   * address, and once the certificate has ended. It is taken out: two looks at once never rest on one proof.
   */
  take(question: Question): TlsSession | null
  /** Keeps what a good look has proved. */
  keep(siteId: string, session: TlsSession): void
  /** After a failure: the next look proves everything anew. */
  forget(siteId: string): void
  /** A server that breaks off when a session is offered is not offered one for a day. */
  avoid(siteId: string, origin: string): void
  /** Until when a proof made now may serve: half to all of the rhythm, so that sites do not stay in step. */
  freshUntil(rhythmMinutes: number): number
  /** Sessions held, for the tests of its bound. */
  size(): number
}

const minute = 60_000
const avoidedMs = 24 * 60 * minute
/** How often what is no longer of use is thrown out: so do sites go that left the watch. */
const sweepMs = 10 * minute
const mostOrigins = 3

/** The TLS sessions of good looks, a handful a site at most: one for each server that its redirects lead over. */
export function createTlsSessions(monotonic: () => number, draw: () => number = Math.random): TlsSessions {
  const kept = new Map<string, TlsSession[]>()
  const avoided = new Map<string, number>()
  let sweptAt = monotonic()
  const sweep = (now: number) => {
    if (now - sweptAt < sweepMs) return
    sweptAt = now
    for (const [siteId, sessions] of kept)
      if (sessions.every(({ freshUntil }) => freshUntil <= now)) kept.delete(siteId)
    for (const [key, until] of avoided) if (until <= now) avoided.delete(key)
  }
  return {
    take: ({ siteId, origin, address, at }) => {
      const now = monotonic()
      const sessions = kept.get(siteId)
      const index = sessions?.findIndex((one) => one.origin === origin) ?? -1
      const [found] = sessions && index >= 0 ? sessions.splice(index, 1) : []
      if (sessions?.length === 0) kept.delete(siteId)
      if (!found || found.address !== address || found.freshUntil <= now || found.certificateEndsAt <= at) return null
      return found
    },
    keep: (siteId, session) => {
      const now = monotonic()
      sweep(now)
      if (session.freshUntil <= now || (avoided.get(`${siteId} ${session.origin}`) ?? now) > now) return
      const others = (kept.get(siteId) ?? []).filter(({ origin }) => origin !== session.origin)
      kept.set(siteId, [...others, { ...session, ticket: apart(session.ticket) }].slice(-mostOrigins))
    },
    forget: (siteId) => kept.delete(siteId),
    avoid: (siteId, origin) => avoided.set(`${siteId} ${origin}`, monotonic() + avoidedMs),
    freshUntil: (rhythmMinutes) => monotonic() + rhythmMinutes * minute * (0.5 + 0.5 * draw()),
    size: () => [...kept.values()].reduce((sum, sessions) => sum + sessions.length, 0),
  }
}

/**
 * The same bytes in memory of their own. As it comes a ticket lies in a slab of 64 KB that it shares with what was read
 * about then, and would hold all of it: 24 KB a site, measured.
 */
function apart(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(copy)
  return copy
}
