import { probeRule } from '../domain/book/book.ts'
import { day, type Instant, minute, second } from '../domain/instant.ts'
import type { ActionDeps } from './deps.ts'

/** From so many sites on, looks are kept for three days at most: a week of a whole country is a hundred million. */
const manySites = 5000
const keptOfMany = 3
/** Hours draw the charts of a quarter, with some days to spare. */
const keepHoursMs = 100 * day

/** Packs the looks of hours that are over, and deletes what was kept for as long as the book says. */
export async function tidySamples(deps: Pick<ActionDeps, 'book' | 'log'>, now: Instant): Promise<void> {
  const book = deps.book.current()
  await deps.log.samples.tidy(now, {
    keepLooksMs: keptDays(book.settings.keepSamplesDays, book.sites.size) * day,
    keepHoursMs,
    intervalMsOf: (siteId) => {
      const site = book.sites.get(siteId)
      return site ? probeRule(book, site).intervalSeconds * second : minute
    },
  })
}

function keptDays(keepSamplesDays: number, sites: number): number {
  return sites > manySites ? Math.min(keptOfMany, keepSamplesDays) : keepSamplesDays
}
