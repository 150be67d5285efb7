import type { Instant } from '../instant.ts'

/** What is looked at, and how often. */
export type Paced = { siteId: string; intervalMs: number }
export type Slot = { siteId: string; at: Instant }

/** All sites of one interval, in the order of their places within it, in milliseconds. */
type Lap = { intervalMs: number; phases: number[]; siteIds: string[] }
/** Where in its interval each site is looked at. */
export type SlotPlan = readonly Lap[]

/**
 * Gives every site its place within its interval, on the wall-clock grid. Their order is that of a hash of their ids, so
 * that neighbours in the book, which often share a server, lie apart; each has a stretch of the same length to itself, so
 * that no second is busier than another. It follows from the ids alone: a restart neither storms nor leaves anyone
 * unprobed for more than one interval, and a site that joins moves each of `n` others by an `n`th of its stretch at most.
 */
export function planSlots(sites: Iterable<Paced>): SlotPlan {
  const byInterval = Map.groupBy(sites, ({ intervalMs }) => Math.max(1, Math.round(intervalMs)))
  return [...byInterval].map(([intervalMs, paced]) => {
    const places = paced.map(({ siteId }) => ({ siteId, place: hash(siteId) % intervalMs }))
    places.sort((a, b) => a.place - b.place || (a.siteId < b.siteId ? -1 : 1))
    const count = places.length
    return {
      intervalMs,
      phases: places.map(({ place }, rank) => Math.floor((intervalMs * rank + place) / count)),
      siteIds: places.map(({ siteId }) => siteId),
    }
  })
}

/** The slots after `after` and up to `until`, which costs a search and not a reading of all sites. */
export function slotsBetween(plan: SlotPlan, after: Instant, until: Instant): Slot[] {
  return plan.flatMap(({ intervalMs, phases, siteIds }) => {
    const slots: Slot[] = []
    for (let start = Math.floor(after / intervalMs) * intervalMs; start <= until; start += intervalMs) {
      for (let i = firstAbove(phases, after - start); i < phases.length; i++) {
        const at = start + (phases[i] ?? 0)
        if (at > until) break
        slots.push({ siteId: siteIds[i] ?? '', at })
      }
    }
    return slots
  })
}

/** Index of the first value above `limit` in an ascending list. */
function firstAbove(values: readonly number[], limit: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] ?? 0) > limit) high = middle
    else low = middle + 1
  }
  return low
}

/** FNV-1a, then a finisher: neighbours such as s-001 and s-002 must not land side by side. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
