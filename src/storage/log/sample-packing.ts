import { hour, type Instant, minute } from '../../domain/instant.ts'
import { rollupOf } from '../../domain/watch/rollup.ts'
import type { SampleRules } from '../ports.ts'
import type { FormerDay } from './sample-former.ts'
import { blockOf, type SampleParts } from './sample-history.ts'
import { bytesOf, type ClosingHour, packRun, type Run } from './sample-recent.ts'
import { hourOf, inOrder, samplesOf, unpackLooks } from './sample-record.ts'
import { dayOfHour } from './sample-rollups.ts'
import type { SampleSites } from './sample-sites.ts'
import type { SampleTable } from './sample-table.ts'
import type { SampleTail } from './sample-tail.ts'
import type { Sqlite } from './sqlite.ts'

export type PackingParts = SampleParts & { db: Sqlite; tail: SampleTail }

/** An hour stays in memory for so long after its end: half an hour for the board, and what a slow flush takes. */
const settledAfterMs = 35 * minute
/** Packed in one transaction: a few milliseconds. */
const sitesInARow = 64
/** Days of a site that are taken over from a former release in one go; a hundred days of 300 sites take an hour. */
const formerDaysInAGo = 500

/**
 * Everything there is to do at `now`, in steps of a few milliseconds: after each `yield` others have their turn. What a
 * crash leaves undone is done again from the beginning, to the same effect.
 */
export function* tidySteps(parts: PackingParts, now: Instant, rules: SampleRules): Generator<void> {
  const closing = parts.recent.closing()
  if (closing) yield* packHour(parts, closing, rules)
  for (const ofHour of parts.recent.hoursBefore(hourOf(now - settledAfterMs))) {
    yield* packHour(parts, parts.recent.close(ofHour, parts.tail.lastId()), rules)
  }
  const newest = newestAt(parts, now)
  const keptFrom = hourOf(newest - rules.keepLooksMs)
  yield* takeOver(parts, keptFrom, rules)
  yield* deleteBefore(parts.blocks, keptFrom, parts.sites)
  yield* deleteBefore(parts.rollups.hours, dayOfHour(hourOf(newest - rules.keepHoursMs)), parts.sites)
}

/** What is old is old beside the newest that is kept: a clock that somebody set to another year deletes nothing. */
function newestAt({ blocks }: PackingParts, now: Instant): Instant {
  const kept = blocks.span()
  return kept ? Math.min(now, (kept.last + 2) * hour) : now
}

function* packHour(parts: PackingParts, closing: ClosingHour, rules: SampleRules): Generator<void> {
  const ids = parts.sites.idsByNumber()
  const runs = [...closing.runs].filter(([, { length }]) => length > 0).sort(([a], [b]) => a - b)
  for (let from = 0; from < runs.length; from += sitesInARow) {
    parts.db.transaction(() => {
      for (const [site, run] of runs.slice(from, from + sitesInARow)) {
        keepRun(parts, { ofHour: closing.hour, site, run }, rules.intervalMsOf(ids.get(site) ?? ''))
      }
    })
    yield
  }
  while (parts.tail.deleteSome(closing.hour, closing.lastTailId)) yield
  parts.recent.forgetClosing()
}

/** Most runs are blocks as they are; what came out of order, or late, is packed anew with what is there already. */
function keepRun(
  parts: PackingParts,
  { ofHour, site, run }: { ofHour: number; site: number; run: Run },
  intervalMs: number,
): void {
  const looks = unpackLooks(run.bytes, run.length, ofHour)
  const all = inOrder([...blockOf(parts, ofHour, site), ...looks])
  const isAsItIs = all.length === looks.length && all.every((look, index) => look.at === looks[index]?.at)
  parts.blocks.write(ofHour, site, isAsItIs ? bytesOf(run) : packRun(samplesOf('', all), ofHour))
  const [from, to] = [ofHour * hour, (ofHour + 1) * hour]
  parts.rollups.keep(ofHour, site, rollupOf(all, { from, to, intervalMs }))
}

function* takeOver(parts: PackingParts, keptFrom: number, rules: SampleRules): Generator<void> {
  for (let taken = 0; taken < formerDaysInAGo; taken++) {
    const former = parts.former.next()
    if (!former) return
    parts.db.transaction(() => {
      keepFormer(parts, former, keptFrom, rules)
      parts.former.delete(former)
    })
    yield
  }
}

/** Looks that are too old to be kept count for their hours all the same. */
function keepFormer(parts: PackingParts, former: FormerDay, keptFrom: number, rules: SampleRules): void {
  const site = parts.sites.numberOf(former.siteId)
  const intervalMs = rules.intervalMsOf(former.siteId)
  for (const [ofHour, samples] of Map.groupBy(former.samples, ({ at }) => hourOf(at))) {
    const [from, to] = [ofHour * hour, (ofHour + 1) * hour]
    if (ofHour < keptFrom) {
      parts.rollups.keep(ofHour, site, rollupOf(samples, { from, to, intervalMs }))
      continue
    }
    const bytes = packRun(samples, ofHour)
    keepRun(parts, { ofHour, site, run: { bytes, length: bytes.length } }, intervalMs)
  }
}

function* deleteBefore(table: SampleTable, keptFrom: number, sites: SampleSites): Generator<void> {
  for (let kept = table.span(); kept && kept.first < keptFrom; kept = table.span()) {
    yield* table.delete(kept.first, sites.count())
  }
}
