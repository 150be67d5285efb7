import type { Certificate } from './domain/watch/certificate.ts'
import type { Traces } from './scheduling/traces.ts'
import type { V6Looks } from './scheduling/v6-looks.ts'
import { stalledAfterMs, type Watch } from './scheduling/watch.ts'
import type { WatchView } from './web/deps.ts'

type Running = { watch: Watch; v6: V6Looks; traces: Traces; certificates: () => ReadonlyMap<string, Certificate> }

/** The running watch as the screens see it. */
export function watchView({ watch, v6, traces, certificates }: Running): WatchView {
  return {
    siteStates: () => watch.rounds.states(),
    blindSince: watch.sight.blindSince,
    blindSpot: watch.sight.blindSpot,
    storeTroubleSince: () => watch.storeTroubleSince(),
    probeNow: (siteId) => watch.rounds.lookNow(siteId),
    certificateOf: (siteId) => certificates().get(siteId) ?? null,
    v6Of: (siteId) => v6.of(siteId),
    traceNow: traces.trace,
    lastTrace: traces.last,
    health: () => healthOf(watch),
  }
}

/** Whether the watch ticks, and how its pager is. */
export function healthOf(watch: Watch) {
  const lastTickAt = watch.lastTickAt()
  const status = watch.silentMs() > stalledAfterMs ? 'stalled' : lastTickAt === null ? 'starting' : 'ready'
  return { status, lastTickAt, pager: watch.pagerHealth() } as const
}
