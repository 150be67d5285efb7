import { type Instant, minute } from '../../domain/instant.ts'
import type { Sample } from '../../domain/watch/probe.ts'
import type { SampleBeat, SampleLog, SampleRules } from '../ports.ts'
import { FormerSamples } from './sample-former.ts'
import { countOf, daysOf, hourListOf, hoursOf, looksOf } from './sample-history.ts'
import { type PackingParts, tidySteps } from './sample-packing.ts'
import { inOrder, samplesOf } from './sample-record.ts'
import { SampleRollups } from './sample-rollups.ts'
import { SampleSites } from './sample-sites.ts'
import { SampleTable } from './sample-table.ts'
import { SampleTail } from './sample-tail.ts'
import type { Sqlite } from './sqlite.ts'

/** Every place in which history lies, taken up as the last run left it. */
export function openParts(db: Sqlite): PackingParts {
  const tail = new SampleTail(db)
  return {
    ...{ db, tail, recent: tail.load(), sites: new SampleSites(db) },
    ...{
      blocks: new SampleTable(db, 'sample_block', 1000),
      rollups: new SampleRollups(db),
      former: new FormerSamples(db),
    },
  }
}

/** History in three ages: the last hours in memory and in the tail, looks in a block an hour and site, then rollups. */
export function createSampleLog(db: Sqlite): SampleLog {
  const parts = openParts(db)
  const { sites, former } = parts
  /** As it was said last; until it is, an hour that is not packed yet is taken for one of a look a minute. */
  let intervalMsOf: SampleRules['intervalMsOf'] = () => minute
  let tidying: Promise<void> | null = null
  return {
    append: async (samples) => keep(parts, samples),
    ofSite: async (siteId, from, to) => {
      const site = sites.find(siteId)
      const kept = site === null ? [] : samplesOf(siteId, looksOf(parts, site, from, to))
      return inOrder([...former.samplesOf(siteId, from, to), ...kept])
    },
    recent: async (siteIds, from, to) => beatsOf(parts, siteIds, { from, to }),
    hours: async (siteId, from, to) => hourListOf(hoursOf(parts, siteId, { from, to }, intervalMsOf)),
    days: async (siteId, from, to, zone) => {
      const hours = hourListOf(hoursOf(parts, siteId, { from, to }, intervalMsOf))
      return daysOf(parts, siteId, { from, to, zone }, hours)
    },
    count: async (siteId, from, to) => countOf(parts, siteId, { from, to }, intervalMsOf),
    tidy: (now, rules) => {
      intervalMsOf = rules.intervalMsOf
      tidying ??= inSteps(tidySteps(parts, now, rules))
        .catch((error: unknown) => {
          sites.reload() // the step that was undone may have given a number
          throw error
        })
        .finally(() => {
          tidying = null
        })
      return tidying
    },
  }
}

/** In memory and on the disk, or in neither. */
function keep({ db, tail, recent, sites }: PackingParts, samples: readonly Sample[]): void {
  if (samples.length === 0) return
  try {
    db.transaction(() => tail.add(recent.add(samples, (siteId) => sites.numberOf(siteId))))
  } catch (error) {
    recent.takeBack()
    sites.reload()
    throw error
  }
}

function beatsOf(
  parts: PackingParts,
  siteIds: readonly string[],
  { from, to }: { from: Instant; to: Instant },
): Map<string, SampleBeat[]> {
  const found = new Map<string, SampleBeat[]>()
  for (const siteId of siteIds) {
    const site = parts.sites.find(siteId)
    const looks = site === null ? [] : looksOf(parts, site, from, to)
    const beats = looks.map(({ at, ms, ok }) => ({ at, ms, ok }))
    if (beats.length > 0) found.set(siteId, beats)
  }
  return found
}

/** After each step whatever else waits has its turn. */
async function inSteps(steps: Generator<void>): Promise<void> {
  while (!steps.next().done) await new Promise((resolve) => setImmediate(resolve))
}
