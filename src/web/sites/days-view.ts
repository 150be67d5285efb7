import type { Book } from '../../domain/book/book.ts'
import { addDays, dateOf, daysBetween, instantOf, momentOn } from '../../domain/instant.ts'
import type { SampleDay } from '../../storage/ports.ts'
import type { Reader } from '../reader.ts'

/** Ninety days as bars: looks above the line, outage below it, filed work as a short foot. */
export type DaysView = {
  up: string
  fail: string
  plan: string
  gap: string
  label: string
  summary: string
  axis: string[]
}

const shownDays = 90
const barWidth = 6
const step = 8
const deepest = 30

/** First of the days that the bar shows. */
export function firstDay(today: string): string {
  return addDays(today, 1 - shownDays)
}

/** A failed share hangs below the line by its square root, so that minutes of a day can still be seen. */
export function daysOf(book: Book, reader: Reader, siteId: string, days: readonly SampleDay[]): DaysView {
  const { words, format, now } = reader
  const zone = book.settings.timezone
  const today = dateOf(now, zone)
  const byDate = new Map(days.map((day) => [day.date, day]))
  const dates = daysBetween(firstDay(today), today)
  const paths = { up: '', fail: '', plan: '', gap: '' }
  for (const [index, date] of dates.entries()) {
    const x = index * step + 1
    const day = byDate.get(date)
    if (!day || day.probes === 0) paths.gap += rect(x, 12, barWidth - 0.5, 26)
    else paths.up += rect(x, 12, barWidth, 26)
    if (day && day.failures > 0) paths.fail += rect(x - 0.5, 40, barWidth + 1, depthOf(day))
    if (isPlanned(book, siteId, date)) paths.plan += rect(x, 42, barWidth, 5)
  }
  const failed = dates.filter((date) => (byDate.get(date)?.failures ?? 0) > 0)
  const empty = dates.filter((date) => !byDate.has(date)).length
  const names = failed.slice(-4).map((date) => format.date(instantOf(date, zone)))
  return {
    ...paths,
    label: words.site.days.label(failed.length, words.frame.listOf(names), empty),
    summary: summaryOf(reader, days),
    axis: [0, 30, 60].map((index) => format.date(instantOf(dates[index] ?? today, zone))).concat(words.site.days.today),
  }
}

function depthOf({ probes, failures }: SampleDay): number {
  return Math.max(3, Math.round(Math.sqrt(failures / probes) * deepest))
}

function rect(x: number, y: number, width: number, height: number): string {
  return `M${x} ${y}h${width}v${height}h-${width}z`
}

function isPlanned(book: Book, siteId: string, date: string): boolean {
  const zone = book.settings.timezone
  const [from, to] = [momentOn(date, '00:00', zone), momentOn(addDays(date, 1), '00:00', zone)]
  return (book.windowsBySite.get(siteId) ?? []).some((window) => window.fromAt < to && window.toAt > from)
}

/** The share of good looks, cut off after two decimals: 100 % only when not one failed. */
function summaryOf({ words, format }: Reader, days: readonly SampleDay[]): string {
  const probes = days.reduce((sum, day) => sum + day.probes, 0)
  const failures = days.reduce((sum, day) => sum + day.failures, 0)
  if (probes === 0) return words.site.days.none
  const share = (Math.floor(((probes - failures) / probes) * 10_000) / 100).toFixed(2)
  return words.site.days.summary(share, format.count(probes), format.count(failures))
}
