import type { Book } from '../../domain/book/book.ts'
import { addDays, dateOf, daysBetween, hour, type Instant, instantOf, momentOn, second } from '../../domain/instant.ts'
import type { SampleDay } from '../../storage/ports.ts'
import type { Reader } from '../reader.ts'
import { goodShare } from './rate-view.ts'

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
  const empty = dates.filter((date) => (byDate.get(date)?.probes ?? 0) === 0).length
  const names = failed.slice(-4).map((date) => format.date(instantOf(date, zone)))
  return {
    ...paths,
    label: words.site.days.label(failed.length, words.frame.listOf(names), empty),
    summary: summaryOf(reader, zone, days),
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

/** Uptime, and for how long nobody looked since the day of the first look: that counts for neither. */
function summaryOf({ words, format, now }: Reader, zone: string, days: readonly SampleDay[]): string {
  const probes = days.reduce((sum, day) => sum + day.probes, 0)
  const failures = days.reduce((sum, day) => sum + day.failures, 0)
  if (probes === 0) return words.site.days.none
  const summary = words.site.days.summary(goodShare(probes, failures), format.count(probes), format.count(failures))
  const first = days.findIndex((day) => day.probes > 0)
  const missingMs = days.slice(first + 1).reduce((sum, one) => sum + missingOf(one, zone, now), 0)
  return missingMs > hour ? summary + words.history.noData(format.elapsed(missingMs)) : summary
}

/** How long nobody looked on a day, of today so far. */
function missingOf({ date, dataSeconds }: SampleDay, zone: string, now: Instant): number {
  const end = Math.min(now, momentOn(addDays(date, 1), '00:00', zone))
  return Math.max(0, end - instantOf(date, zone) - dataSeconds * second)
}
