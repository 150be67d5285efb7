import { day, type Instant } from '../domain/instant.ts'
import type { Sample } from '../domain/watch/probe.ts'
import type { ActionDeps } from './deps.ts'

/** Looks taken over from a former release may be older than the book says by so much. */
const formerMs = 100 * day

/** The looks of a span, the oldest first, a day at a time: a reader who takes them one by one holds no more than that. */
export async function* readSamples(
  deps: Pick<ActionDeps, 'book' | 'log'>,
  siteId: string,
  span: { from: Instant; to: Instant },
  now: Instant,
): AsyncGenerator<Sample[]> {
  const oldest = now - deps.book.current().settings.keepSamplesDays * day - formerMs
  const end = Math.min(span.to, now + day)
  for (let from = Math.max(span.from, oldest); from < end; from += day) {
    const samples = await deps.log.samples.ofSite(siteId, from, Math.min(from + day, end))
    if (samples.length > 0) yield samples
  }
}
