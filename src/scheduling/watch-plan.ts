import { type Book, probeRule, type Site } from '../domain/book/book.ts'
import type { ProbeRule } from '../domain/book/settings.ts'
import { second } from '../domain/instant.ts'
import { planSlots, type SlotPlan } from '../domain/watch/slot.ts'

export type Watched = { site: Site; rule: ProbeRule }
/** What of a book the watch asks for each second, worked out once for each version of it. */
export type WatchPlan = { watched: ReadonlyMap<string, Watched>; slots: SlotPlan }

/** Answers the plan of the book it is given, and makes a new one only when sites or their rules are others. */
export function createPlanner(): (book: Book) => WatchPlan {
  let made: { book: Book; plan: WatchPlan } | null = null
  return (book) => {
    if (made && isSameWatch(made.book, book)) return made.plan
    const watched = new Map([...book.sites.values()].map((site) => [site.id, { site, rule: probeRule(book, site) }]))
    const paced = [...watched].map(([siteId, { rule }]) => ({ siteId, intervalMs: rule.intervalSeconds * second }))
    made = { book, plan: { watched, slots: planSlots(paced) } }
    return made.plan
  }
}

function isSameWatch(a: Book, b: Book): boolean {
  return a === b || (a.file.sites === b.file.sites && a.file.settings?.probe === b.file.settings?.probe)
}
