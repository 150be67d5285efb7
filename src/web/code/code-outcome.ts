import type { CodeResult } from '../../actions/incident/enter-code.ts'
import type { KeyUsed } from '../../actions/use-key.ts'
import type { Refusal } from '../../domain/incident/decision.ts'
import { type Incident, takenAt } from '../../domain/incident/incident.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

/** What the code did to one site, in the words of the texts. `isDone`: it is as the person wanted it. */
export type OutcomeView = { site: string; heading: string; text: string; isDone: boolean }

export function outcomeOf(room: Room, reader: Reader, result: CodeResult): OutcomeView {
  const { before, moved } = result
  const incident = 'incident' in moved ? moved.incident : before
  const site = incident.siteName
  if (moved.kind === 'moved') return { site, isDone: true, ...doneWords(reader, result, moved.incident) }
  if (moved.kind === 'refused') return refusedView(room, reader, { incident, reason: moved.reason })
  const { code } = reader.words
  return { site, isDone: false, heading: result.act === 'acknowledge' ? code.over : code.notAllowed, text: '' }
}

/** A code that was right, whose incident is over. */
export function endedView({ words, format }: Reader, incident: Incident): OutcomeView {
  const { code } = words
  const at = incident.recoveredAt ?? incident.confirmedAt
  const heading = incident.state === 'voided' || at === null ? code.endedVoid : code.ended(format.moment(at))
  return { site: incident.siteName, heading, text: '', isDone: false }
}

/** A code of duty life: shifts confirmed, a number proven, a spot check answered. */
export function usedView(room: Room, { words }: Reader, { purpose, personId, subject, isDone }: KeyUsed): OutcomeView {
  const { code } = words
  const book = room.deps.book.current()
  const name = book.people.get(personId)?.name ?? ''
  switch (purpose) {
    case 'number':
      return { site: name, isDone, heading: isDone ? code.numberProven : code.numberChanged, text: '' }
    case 'content':
      return {
        site: name,
        isDone,
        heading: isDone ? code.contentTaken : code.contentOver,
        text: isDone ? code.contentText : '',
      }
    case 'drill':
      return { site: name, isDone, heading: isDone ? code.drilled : code.drilledLate, text: '' }
    case 'spot_check':
      return { site: name, isDone, heading: isDone ? code.atPost : code.tooLate, text: '' }
    case 'roster': {
      const period = book.periods.get(subject)?.name ?? ''
      return { site: name, isDone, heading: isDone ? code.rosterRead : code.over, text: code.rosterReadText(period) }
    }
  }
}

type Said = Pick<OutcomeView, 'heading' | 'text'>

function doneWords(reader: Reader, { moved }: CodeResult, incident: Incident): Said {
  const { words, format, now } = reader
  const { code } = words
  const reason = moved.kind === 'moved' ? moved.reason : null
  const until = incident.acknowledgementExpiresAt
  switch (reason) {
    case 'confirmed': {
      const forTime = format.elapsed((incident.recoveredAt ?? now) - incident.startedAt)
      return { heading: code.confirmed, text: code.confirmedAt(format.clockSeconds(now), forTime) }
    }
    case 'rejected':
      return { heading: code.rejected, text: code.rejectedText }
    case 'acknowledgement_undone':
      return { heading: code.undone, text: code.undoneText }
    case 'passed':
      return { heading: code.passed, text: code.passedText }
    case 'renewed':
      return { heading: code.acknowledged, text: until === null ? '' : code.renewed(format.clockSeconds(until)) }
    case 'acknowledged_late':
      return { heading: lateWords(reader, incident), text: '' }
    default:
      return {
        heading: code.acknowledged,
        text: code.acknowledgedAt(format.clockSeconds(now), format.elapsed(now - incident.startedAt)),
      }
  }
}

function lateWords({ words, format, now }: Reader, incident: Incident): string {
  return words.code.late(incident.acknowledgedBy?.name ?? '', format.clock(takenAt(incident) ?? now))
}

function refusedView(room: Room, { words, format }: Reader, on: { incident: Incident; reason: Refusal }): OutcomeView {
  const { code } = words
  const base = { site: on.incident.siteName, text: '', isDone: false }
  switch (on.reason) {
    case 'refused_still_down': {
      const last = room.deps.watch.siteStates().get(on.incident.siteId)?.last
      return { ...base, heading: last ? code.stillDown(format.clockSeconds(last.at)) : code.stillDownNoTime }
    }
    case 'refused_recovered':
      return { ...base, heading: code.lateRecovered }
    case 'refused_too_late':
      return { ...base, heading: code.undoTooLate }
    case 'refused_not_owner':
    case 'refused_not_acknowledged':
    case 'refused_not_paging':
      return { ...base, heading: code.notOwner }
    case 'refused_closed':
    case 'refused_no_incident':
      return { ...base, heading: code.over }
  }
}
