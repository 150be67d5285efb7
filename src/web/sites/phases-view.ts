import { day, hour, minute } from '../../domain/instant.ts'
import { phaseNames, type Sample } from '../../domain/watch/probe.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import { type PhaseSlots, type Slot, slotsOfHours, slotsOfSamples } from './phase-slots.ts'

export const ranges = ['1h', '24h', '7d', '90d'] as const
export type Range = (typeof ranges)[number]
const lengths: Record<Range, { span: number; slot: number }> = {
  '1h': { span: hour, slot: minute },
  '24h': { span: day, slot: 15 * minute },
  '7d': { span: 7 * day, slot: 2 * hour },
  '90d': { span: 90 * day, slot: day },
}

/** Response times by phase as stacked columns; a slot in which most looks failed is one full red column. */
export type PhasesView = {
  paths: { kind: string; d: string }[]
  yLabels: string[]
  xLabels: string[]
  keys: { kind: string; name: string; value: string }[]
  rows: { at: string; cells: string[]; failed: string }[]
  label: string
}

const drawing = { width: 960, height: 220 }
const mostRows = 100

export function spanOf(range: Range): number {
  return lengths[range].span
}

/** A day or less is drawn from each look, of which `last24` holds those of a day; more from what hours came to. */
export async function phasesIn(
  room: Room,
  reader: Reader,
  { siteId, range, last24 }: { siteId: string; range: Range; last24: readonly Sample[] },
): Promise<PhasesView> {
  const { now } = reader
  const raster = { now, ...lengths[range] }
  const from = now - raster.span
  if (raster.span > day) {
    return phasesOf(reader, slotsOfHours(await room.deps.log.samples.hours(siteId, from, now), raster), range)
  }
  const looks = last24.filter(({ at }) => at >= from)
  return phasesOf(reader, slotsOfSamples(looks, raster), range)
}

function phasesOf(reader: Reader, { slots, typical, isMean }: PhaseSlots, range: Range): PhasesView {
  const { words, format, now } = reader
  const { span } = lengths[range]
  const top = scaleOf(slots)
  const failed = slots.reduce((sum, slot) => sum + slot.failed, 0)
  const label = isMean ? words.history.meanLabel : words.site.phases.label
  const xLabel = span > day ? format.date : format.clock
  return {
    paths: pathsOf(slots, top),
    yLabels: [1, 0.75, 0.5, 0.25, 0].map((share) => (share === 0 ? '0' : format.latency(top * share))),
    xLabels: [4, 3, 2, 1, 0].map((quarter) => xLabel(now - (span * quarter) / 4)),
    keys: phaseNames.map((name, index) => ({
      kind: `p${index + 1}`,
      name: words.site.phases[name],
      value: typical ? format.latency(typical.phases[index] ?? 0) : '—',
    })),
    rows: slots
      .filter(({ looks }) => looks > 0)
      .toReversed()
      .slice(0, mostRows)
      .map((one) => rowOf(reader, one)),
    label: label(words.site.phases.range[range], typical ? format.latency(typical.ms) : '—', failed),
  }
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
