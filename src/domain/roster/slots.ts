import type { Book, Period, Role, Site, Span } from '../book/book.ts'
import { addDays, dateOf, daysBetween, momentOn } from '../instant.ts'
import { periodSpan } from './coverage.ts'

/** One shift as the pattern cuts it: from one change to the next. It is named by the day on which it begins. */
export type Slot = Span & { date: string; isEve: boolean }

/** Where a site's shifts of one role change, `HH:MM`, ascending. A lead always has the whole day (24 小时带班). */
export function changesOf(book: Book, site: Pick<Site, 'unitId'>, role: Role): string[] {
  const unit = site.unitId ? book.units.get(site.unitId) : undefined
  const { settings } = book
  const start = unit?.shiftStartsAt ?? settings.shiftStartsAt
  if (role === 'lead') return [start]
  const own = unit?.staffChangesAt ?? (unit?.shiftStartsAt ? [] : settings.staffChangesAt)
  return own.length > 0 ? [...new Set(own)].sort() : [start]
}

const known = new WeakMap<Book, Map<string, readonly Slot[]>>()

/**
 * The slots of a role in a period, in order and without a gap: the duty window cut at every change. The first one is
 * an eve shift when the window opens before the first day. Sites with one pattern share one list.
 */
export function slotsOf(book: Book, period: Period, site: Pick<Site, 'unitId'>, role: Role): readonly Slot[] {
  const changes = changesOf(book, site, role)
  const ofBook = known.get(book) ?? new Map<string, readonly Slot[]>()
  known.set(book, ofBook)
  const key = JSON.stringify([period, changes])
  const there = ofBook.get(key)
  if (there) return there
  const slots = cutWindow(book, period, changes)
  ofBook.set(key, slots)
  return slots
}

function cutWindow(book: Book, period: Period, changes: readonly string[]): Slot[] {
  const { timezone } = book.settings
  const { fromAt, toAt } = periodSpan(book, period)
  const first = addDays(dateOf(fromAt, timezone), -1)
  const last = addDays(dateOf(toAt, timezone), 1)
  const cuts = daysBetween(first, last).flatMap((date) => changes.map((time) => momentOn(date, time, timezone)))
  const inside = cuts.filter((at) => fromAt < at && at < toAt)
  const edges = [fromAt, ...inside.sort((a, b) => a - b), toAt]
  return edges.slice(0, -1).map((at, i) => {
    const date = dateOf(at, timezone)
    return { fromAt: at, toAt: edges[i + 1] ?? toAt, date, isEve: date < period.from }
  })
}
