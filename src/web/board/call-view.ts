import { type Incident, takenAt } from '../../domain/incident/incident.ts'
import type { SiteState } from '../../domain/watch/verdict.ts'
import { nextRung } from '../incidents/next-rung.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

/** One matter that needs a person, or may soon. */
export type CallView = {
  key: string
  state: 'paging' | 'acknowledged' | 'recovered' | 'suspect'
  icon: string
  chip: string
  name: string
  href: string
  what: string
  timer: { sinceIso: string; text: string; from: string }
  who: string
  button: { label: string; isAlarm: boolean }
}

const gravity = { paging: 0, acknowledged: 1, recovered: 2, closed: 3, voided: 3 } as const

/** Incidents with nobody first, the longest first within each state; then what is still being checked; `most` of them. */
export function callsOf(
  room: Room,
  reader: Reader,
  seen: { live: readonly Incident[]; suspects: readonly SiteState[]; most: number },
): { calls: CallView[]; count: number } {
  const sorted = seen.live.toSorted((a, b) => gravity[a.state] - gravity[b.state] || a.startedAt - b.startedAt)
  const waiting = new Set(seen.live.map(({ siteId }) => siteId))
  const suspects = seen.suspects.filter(({ siteId }) => !waiting.has(siteId))
  const calls = [
    ...sorted.slice(0, seen.most).map((incident) => callOf(room, reader, incident)),
    ...suspects.slice(0, Math.max(0, seen.most - sorted.length)).map((state) => suspectOf(room, reader, state)),
  ]
  return { calls, count: sorted.length + suspects.length }
}

function callOf(room: Room, reader: Reader, incident: Incident): CallView {
  const { words, format } = reader
  const isRecovered = incident.state === 'recovered'
  const isUntaken = incident.state === 'paging'
  const since = isRecovered ? (incident.recoveredAt ?? incident.startedAt) : incident.startedAt
  const from = isRecovered
    ? words.board.waitingSince(format.moment(since))
    : words.board.since(format.momentSeconds(since))
  return {
    key: incident.id,
    state: isRecovered ? 'recovered' : isUntaken ? 'paging' : 'acknowledged',
    icon: isRecovered ? 'recovering' : 'down',
    chip: words.watch.state[incident.state],
    name: incident.siteName,
    href: `/incidents/${incident.id}`,
    what: isRecovered ? restored(reader, incident) : causeOf(reader, incident),
    timer: { sinceIso: format.iso(since), text: format.elapsed(reader.now - since), from },
    who: whoOf(room, reader, incident),
    button: { label: isUntaken ? words.board.act : words.board.see, isAlarm: isUntaken },
  }
}

/** What was seen, then what it suggests. */
export function causeOf({ words }: Reader, { failure, ping }: Incident): string {
  return [words.watch.failure(failure), ping ? words.watch.ping(ping) : ''].filter(Boolean).join(words.frame.gap)
}

function restored({ words, format }: Reader, incident: Incident): string {
  const at = incident.recoveredAt ?? incident.startedAt
  return words.board.restored(format.moment(at), format.elapsed(at - incident.startedAt))
}

function whoOf(room: Room, reader: Reader, incident: Incident): string {
  const { words, format } = reader
  const { board, frame } = words
  const { acknowledgedBy: owner, acknowledgementExpiresAt: until } = incident
  const tookAt = takenAt(incident)
  const took = owner && tookAt !== null ? board.ownerHas(owner.name, format.clock(tookAt)) : ''
  if (incident.state === 'recovered') {
    const { lead } = incident.duty
    const did = owner && tookAt !== null ? board.ownerDid(owner.name, format.clock(tookAt)) : ''
    return did + (lead ? board.waitingFor(lead.name) : board.waitingOffice)
  }
  if (incident.state === 'acknowledged') return took + (until === null ? '' : board.until(format.clock(until)))
  const told = incident.told.map(({ name }) => name)
  const next = nextRung(room.deps.book.current(), room.deps.channels, reader, incident)
  const nextText = next && next.names.length > 0 ? board.next(format.clock(next.at), frame.listOf(next.names)) : ''
  return (told.length > 0 ? board.told(frame.listOf(told)) : board.toldNobody) + nextText
}

function suspectOf(room: Room, { words, format, now }: Reader, state: SiteState): CallView {
  const first = state.failures[0]
  const why = first?.failure ? words.watch.failure(first.failure) : ''
  return {
    key: `suspect-${state.siteId}`,
    state: 'suspect',
    icon: 'suspect',
    chip: words.watch.mark.suspect,
    name: room.deps.book.current().sites.get(state.siteId)?.name ?? state.siteId,
    href: `/sites/${state.siteId}`,
    what: words.board.firstFailed(format.clockSeconds(state.since), why),
    timer: {
      sinceIso: format.iso(state.since),
      text: format.elapsed(now - state.since),
      from: words.board.since(format.momentSeconds(state.since)),
    },
    who: words.board.suspectText,
    button: { label: words.board.seeSite, isAlarm: false },
  }
}
