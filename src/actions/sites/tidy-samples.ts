import { probeRule } from '../../domain/book/book.ts'
import { day, type Instant, minute, second } from '../../domain/instant.ts'
import { keptLookDays } from '../../domain/watch/keeping.ts'
import type { ActionDeps } from '../deps.ts'

/** Hours draw the charts of a quarter, with some days to spare. */
const keepHoursMs = 100 * day

/** Packs the looks of hours that are over, and deletes what was kept for as long as the book says. */
export async function tidySamples(deps: Pick<ActionDeps, 'book' | 'log'>, now: Instant): Promise<void> {
  const book = deps.book.current()
  await deps.log.samples.tidy(now, {
    keepLooksMs: keptLookDays(book.settings.keepSamplesDays, book.sites.size) * day,
    keepHoursMs,
    intervalMsOf: (siteId) => {
      const site = book.sites.get(siteId)
      return site ? probeRule(book, site).intervalSeconds * second : minute
    },
  })
}
