import { addDays, day, type Instant, instantOf, isoOf, momentOn } from '../instant.ts'
import type { Span } from './book.ts'

/** 报备: planned work, asked for by a site's lead and approved by the office. It silences pages, never probes. */
export type PlannedWindow = {
  id: string
  siteId: string
  from: string
  to: string
  reason: string
  filedBy?: string
  filedAt?: string
  /** Each day from the hour of `from` to the hour of `to`, over midnight where that is the earlier one. */
  daily?: boolean
  /** Only what is approved counts. Absent: approved, as in books written before the office was asked. */
  state?: WindowState
  decidedBy?: string
  decidedAt?: string
  /** What the office said to it. */
  decision?: string
  /** When it was ended before its time. */
  endedAt?: string
}
export const windowStates = ['asked', 'approved', 'refused'] as const
export type WindowState = (typeof windowStates)[number]

/** How a window stands at a moment: what was decided about it, and for an approved one where its time is. */
export type WindowStanding = 'asked' | 'lapsed' | 'refused' | 'coming' | 'running' | 'ended'

/** A request for longer than this is asked back about; one for longer than `mostWindowDays` is refused. */
export const longWindowDays = 7
export const mostWindowDays = 31

/** The stretches of time that the window covers, one a day where it is daily; nothing after it was ended. */
export function windowSpans(window: PlannedWindow, zone: string): Span[] {
  const endsAt = window.endedAt === undefined ? Number.POSITIVE_INFINITY : instantOf(window.endedAt, zone)
  return plannedSpans(window, zone)
    .map(({ fromAt, toAt }) => ({ fromAt, toAt: Math.min(toAt, endsAt) }))
    .filter(({ fromAt, toAt }) => fromAt < toAt)
}

function plannedSpans({ from, to, daily }: PlannedWindow, zone: string): Span[] {
  const [fromAt, toAt] = [instantOf(from, zone), instantOf(to, zone)]
  if (!daily) return [{ fromAt, toAt }]
  const [first, last] = [localOf(fromAt, zone), localOf(toAt, zone)]
  const spans: Span[] = []
  const nights = last.time <= first.time ? 1 : 0
  for (let date = first.date; spans.length <= mostWindowDays; date = addDays(date, 1)) {
    const ends = momentOn(addDays(date, nights), last.time, zone)
    if (ends > toAt) break
    spans.push({ fromAt: momentOn(date, first.time, zone), toAt: ends })
  }
  return spans
}

/** Whether the window counts: pages about its site are held back within its spans. */
export function isApproved({ state }: PlannedWindow): boolean {
  return state === undefined || state === 'approved'
}

export function windowStanding(window: PlannedWindow, zone: string, now: Instant): WindowStanding {
  if (window.state === 'refused') return 'refused'
  const isPast = instantOf(window.to, zone) <= now
  if (window.state === 'asked') return isPast ? 'lapsed' : 'asked'
  if (isPast || window.endedAt !== undefined) return 'ended'
  return windowSpans(window, zone).some(({ fromAt, toAt }) => fromAt <= now && now < toAt) ? 'running' : 'coming'
}

/** The first window of the site, asked for or approved, that shares a moment with this one; null when none does. */
export function overlappingWindow(
  windows: readonly PlannedWindow[],
  asked: PlannedWindow,
  zone: string,
): PlannedWindow | null {
  const spans = windowSpans(asked, zone)
  const shares = (other: PlannedWindow) =>
    windowSpans(other, zone).some((b) => spans.some((a) => a.fromAt < b.toAt && b.fromAt < a.toAt))
  const others = windows.filter(
    ({ id, siteId, state }) => siteId === asked.siteId && id !== asked.id && state !== 'refused',
  )
  return others.find(shares) ?? null
}

/** From its first moment to its last, whatever lies between. */
export function windowDays({ from, to }: PlannedWindow, zone: string): number {
  return (instantOf(to, zone) - instantOf(from, zone)) / day
}

function localOf(at: Instant, zone: string): { date: string; time: string } {
  const text = isoOf(at, zone)
  return { date: text.slice(0, 10), time: text.slice(11, 16) }
}
