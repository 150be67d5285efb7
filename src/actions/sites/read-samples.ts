import { day, hour, type Instant } from '../../domain/instant.ts'
import type { Sample } from '../../domain/watch/probe.ts'
import type { ActionDeps } from '../deps.ts'

/** Looks taken over from a former release may be older than the book says by so much. */
const formerMs = 100 * day

/** Put into words in a few milliseconds, after which others have their turn. */
const stepMs = 3 * hour

/** The looks of a span, the oldest first, some hours at a time: whoever passes them on holds no more than that. */
export async function* readSamples(
  deps: Pick<ActionDeps, 'book' | 'log'>,
  siteId: string,
  span: { from: Instant; to: Instant },
  now: Instant,
): AsyncGenerator<Sample[]> {
  const oldest = now - deps.book.current().settings.keepSamplesDays * day - formerMs
  const end = Math.min(span.to, now + day)
  for (let from = Math.max(span.from, oldest); from < end; from += stepMs) {
    const samples = await deps.log.samples.ofSite(siteId, from, Math.min(from + stepMs, end))
    if (samples.length > 0) yield samples
  }
}
