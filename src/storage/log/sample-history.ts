import { dateOfNumber, dayNumber, hour, type Instant, startOfDayNumber } from '../../domain/instant.ts'
import {
  addRollups,
  addTallies,
  noRollup,
  type Rollup,
  rollupOf,
  type Tally,
  tallyOf,
} from '../../domain/watch/rollup.ts'
import type { SampleDay, SampleHour, SampleRules } from '../ports.ts'
import type { FormerSamples } from './sample-former.ts'
import type { RecentHours } from './sample-recent.ts'
import { hourOf, inOrder, type PackedLook, unpackLooks } from './sample-record.ts'
import { dayOfHour, type SampleRollups } from './sample-rollups.ts'
import type { SampleSites } from './sample-sites.ts'
import type { SampleTable } from './sample-table.ts'

/** The places in which history lies. */
export type SampleParts = {
  sites: SampleSites
  recent: RecentHours
  /** The looks of one site in one hour as one run of bytes. */
  blocks: SampleTable
  rollups: SampleRollups
  former: FormerSamples
}

type Span = { from: Instant; to: Instant }
type IntervalOf = SampleRules['intervalMsOf']

/** Looks of a site in order of time, from memory and from blocks; those of a former release lie apart. */
export function looksOf(parts: SampleParts, site: number, from: Instant, to: Instant): PackedLook[] {
  const [first, last] = [hourOf(from), hourOf(to - 1)]
  const stored = parts.blocks.span()
  const looks: PackedLook[] = []
  if (stored) {
    const end = Math.min(last, stored.last)
    for (let one = Math.max(first, stored.first); one <= end; one++) looks.push(...blockOf(parts, one, site))
  }
  for (const { hour: ofHour, run } of parts.recent.runsOf(site, first, last)) {
    looks.push(...unpackLooks(run.bytes, run.length, ofHour))
  }
  return inOrder(looks.filter(({ at }) => from <= at && at < to))
}

/** Looks of a site in an hour that is packed. */
export function blockOf({ blocks }: SampleParts, ofHour: number, site: number): PackedLook[] {
  const data = blocks.read(ofHour, site)
  return data ? unpackLooks(data, data.length, ofHour) : []
}

/** What each hour that begins within the span came to, by hour, the looks of a former release included. */
export function hoursOf(parts: SampleParts, siteId: string, span: Span, intervalMsOf: IntervalOf): Map<number, Rollup> {
  const hours = keptHoursOf(parts, siteId, span, intervalMsOf)
  const { first, last } = wholeHours(span)
  for (const [ofHour, former] of parts.former.hoursOf(siteId, first * hour, (last + 1) * hour)) {
    const kept = hours.get(ofHour)
    hours.set(ofHour, kept ? addRollups([kept, former]) : former)
  }
  return hours
}

/** An hour that is not packed yet is counted anew. */
function keptHoursOf(parts: SampleParts, siteId: string, span: Span, intervalMsOf: IntervalOf): Map<number, Rollup> {
  const hours = new Map<number, Rollup>()
  const { first, last } = wholeHours(span)
  const site = parts.sites.find(siteId)
  if (site === null) return hours
  for (const day of daysBetween(parts.rollups.days.span(), first, last)) {
    for (const [ofHour, rollup] of parts.rollups.hoursOf(day, site) ?? []) {
      if (first <= ofHour && ofHour <= last) hours.set(ofHour, rollup)
    }
  }
  for (const { hour: ofHour } of parts.recent.runsOf(site, first, last)) {
    const [from, to] = [ofHour * hour, (ofHour + 1) * hour]
    hours.set(ofHour, rollupOf(looksOf(parts, site, from, to), { from, to, intervalMs: intervalMsOf(siteId) }))
  }
  return hours
}

function wholeHours({ from, to }: Span): { first: number; last: number } {
  return { first: Math.ceil(from / hour), last: hourOf(to - 1) }
}

export function hourListOf(hours: ReadonlyMap<number, Rollup>): SampleHour[] {
  return [...hours].sort(([a], [b]) => a - b).map(([ofHour, rollup]) => ({ at: ofHour * hour, ...rollup }))
}

/** Hours gathered into the days of `zone`, and for days that have none left, their sum. */
export function daysOf(
  parts: SampleParts,
  siteId: string,
  span: Span & { zone: string },
  hours: readonly SampleHour[],
): SampleDay[] {
  const sums = sumsOf(parts, siteId, span)
  const last = dayNumber(span.to - 1, span.zone)
  const days: SampleDay[] = []
  let next = 0
  for (let number = dayNumber(span.from, span.zone); number <= last; number++) {
    const date = dateOfNumber(number)
    const rollups = [sums.get(date) ?? noRollup]
    const end = startOfDayNumber(number + 1, span.zone)
    for (let one = hours[next]; one && one.at < end; one = hours[++next]) rollups.push(one)
    days.push({ date, ...addRollups(rollups) })
  }
  return days
}

/** By calendar day of UTC+8, of those whose hours are deleted. */
function sumsOf(parts: SampleParts, siteId: string, { from, to }: Span): Map<string, Rollup> {
  const site = parts.sites.find(siteId)
  const sums = new Map<string, Rollup>()
  if (site === null) return sums
  const withHours = parts.rollups.hours.span()?.first ?? Number.POSITIVE_INFINITY
  for (const day of daysBetween(parts.rollups.days.span(), hourOf(from), hourOf(to - 1))) {
    if (day >= withHours) break
    const sum = parts.rollups.dayOf(day, site)
    if (sum) sums.set(dateOfNumber(day), sum)
  }
  return sums
}

/** The whole hours of the span, and of those that it cuts the looks that lie within, as long as they are kept. */
export function countOf(parts: SampleParts, siteId: string, span: Span, intervalMsOf: IntervalOf): Tally {
  const { from, to } = span
  const former = parts.former.tally(siteId, from, to)
  const site = parts.sites.find(siteId)
  if (site === null) return former
  const [firstWhole, endWhole] = [Math.ceil(from / hour) * hour, Math.floor(to / hour) * hour]
  if (firstWhole >= endWhole) return addTallies(former, tallyOf(looksOf(parts, site, from, to)))
  const whole = keptHoursOf(parts, siteId, { from: firstWhole, to: endWhole }, intervalMsOf)
  const edges = [...looksOf(parts, site, from, firstWhole), ...looksOf(parts, site, endWhole, to)]
  return [...whole.values()].reduce(addTallies, addTallies(former, tallyOf(edges)))
}

/** Days that may hold something between two hours. */
function daysBetween(kept: { first: number; last: number } | null, firstHour: number, lastHour: number): number[] {
  if (!kept) return []
  const first = Math.max(kept.first, dayOfHour(firstHour))
  const last = Math.min(kept.last, dayOfHour(lastHour))
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
