import { isLive } from '../../domain/incident/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Judgement, SiteState } from '../../domain/watch/verdict.ts'
import type { ActionDeps } from '../deps.ts'
import { isSilenced, moveIncident } from './move-incident.ts'

/**
 * Makes a judgement true. A verdict that opens, relapses or ends an outage commits together with the incident and the
 * pages it plans. Answers whether its state has still to be kept, which may wait for others: a suspicion, one that was
 * cleared, a site that nobody was told about. A relapse during recovery never waits, since a good look from before it
 * must not count after a restart.
 */
export async function recordVerdict(
  deps: ActionDeps,
  judgement: Judgement,
  now: Instant,
): Promise<'recorded' | 'to_be_kept'> {
  const { state, change } = judgement
  if (change === 'none' || change === 'failed_again') return 'recorded'
  const recorded = await makeTrue(deps, judgement, now)
  deps.changes.publish({ kind: 'site', siteId: state.siteId })
  return recorded
}

async function makeTrue(
  deps: ActionDeps,
  { state, change, goods }: Judgement,
  now: Instant,
): Promise<'recorded' | 'to_be_kept'> {
  if (change === 'went_down' && !isSilenced(deps, state.siteId, now)) {
    await callDown(deps, state, now)
  } else if (change === 'came_up' && (await deps.log.incidents.findLive(state.siteId))) {
    const stimulus = { kind: 'site_up', goods: Math.max(1, goods) } as const
    await moveIncident(deps, { target: { siteId: state.siteId }, stimulus, siteState: state }, now)
  } else {
    if (change === 'became_suspect' || change === 'cleared' || change === 'came_up') return 'to_be_kept'
    await deps.log.incidents.saveSiteStates([state])
  }
  return 'recorded'
}

/**
 * A site that is down and has no incident of this outage gets one: a filed window has ended, what it stands on opens
 * again, or the process ended between the verdict and its commit. An incident of the same outage that was closed or
 * voided is not opened again. `silenced`: it has to be asked again later.
 */
export async function openMissed(
  deps: ActionDeps,
  state: SiteState,
  now: Instant,
): Promise<'opened' | 'known' | 'silenced'> {
  if (isSilenced(deps, state.siteId, now)) return 'silenced'
  const { items } = await deps.log.incidents.list({ siteId: state.siteId }, { limit: 1, cursor: null })
  const latest = items[0]
  const began = state.failures[0]?.at ?? state.since
  if (latest) {
    const isOpen = isLive(latest) && latest.recoveredAt === null
    const knownUntil = Math.max(latest.startedAt, ...latest.turns)
    if (isOpen || knownUntil >= began) return 'known'
  }
  await callDown(deps, state, now)
  return 'opened'
}

async function callDown(deps: ActionDeps, state: SiteState, now: Instant): Promise<void> {
  const stimulus = { kind: 'site_down', failures: state.failures } as const
  await moveIncident(deps, { target: { siteId: state.siteId }, stimulus, siteState: state }, now)
}
