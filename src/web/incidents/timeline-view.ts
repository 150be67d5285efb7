import type { IncidentEvent } from '../../domain/incident/incident.ts'
import type { Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Reader } from '../reader.ts'
import { type Line, lineOf } from './event-line.ts'
import { momentOfPage, proofOf, wasMeant } from './page-words.ts'

export type TimelineLine = Line & { iso: string; clock: string; day: string | null; isBad: boolean }

/**
 * What happened, newest first: what was seen, what people did and what they were told, by the second. `phoneOf`
 * answers the number as this reader may see it.
 */
export function timelineOf(
  record: { events: readonly IncidentEvent[]; pages: readonly Page[] },
  reader: Reader,
  phoneOf: (page: Page) => string,
): TimelineLine[] {
  const events = record.events.flatMap((event) => {
    const line = lineOf(event, reader)
    return line ? [{ at: event.at, line, isBad: event.kind === 'page_failed' }] : []
  })
  const pages = record.pages.filter(wasMeant).map((page) => ({
    at: momentOfPage(page),
    line: lineOfPage(page, reader, phoneOf(page)),
    isBad: page.state === 'failed',
  }))
  const all = [...events, ...pages].toSorted((a, b) => a.at - b.at).toReversed()
  return all.map(({ at, line, isBad }) => ({ ...line, ...clockOf(at, reader), isBad }))
}

function lineOfPage(page: Page, reader: Reader, phone: string): Line {
  const { page: say } = reader.words.incident
  const role = reader.words.watch.role[page.audience]
  const proof = proofOf(reader, page)
  const isCall = page.channel === 'voice'
  const text = isCall ? say.callLine(role, page.personName, phone) : say.line(role, page.personName, phone)
  return { icon: isCall ? 'phone' : 'sms', tone: '', who: '', text, proof }
}

/** An outage may last days: lines of another day carry their date. */
function clockOf(at: Instant, { format, now }: Reader): Pick<TimelineLine, 'iso' | 'clock' | 'day'> {
  const date = format.date(at)
  return { iso: format.iso(at), clock: format.clockSeconds(at), day: date === format.date(now) ? null : date }
}
