import { probeRule } from '../domain/book/book.ts'
import { minute, second } from '../domain/instant.ts'
import type { LookTrace } from '../domain/watch/look-trace.ts'
import { OwnFault } from '../probing/own-fault.ts'
import type { TraceLook } from '../probing/trace-look.ts'
import type { BookStore } from '../storage/ports.ts'
import type { Clock } from './clock.ts'
import { targetOf } from './look.ts'
import { within } from './within.ts'

type TracesDeps = { book: BookStore; clock: Clock; trace: TraceLook; onOwnFault(fault: OwnFault): void }

export type Traces = {
  /** Looks at the site and keeps what was met. */
  trace(siteId: string): Promise<void>
  /** What the last such look met; null when there was none of late. */
  last(siteId: string): LookTrace | null
}

const keptMs = 30 * minute
const mostKept = 200

/** The looks that people asked for, as they went: in memory only, the last of each site, and only for a while. */
export function createTraces({ book, clock, trace, onOwnFault }: TracesDeps): Traces {
  const kept = new Map<string, LookTrace>()
  return {
    trace: async (siteId) => {
      const site = book.current().sites.get(siteId)
      if (!site) return
      const rule = probeRule(book.current(), site)
      try {
        const look = (signal: AbortSignal) => trace(targetOf(site, rule), clock.now(), signal)
        const met = await within(clock, rule.timeoutSeconds * second, look)
        kept.delete(siteId)
        kept.set(siteId, met)
        for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest)
      } catch (error) {
        if (!(error instanceof OwnFault)) throw error
        onOwnFault(error)
      }
    },
    last: (siteId) => {
      const met = kept.get(siteId)
      return met && Math.abs(clock.now() - met.at) < keptMs ? met : null
    },
  }
}
