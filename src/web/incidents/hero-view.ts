import { plannedWindow } from '../../domain/book/book.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

/** The first thing to be read: state, site, how long, why. */
export type HeroView = {
  tone: Incident['state']
  icon: string
  chip: string
  id: string
  name: string
  parts: { figure: string; unit: string }[]
  /** Set while the outage lasts: the script lets the figure tick from here. */
  sinceIso: string | null
  since: string
  why: string
  more: string
}

export function heroOf(room: Room, reader: Reader, incident: Incident, mayConfirm: boolean): HeroView {
  const { words, format, now } = reader
  const { incident: say } = words
  const isRunning = incident.recoveredAt === null && incident.state !== 'voided'
  const endsAt = incident.recoveredAt ?? (isRunning ? now : (incident.confirmedAt ?? now))
  const isUp = incident.state === 'recovered' || incident.state === 'closed'
  return {
    tone: incident.state,
    icon: isUp ? 'recovering' : 'down',
    chip: chipOf(reader, incident, mayConfirm),
    id: say.id(incident.id),
    name: incident.siteName,
    parts: format.parts(endsAt - incident.startedAt),
    sinceIso: isRunning ? format.iso(incident.startedAt) : null,
    since: isRunning
      ? say.since(format.momentSeconds(incident.startedAt))
      : say.span(format.momentSeconds(incident.startedAt), format.clockSeconds(endsAt)),
    why: isUp ? opened(room, reader, incident) : words.watch.failure(incident.failure),
    more: moreOf(room, reader, incident),
  }
}

function chipOf({ words }: Reader, incident: Incident, mayConfirm: boolean): string {
  const { heading } = words.incident
  if (incident.state === 'recovered') return mayConfirm ? heading.recoveredYours : heading.recovered
  if (incident.rejectedBy && incident.state !== 'closed' && incident.state !== 'voided') return heading.rejected
  return heading[incident.state]
}

function opened(room: Room, { words, format }: Reader, incident: Incident): string {
  const last = room.deps.watch.siteStates().get(incident.siteId)?.last
  if (incident.state === 'closed') return words.watch.failure(incident.failure)
  return last?.ok ? words.incident.opens(format.latency(last.ms)) : words.incident.opensPlain
}

function moreOf(room: Room, reader: Reader, incident: Incident): string {
  const { words, format, now } = reader
  const { incident: say } = words
  const parts: string[] = []
  if (incident.state === 'paging' && incident.ping) parts.push(words.watch.ping(incident.ping))
  if (incident.state === 'paging' || incident.state === 'acknowledged') parts.push(lastProbe(room, reader, incident))
  if (incident.state === 'recovered') {
    parts.push(say.beforeConfirm)
    if (incident.dueAt !== null && incident.settleAt === null) parts.push(say.remindAt(format.clock(incident.dueAt)))
  }
  if (incident.flapping) parts.push(say.flapping)
  const isOpen = incident.state === 'paging' || incident.state === 'acknowledged'
  if (isOpen && plannedWindow(room.deps.book.current(), incident.siteId, now)) parts.push(say.windowed)
  return parts.filter(Boolean).join(words.frame.gap)
}

function lastProbe(room: Room, { words, format }: Reader, incident: Incident): string {
  const last = room.deps.watch.siteStates().get(incident.siteId)?.last
  if (!last) return ''
  return words.incident.lastProbe(
    format.clockSeconds(last.at),
    last.ok ? words.incident.works : words.incident.stillFails,
  )
}
