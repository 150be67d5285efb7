import { isLive } from '../../domain/incident/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Judgement, SiteState } from '../../domain/watch/verdict.ts'
import type { ActionDeps } from '../deps.ts'
import { isSilenced, moveIncident } from './move-incident.ts'

/**
 * Makes a judgement true. A verdict that opens, relapses or ends an outage commits together with the incident and the
 * pages it plans; any other change of verdict is kept so that a restart knows it, a relapse during recovery above all:
 * a good look from before it must not count afterwards.
 */
export async function recordVerdict(deps: ActionDeps, judgement: Judgement, now: Instant): Promise<void> {
  const { state, change } = judgement
  if (change === 'none' || change === 'failed_again') return
  if (change === 'went_down' && !isSilenced(deps, state.siteId, now)) {
    await callDown(deps, state, now)
  } else if (change === 'came_up' && (await deps.log.incidents.findLive(state.siteId))) {
    const stimulus = { kind: 'site_up', goods: Math.max(1, judgement.goods) } as const
    await moveIncident(deps, { target: { siteId: state.siteId }, stimulus, siteState: state }, now)
  } else {
    await deps.log.incidents.saveSiteState(state)
  }
  deps.changes.publish({ kind: 'site', siteId: state.siteId })
}

/**
 * A site that is down and has no incident of this outage gets one: a filed window has ended, or the process ended
 * between the verdict and its commit. An incident of the same outage that was closed or voided is not opened again.
 */
export async function openMissed(deps: ActionDeps, state: SiteState, now: Instant): Promise<boolean> {
  if (state.verdict !== 'down' || isSilenced(deps, state.siteId, now)) return false
  const { items } = await deps.log.incidents.list({ siteId: state.siteId }, { limit: 1, cursor: null })
  const latest = items[0]
  const began = state.failures[0]?.at ?? state.since
  if (latest) {
    const isOpen = isLive(latest) && latest.recoveredAt === null
    const knownUntil = Math.max(latest.startedAt, ...latest.turns)
    if (isOpen || knownUntil >= began) return false
  }
  await callDown(deps, state, now)
  return true
}

async function callDown(deps: ActionDeps, state: SiteState, now: Instant): Promise<void> {
  const stimulus = { kind: 'site_down', failures: state.failures } as const
  await moveIncident(deps, { target: { siteId: state.siteId }, stimulus, siteState: state }, now)
}
