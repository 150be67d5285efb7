import { day, hour, type Instant, minute } from '../../domain/instant.ts'
import type { Phases, Sample } from '../../domain/watch/probe.ts'
import type { Reader } from '../reader.ts'

export const ranges = ['1h', '24h', '7d'] as const
export type Range = (typeof ranges)[number]
const lengths: Record<Range, { span: number; slot: number }> = {
  '1h': { span: hour, slot: minute },
  '24h': { span: day, slot: 15 * minute },
  '7d': { span: 7 * day, slot: 2 * hour },
}
const phaseNames = ['dns', 'connect', 'tls', 'firstByte', 'body'] as const satisfies readonly (keyof Phases)[]

/** Response times by phase as stacked columns; a slot in which most looks failed is one full red column. */
export type PhasesView = {
  paths: { kind: string; d: string }[]
  yLabels: string[]
  xLabels: string[]
  keys: { kind: string; name: string; value: string }[]
  rows: { at: string; cells: string[]; failed: string }[]
  label: string
}
type Slot = { at: Instant; looks: number; failed: number; mean: number[] }

const drawing = { width: 960, height: 220 }

export function spanOf(range: Range): number {
  return lengths[range].span
}

export function phasesOf(reader: Reader, samples: readonly Sample[], range: Range): PhasesView {
  const { words, format, now } = reader
  const { span, slot } = lengths[range]
  const slots = slotted(samples, now, span, slot)
  const top = scaleOf(slots)
  const good = samples.filter(({ ok }) => ok)
  const failed = samples.length - good.length
  return {
    paths: pathsOf(slots, top),
    yLabels: [1, 0.75, 0.5, 0.25, 0].map((share) => (share === 0 ? '0' : format.latency(top * share))),
    xLabels: [4, 3, 2, 1, 0].map((quarter) => format.clock(now - (span * quarter) / 4)),
    keys: phaseNames.map((name, index) => ({
      kind: `p${index + 1}`,
      name: words.site.phases[name],
      value: good.length > 0 ? format.latency(medianOf(good.map(({ phases }) => phases[name] ?? 0))) : '—',
    })),
    rows: slots
      .filter(({ looks }) => looks > 0)
      .toReversed()
      .slice(0, mostRows)
      .map((one) => rowOf(reader, one)),
    label: words.site.phases.label(
      words.site.phases.range[range],
      good.length > 0 ? format.latency(medianOf(good.map(({ ms }) => ms))) : '—',
      failed,
    ),
  }
}
const mostRows = 100

function slotted(samples: readonly Sample[], now: Instant, span: number, slot: number): Slot[] {
  const count = span / slot
  const inSlot: Sample[][] = Array.from({ length: count }, () => [])
  for (const sample of samples) inSlot[count - 1 - Math.floor((now - sample.at) / slot)]?.push(sample)
  return inSlot.map((list, index) => {
    const good = list.filter(({ ok }) => ok)
    const mean = phaseNames.map((name) => meanOf(good.map(({ phases }) => phases[name] ?? 0)))
    return { at: now - (count - index) * slot, looks: list.length, failed: list.length - good.length, mean }
  })
}

/** The next round figure above the tallest column: 0.2 s at least. */
function scaleOf(slots: readonly Slot[]): number {
  const tallest = Math.max(100, ...slots.map(({ mean }) => mean.reduce((sum, ms) => sum + ms, 0)))
  const unit = 10 ** Math.floor(Math.log10(tallest))
  const steps = [1, 1.2, 2, 4, 6, 8, 10]
  return unit * (steps.find((step) => step * unit >= tallest) ?? 10)
}

function pathsOf(slots: readonly Slot[], top: number): PhasesView['paths'] {
  const paths: Record<string, string> = { p1: '', p2: '', p3: '', p4: '', p5: '', failbar: '' }
  const step = drawing.width / slots.length
  for (const [index, { looks, failed, mean }] of slots.entries()) {
    const x = (index * step + step * 0.1).toFixed(1)
    const width = (step * 0.8).toFixed(1)
    if (looks > 0 && failed * 2 >= looks) {
      paths['failbar'] += `M${x} 0h${width}v${drawing.height}h-${width}z`
      continue
    }
    let y = drawing.height
    for (const [phase, ms] of mean.entries()) {
      const tall = (ms / top) * drawing.height
      if (tall < 0.1) continue
      y -= tall
      paths[`p${phase + 1}`] += `M${x} ${y.toFixed(1)}h${width}v${tall.toFixed(1)}h-${width}z`
    }
  }
  return Object.entries(paths).flatMap(([kind, d]) => (d ? [{ kind, d }] : []))
}

function rowOf({ format }: Reader, { at, looks, failed, mean }: Slot): PhasesView['rows'][number] {
  const cells = mean.map((ms) => (looks > failed ? String(Math.round(ms)) : '—'))
  return { at: format.moment(at), cells, failed: `${failed} / ${looks}` }
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
