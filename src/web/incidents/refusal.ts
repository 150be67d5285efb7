import type { Refusal } from '../../domain/incident/decision.ts'
import { type Incident, takenAt } from '../../domain/incident/incident.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

/** Why an act was not carried out on what the reader had been shown: what is true now, by whom and when. */
export function staleText({ words, format }: Reader, incident: Incident): string {
  const { refused } = words.incident
  const { acknowledgedBy, confirmedBy, confirmedAt, recoveredAt } = incident
  const tookAt = takenAt(incident)
  switch (incident.state) {
    case 'acknowledged':
      return acknowledgedBy && tookAt !== null
        ? refused.taken(acknowledgedBy.name, format.clockSeconds(tookAt))
        : refused.changed
    case 'recovered':
      return recoveredAt === null ? refused.changed : refused.recovered(format.clockSeconds(recoveredAt))
    case 'closed':
      return confirmedBy && confirmedAt !== null
        ? refused.closed(confirmedBy.name, format.clockSeconds(confirmedAt))
        : refused.changed
    case 'voided':
      return refused.voided
    case 'paging':
      return incident.turns.length > 0 ? refused.relapsed : refused.changed
  }
}

/** Why the incident's state does not allow the act. */
export function refusalText(room: Room, reader: Reader, incident: Incident, reason: Refusal): string {
  const { refused } = reader.words.incident
  switch (reason) {
    case 'refused_still_down': {
      const last = room.deps.watch.siteStates().get(incident.siteId)?.last
      return last ? refused.stillDown(reader.format.clockSeconds(last.at)) : refused.stillDownPlain
    }
    case 'refused_not_owner':
      return refused.notOwner(incident.acknowledgedBy?.name ?? '')
    case 'refused_too_late':
      return refused.tooLate
    case 'refused_not_acknowledged':
    case 'refused_not_paging':
      return refused.notAcknowledged
    case 'refused_closed':
    case 'refused_recovered':
    case 'refused_no_incident':
      return staleText(reader, incident)
  }
}
