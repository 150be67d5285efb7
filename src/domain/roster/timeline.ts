import type { Span } from '../book/book.ts'
import { addDays, type Instant, minute, momentOn } from '../instant.ts'
import { overlap } from './coverage.ts'
import { nightsIn } from './night.ts'

/**
 * A stretch of time cut into pieces at every moment at which somebody's duty may begin or end. A shift is a run of
 * whole pieces, so that who stands where is a matter of counting.
 */
export type Timeline = {
  /** Ascending; piece `i` goes from edge `i` to edge `i + 1`. */
  edges: readonly Instant[]
  minutes: readonly number[]
  /** Minutes of each piece on statutory holidays. */
  statutoryMinutes: readonly number[]
  /** The nights, by number, of which each piece holds a part. */
  nights: readonly (readonly number[])[]
  /** The piece that begins at an edge. Throws for a moment that is none: shifts are made of whole pieces. */
  pieceAt(at: Instant): number
}

/** The timeline over the spans. `statutory`: calendar days that are holidays by law. */
export function timelineOf(spans: readonly Span[], on: { zone: string; statutory: readonly string[] }): Timeline {
  const edges = [...new Set(spans.flatMap(({ fromAt, toAt }) => [fromAt, toAt]))].sort((a, b) => a - b)
  const whole = { fromAt: edges[0] ?? 0, toAt: edges.at(-1) ?? 0 }
  const nights = edges.length > 0 ? nightsIn(whole, on.zone) : []
  const days = statutorySpans(on.statutory, on.zone)
  const pieces = edges.slice(0, -1).map((fromAt, i): Span => ({ fromAt, toAt: edges[i + 1] ?? fromAt }))
  const index = new Map(edges.map((at, i) => [at, i]))
  return {
    edges,
    minutes: pieces.map(({ fromAt, toAt }) => (toAt - fromAt) / minute),
    statutoryMinutes: pieces.map((piece) => sharedMs(piece, days) / minute),
    nights: pieces.map((piece) => nights.flatMap((night, i) => (overlap(piece, night) ? [i] : []))),
    pieceAt: (at) => {
      const piece = index.get(at)
      if (piece === undefined) throw new RangeError('no duty begins or ends at this moment')
      return piece
    },
  }
}

/** Calendar days as stretches from midnight to midnight. */
function statutorySpans(dates: readonly string[], zone: string): Span[] {
  return [...new Set(dates)].sort().map((date) => ({
    fromAt: momentOn(date, '00:00', zone),
    toAt: momentOn(addDays(date, 1), '00:00', zone),
  }))
}

function sharedMs(span: Span, others: readonly Span[]): number {
  return others.reduce((sum, other) => {
    const shared = overlap(span, other)
    return sum + (shared ? shared.toAt - shared.fromAt : 0)
  }, 0)
}
