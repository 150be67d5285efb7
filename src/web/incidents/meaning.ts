import type { Incident } from '../../domain/incident/incident.ts'

/**
 * What a button on the page means: it changes with the state, with whoever has the matter and with each recovery. A
 * version grows with every message as well; an act whose meaning has not changed is carried out on the newest one, so
 * that an escalation in the same second does not turn away whoever answers it.
 */
export function meaningOf(incident: Incident): string {
  const owner = incident.state === 'acknowledged' ? (incident.acknowledgedBy?.id ?? '') : ''
  return [incident.state, owner, incident.recoveredAt ?? ''].join('.')
}
