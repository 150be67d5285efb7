import type { Instant } from '../instant.ts'

/** The newest look at one site. */
export type Look = { siteId: string; at: Instant; ok: boolean }

/** What is seen of all sites at one moment, so arranged that a question about a stretch of time costs a search. */
export type Outlook = {
  /** In the order in which they were looked at. */
  readonly looks: readonly Look[]
  /** How many of the first `i` looks failed. */
  readonly failedBefore: readonly number[]
}

export function outlookOf(looks: Iterable<Look>): Outlook {
  const ordered = [...looks].sort((a, b) => a.at - b.at)
  const failedBefore = [0]
  let failed = 0
  for (const { ok } of ordered) {
    if (!ok) failed += 1
    failedBefore.push(failed)
  }
  return { looks: ordered, failedBefore }
}

/** How many sites were looked at last at `at` or later, and how many of those looks failed. */
export function seenSince(outlook: Outlook, at: Instant): { seen: number; failing: number } {
  const { looks, failedBefore } = outlook
  const first = firstSince(looks, at)
  return { seen: looks.length - first, failing: (failedBefore.at(-1) ?? 0) - (failedBefore[first] ?? 0) }
}

/** At most `most` of the sites that were not looked at since `at`, spread over those there are. */
export function unseenSince({ looks }: Outlook, at: Instant, most: number): string[] {
  const count = firstSince(looks, at)
  const step = Math.max(1, count / most)
  const indexes = Array.from({ length: Math.min(most, count) }, (_, i) => Math.floor(i * step))
  return indexes.flatMap((index) => looks[index]?.siteId ?? [])
}

function firstSince(looks: readonly Look[], at: Instant): number {
  let [low, high] = [0, looks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((looks[middle]?.at ?? 0) >= at) high = middle
    else low = middle + 1
  }
  return low
}
