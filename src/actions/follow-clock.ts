import type { Instant } from '../domain/instant.ts'
import type { ActionDeps } from './deps.ts'
import { moveIncident } from './incident/move-incident.ts'

/** Brings everything stored that waits for the clock in line after the wall clock jumped by `byMs` (invariant I11). */
export async function followClock(deps: ActionDeps, byMs: number, now: Instant): Promise<void> {
  await deps.log.pages.followClock(byMs)
  const stimulus = { kind: 'clock_moved', byMs } as const
  for (const { id } of await deps.log.incidents.live()) {
    await moveIncident(deps, { target: { incidentId: id }, stimulus }, now)
  }
}
