import type { Person } from '../book/book.ts'
import type { Audience } from '../book/settings.ts'
import { canBePaged, type Duty, refOf } from '../duty.ts'
import { stepOf } from './decide-response.ts'
import { change, conclude, type Decision, type Draft, orderPage, siteNameOf, tell, unchanged } from './decision.ts'
import type { Incident } from './incident.ts'
import { levelsOf } from './ladder.ts'

/** People who have come on duty for the site since the incident last looked: after a change of shifts, or of hands. */
export function newcomersOf(incident: Incident, duty: Duty): { staff: Person[]; lead: Person | null } {
  const known = new Set(knownOf(incident))
  return {
    staff: duty.staff.filter(({ id }) => !known.has(id)),
    lead: duty.lead && !known.has(duty.lead.id) ? duty.lead : null,
  }
}

function knownOf({ onDuty, duty }: Incident): string[] {
  return onDuty ?? [...duty.staff.map(({ id }) => id), ...(duty.lead ? [duty.lead.id] : [])]
}

/**
 * Somebody else is on duty now. Whoever stands on a rung that has been told is told too, at once: an open incident
 * follows the roster. Rungs to come find their people by themselves.
 */
export function changeDuty(draft: Draft): Decision {
  const { incident, at } = draft
  const { staff, lead } = newcomersOf(incident, at.duty)
  if (staff.length === 0 && lead === null) return unchanged(incident, 'duty_unchanged')
  const joined = [
    ...(hasFired(draft, 'staff') ? staff : []).map((person) => ({ person, audience: 'staff' as const })),
    ...(lead && hasFired(draft, 'lead') ? [{ person: lead, audience: 'lead' as const }] : []),
  ].filter(({ person }) => canBePaged(person))
  for (const { person, audience } of joined) tellNewcomer(draft, person, audience)
  if (joined.length > 0) tell(draft, { kind: 'duty_changed', to: joined.map(({ person }) => refOf(person)) })
  const ids = [...staff, ...(lead ? [lead] : [])].map(({ id }) => id)
  change(draft, { onDuty: [...knownOf(incident), ...ids] })
  if (incident.state !== 'recovered') {
    // Whoever was out of reach on another rung is told anew, and counts as told.
    const isOther = ({ id }: { id: string }) => !joined.some(({ person }) => person.id === id)
    const told = joined.map(({ person, audience }) => ({ ...refOf(person), audience }))
    change(draft, { told: [...incident.told.filter(isOther), ...told], lost: incident.lost.filter(isOther) })
  }
  return conclude(draft, 'duty_changed')
}

function tellNewcomer(draft: Draft, person: Person, audience: Audience): void {
  const { incident, at } = draft
  const site = siteNameOf(draft)
  if (incident.state === 'recovered') {
    if (audience !== 'lead' || incident.recoveredAt === null) return
    const forMs = incident.recoveredAt - incident.startedAt
    const who = incident.acknowledgedBy?.name ?? null
    const message = { key: 'recovered.confirm' as const, site, at: incident.recoveredAt, forMs, who }
    orderPage(draft, person, { step: stepOf(draft, 'confirm'), audience, message })
    return
  }
  const message = { key: 'outage' as const, site, since: incident.startedAt, why: incident.failure.kind }
  orderPage(draft, person, { step: stepOf(draft, `duty.${at.now}`), audience, message })
}

/** Whether a rung of these people has been told in this run; once recovered, leads are whom the confirmation waits for. */
function hasFired({ incident, at }: Draft, audience: Audience): boolean {
  if (incident.state === 'recovered') return audience === 'lead'
  const fired = levelsOf(at.policy).slice(0, incident.level)
  return fired.some(({ rungs }) =>
    rungs.some(({ tell: whom, by }) => whom === audience && by.some((channel) => at.policy.channels.has(channel))),
  )
}
