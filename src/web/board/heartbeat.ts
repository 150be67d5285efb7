import { type Instant, minute } from '../../domain/instant.ts'
import type { SampleBeat } from '../../storage/ports.ts'
import type { Reader } from '../reader.ts'

/** Half an hour of looks as bars. Height carries the meaning; one path for each kind keeps the page small. */
export type Heartbeat = { paths: { kind: 'up' | 'slow' | 'fail' | 'gap'; d: string }[]; label: string }

const slots = 30
const height = 20
/** A page that takes longer than this is drawn as slow. */
const slowMs = 3000

export function heartbeatOf(beats: readonly SampleBeat[], { words, now }: Reader): Heartbeat {
  const bySlot = slotted(beats, now)
  const kinds: Record<string, string> = { up: '', slow: '', fail: '', gap: '' }
  for (const [index, beat] of bySlot.entries()) {
    const { kind, tall } = barOf(beat)
    kinds[kind] += `M${index * 4} ${height - tall}h3v${tall}h-3z`
  }
  const paths = (['up', 'slow', 'fail', 'gap'] as const).flatMap((kind) => {
    const d = kinds[kind]
    return d ? [{ kind, d }] : []
  })
  return { paths, label: labelOf(bySlot, words) }
}

/** One slot a minute; the worst look of a minute stands for it. */
function slotted(beats: readonly SampleBeat[], now: Instant): (SampleBeat | null)[] {
  const bySlot: (SampleBeat | null)[] = Array.from({ length: slots }, () => null)
  for (const beat of beats) {
    const slot = slots - 1 - Math.floor((now - beat.at) / minute)
    const there = bySlot[slot]
    if (there === undefined) continue
    if (there === null || !beat.ok || (there.ok && beat.ms > there.ms)) bySlot[slot] = beat
  }
  return bySlot
}

function barOf(beat: SampleBeat | null): { kind: 'up' | 'slow' | 'fail' | 'gap'; tall: number } {
  if (beat === null) return { kind: 'gap', tall: 1 }
  if (!beat.ok) return { kind: 'fail', tall: height }
  if (beat.ms > slowMs) return { kind: 'slow', tall: 14 }
  return { kind: 'up', tall: 7 + Math.min(4, Math.floor(beat.ms / 250)) }
}

function labelOf(bySlot: readonly (SampleBeat | null)[], { board }: Reader['words']): string {
  const seen = bySlot.filter((beat) => beat !== null)
  const bad = seen.filter(({ ok }) => !ok).length
  if (seen.length === 0) return board.noProbes
  return bad === 0 ? board.allGood(seen.length) : board.someBad(seen.length, bad)
}
