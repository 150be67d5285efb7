import type { Incident } from '../../domain/incident/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import { type Neglect, neglectOf } from '../../domain/self-check/neglect.ts'
import type { ActionDeps } from '../deps.ts'
import { tellOffice } from '../tell-office.ts'

const noticeKey = 'neglect'

/**
 * Once a minute: every incident that nobody has taken has somebody on the way to be told, or the office hears why not.
 * The pager does not vouch for itself. Answers how many are in nobody's hands.
 */
export async function watchOverPager(deps: ActionDeps, now: Instant): Promise<number> {
  const neglected: { incident: Incident; why: Neglect }[] = []
  for (const incident of await deps.log.incidents.live()) {
    if (incident.state !== 'paging') continue
    const why = neglectOf(incident, await deps.log.pages.ofIncident(incident.id), now)
    if (why) neglected.push({ incident, why })
  }
  await show(deps, neglected.length, now)
  for (const { incident, why } of neglected) {
    const short = deps.book.current().sites.get(incident.siteId)?.shortName ?? null
    const message = { key: 'neglected' as const, site: { name: incident.siteName, short }, neglect: why }
    await tellOffice(deps, `neglect.${incident.id}.${incident.round}.${why}`, message, now)
  }
  return neglected.length
}

/** How many the banner speaks of; 0 when all is well. */
export async function neglectedCount(deps: ActionDeps): Promise<number> {
  return Number((await deps.log.notices.get(noticeKey))?.value ?? 0)
}

async function show(deps: ActionDeps, count: number, now: Instant): Promise<void> {
  if (count === (await neglectedCount(deps))) return
  if (count === 0) await deps.log.notices.clear(noticeKey)
  else await deps.log.notices.set(noticeKey, String(count), now)
  deps.changes.publish({ kind: 'notice' })
}
