import { newcomersOf } from '../../domain/incident/decide-duty.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ActionDeps } from '../deps.ts'
import { dutyNow } from '../shift-work/duty-now.ts'
import { moveIncident } from './move-incident.ts'

/** Open incidents of these sites follow the roster: whoever is on duty now, and was not before, is told. */
export async function noteDutyChange(
  deps: ActionDeps,
  sites: readonly { siteId: string }[],
  now: Instant,
): Promise<void> {
  const changed = new Set(sites.map(({ siteId }) => siteId))
  for (const incident of await deps.log.incidents.live()) {
    if (changed.has(incident.siteId)) await follow(deps, incident.id, now)
  }
}

/** The same for every open incident: asked by the clock, since a shift ends without anybody's act. */
export async function followDuty(deps: ActionDeps, now: Instant): Promise<void> {
  for (const incident of await deps.log.incidents.live()) {
    const { staff, lead } = newcomersOf(incident, await dutyNow(deps, incident.siteId, now))
    if (staff.length > 0 || lead) await follow(deps, incident.id, now)
  }
}

async function follow(deps: ActionDeps, incidentId: string, now: Instant): Promise<void> {
  await moveIncident(deps, { target: { incidentId }, stimulus: { kind: 'duty_changed' } }, now)
}
