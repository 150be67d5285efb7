import { type Instant, second } from '../instant.ts'
import { type Phases, phaseNames, type Sample } from './probe.ts'

/** From this long on a page counts as not opened, even one that came in the end (国办秘函〔2019〕19号, 站点无法访问). */
export const openWithinMs = 15 * second

/** Looks counted: what the official meter and the ordinary uptime are made of. */
export type Tally = {
  probes: number
  failures: number
  /** Looks in their slots: spaced, as the official rule wants its visits. Re-probes would count one blip three times. */
  visits: number
  /** Visits that failed, or opened only after `openWithinMs`. */
  unreached: number
  /** Of these two, those made while a filed window (报备) ran. */
  plannedVisits: number
  plannedUnreached: number
}

/** What is left of the looks of an hour or more once they are no longer kept one by one. Milliseconds are of good looks. */
export type Rollup = Tally & {
  sumMs: number
  minMs: number
  maxMs: number
  /** Ninety-five in a hundred good looks of an hour took no longer; of a longer span, that of its worst hour. */
  p95Ms: number
  /** Summed over good looks, in the order of `phaseNames`. */
  phaseSums: readonly number[]
  /** Seconds for which a look speaks. The rest is no data, neither up nor down: the watch was off, blind or not asked. */
  dataSeconds: number
}

export const noRollup: Rollup = {
  ...{ probes: 0, failures: 0, visits: 0, unreached: 0, plannedVisits: 0, plannedUnreached: 0 },
  ...{ sumMs: 0, minMs: 0, maxMs: 0, p95Ms: 0, phaseSums: phaseNames.map(() => 0), dataSeconds: 0 },
}

type Seen = Pick<Sample, 'at' | 'ms' | 'ok' | 'isPlanned' | 'isRecheck'> & { phases: Phases }
type Covered = { from: Instant; to: Instant; intervalMs: number }

/** The looks of one site within a span, in order of time, as one rollup. A look speaks for its interval on either side. */
export function rollupOf(samples: readonly Seen[], span: Covered): Rollup {
  const good = samples.filter(({ ok }) => ok)
  const times = good.map(({ ms }) => Math.round(ms)).sort((a, b) => a - b)
  return {
    ...tallyOf(samples),
    sumMs: times.reduce((sum, ms) => sum + ms, 0),
    minMs: times[0] ?? 0,
    maxMs: times.at(-1) ?? 0,
    p95Ms: times[Math.ceil(times.length * 0.95) - 1] ?? 0,
    phaseSums: phaseNames.map((name) => good.reduce((sum, { phases }) => sum + Math.round(phases[name] ?? 0), 0)),
    dataSeconds: Math.round(coveredMs(samples, span) / second),
  }
}

export function tallyOf(samples: readonly Pick<Sample, 'ms' | 'ok' | 'isPlanned' | 'isRecheck'>[]): Tally {
  const tally = { probes: 0, failures: 0, visits: 0, unreached: 0, plannedVisits: 0, plannedUnreached: 0 }
  for (const { ok, ms, isPlanned, isRecheck } of samples) {
    tally.probes++
    if (!ok) tally.failures++
    if (isRecheck) continue
    const unreached = !ok || ms >= openWithinMs ? 1 : 0
    tally.visits++
    tally.unreached += unreached
    if (!isPlanned) continue
    tally.plannedVisits++
    tally.plannedUnreached += unreached
  }
  return tally
}

/** Several spans that do not overlap, as one. */
export function addRollups(rollups: readonly Rollup[]): Rollup {
  const [first = noRollup, ...others] = rollups
  if (others.length === 0) return first
  const sum = { ...first, phaseSums: [...first.phaseSums] }
  for (const one of others) {
    const hasBoth = sum.probes > sum.failures && one.probes > one.failures
    sum.minMs = hasBoth ? Math.min(sum.minMs, one.minMs) : sum.minMs + one.minMs
    sum.maxMs = Math.max(sum.maxMs, one.maxMs)
    sum.p95Ms = Math.max(sum.p95Ms, one.p95Ms)
    for (const name of added) sum[name] += one[name]
    for (const [index, ms] of one.phaseSums.entries()) sum.phaseSums[index] = (sum.phaseSums[index] ?? 0) + ms
  }
  return sum
}

const added = [
  ...(['probes', 'failures', 'visits', 'unreached', 'plannedVisits', 'plannedUnreached'] as const),
  ...(['sumMs', 'dataSeconds'] as const),
]

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    probes: a.probes + b.probes,
    failures: a.failures + b.failures,
    visits: a.visits + b.visits,
    unreached: a.unreached + b.unreached,
    plannedVisits: a.plannedVisits + b.plannedVisits,
    plannedUnreached: a.plannedUnreached + b.plannedUnreached,
  }
}

function coveredMs(samples: readonly Pick<Sample, 'at'>[], { from, to, intervalMs }: Covered): number {
  let covered = 0
  let until = from
  for (const { at } of samples) {
    const end = Math.min(to, at + intervalMs)
    covered += Math.max(0, end - Math.max(until, at - intervalMs))
    until = Math.max(until, end)
  }
  return covered
}
