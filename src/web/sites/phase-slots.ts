import type { Instant } from '../../domain/instant.ts'
import { phaseNames, type Sample } from '../../domain/watch/probe.ts'
import { addRollups } from '../../domain/watch/rollup.ts'
import type { SampleHour } from '../../storage/ports.ts'

/** One column of the chart of phases: means of its good looks. */
export type Slot = { at: Instant; looks: number; failed: number; mean: number[] }

/** The columns of a span, and what the whole of it came to; `typical` is the median where each look is known. */
export type PhaseSlots = { slots: Slot[]; typical: { phases: number[]; ms: number } | null; isMean: boolean }

type Raster = { now: Instant; span: number; slot: number }

export function slotsOfSamples(samples: readonly Sample[], raster: Raster): PhaseSlots {
  const good = samples.filter(({ ok }) => ok)
  const phasesOf = (name: (typeof phaseNames)[number], list: readonly Sample[]) =>
    list.map(({ phases }) => phases[name] ?? 0)
  const slots = raked(samples, raster).map(({ at, list }) => {
    const ok = list.filter((sample) => sample.ok)
    const mean = phaseNames.map((name) => meanOf(phasesOf(name, ok)))
    return { at, looks: list.length, failed: list.length - ok.length, mean }
  })
  const phases = phaseNames.map((name) => medianOf(phasesOf(name, good)))
  const typical = good.length > 0 ? { phases, ms: medianOf(good.map(({ ms }) => ms)) } : null
  return { slots, typical, isMean: false }
}

/** From what hours came to, where looks are many or gone: an hour counts for the column in which it begins. */
export function slotsOfHours(hours: readonly SampleHour[], raster: Raster): PhaseSlots {
  const slots = raked(hours, raster).map(({ at, list }) => {
    const { probes, failures, phaseSums } = addRollups(list)
    const mean = phaseSums.map((sum) => (probes > failures ? sum / (probes - failures) : 0))
    return { at, looks: probes, failed: failures, mean }
  })
  const { probes, failures, sumMs, phaseSums } = addRollups(hours)
  const good = probes - failures
  const typical = good > 0 ? { phases: phaseSums.map((sum) => sum / good), ms: sumMs / good } : null
  return { slots, typical, isMean: true }
}

function raked<T extends { at: Instant }>(
  things: readonly T[],
  { now, span, slot }: Raster,
): { at: Instant; list: T[] }[] {
  const count = Math.round(span / slot)
  const lists: T[][] = Array.from({ length: count }, () => [])
  for (const thing of things) lists[count - 1 - Math.floor((now - thing.at) / slot)]?.push(thing)
  return lists.map((list, index) => ({ at: now - (count - index) * slot, list }))
}

/** The value that half of the others do not exceed; 0 of nothing. */
export function medianOf(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The smallest value that at least `share` of all do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
