import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { verdicts } from '../domain/watch/verdict.ts'
import type { Log } from '../storage/ports.ts'
import { LoopDelayWatch } from './loop-delay.ts'
import type { Watch } from './watch.ts'

/** Prometheus text about the process and the watch. Numbers only: no site, no person is named in it. */
export function createMetrics(watch: Watch, log: Log, monotonic: () => number): () => Promise<string> {
  const registry = new Registry()
  // The default watches the event loop a hundred times a second, which of a few hundred sites is a third of the probing.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 1000 })
  const loop = new LoopDelayWatch(monotonic)
  const labelled = { registers: [registry] }
  new Gauge({
    ...labelled,
    name: 'zhishou_sites',
    help: 'Sites by verdict',
    labelNames: ['verdict'],
    collect() {
      const states = [...watch.rounds.states().values()]
      for (const verdict of verdicts) this.set({ verdict }, states.filter((state) => state.verdict === verdict).length)
    },
  })
  new Gauge({
    ...labelled,
    name: 'zhishou_live_incidents',
    help: 'Incidents that still need a person',
    async collect() {
      this.set((await log.incidents.live()).length)
    },
  })
  new Gauge({
    ...labelled,
    name: 'zhishou_last_tick_timestamp_seconds',
    help: 'When the watch last finished a tick',
    collect() {
      this.set((watch.lastTickAt() ?? 0) / 1000)
    },
  })
  new Gauge({
    ...labelled,
    name: 'zhishou_probes_total',
    help: 'Looks at sites since the start',
    collect() {
      this.set(watch.rounds.looked())
    },
  })
  new Gauge({
    ...labelled,
    name: 'zhishou_slots_total',
    help: 'Slots of sites since the start: looked at within a second of it, later, or not, because a look still ran',
    labelNames: ['kept'],
    collect() {
      for (const [kept, count] of Object.entries(watch.rounds.slots())) this.set({ kept }, count)
    },
  })
  new Gauge({
    ...labelled,
    name: 'zhishou_loop_delay_seconds',
    help: 'How long what was due waited for the event loop, over the last minute or less',
    labelNames: ['quantile'],
    collect() {
      for (const [quantile, seconds] of Object.entries(loop.read())) this.set({ quantile }, seconds)
    },
  })
  new Gauge({
    ...labelled,
    name: 'zhishou_blind',
    help: '1 while the watch cannot see for itself',
    collect() {
      this.set(watch.sight.blindSince() === null ? 0 : 1)
    },
  })
  return () => registry.metrics()
}
