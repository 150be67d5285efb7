import { type Book, probeRule, type Site } from '../domain/book/book.ts'
import type { ProbeRule } from '../domain/book/settings.ts'
import { second } from '../domain/instant.ts'
import { planSlots, type SlotPlan } from '../domain/watch/slot.ts'

export type Watched = { site: Site; rule: ProbeRule }
/** What of a book the watch asks for each second, worked out once for each version of it. */
export type WatchPlan = { watched: ReadonlyMap<string, Watched>; slots: SlotPlan }

/** Answers the plan of the book it is given. */
export function createPlanner(): (book: Book) => WatchPlan {
  return oncePerWatch((book) => {
    const watched = new Map([...book.sites.values()].map((site) => [site.id, { site, rule: probeRule(book, site) }]))
    const paced = [...watched].map(([siteId, { rule }]) => ({ siteId, intervalMs: rule.intervalSeconds * second }))
    return { watched, slots: planSlots(paced) }
  })
}

/** What is made of a book's sites and settings, and made anew only when those are others: people and rosters change more. */
export function oncePerWatch<T>(make: (book: Book) => T): (book: Book) => T {
  let made: { book: Book; thing: T } | null = null
  return (book) => {
    if (!made || !isSameWatch(made.book, book)) made = { book, thing: make(book) }
    return made.thing
  }
}

function isSameWatch(a: Book, b: Book): boolean {
  return a === b || (a.file.sites === b.file.sites && a.file.settings === b.file.settings)
}
