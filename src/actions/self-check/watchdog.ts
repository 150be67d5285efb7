import type { Incident } from '../../domain/incident/incident.ts'
import { type Instant, minute } from '../../domain/instant.ts'
import { type Neglect, neglectOf } from '../../domain/self-check/neglect.ts'
import type { ActionDeps } from '../deps.ts'
import { breathe } from '../in-turn.ts'
import { tellOffice } from '../tell-office.ts'

const noticeKey = 'neglect'
/** Which ones the office has been told of since all was well last, and when it was told of the newest. */
const toldKey = 'neglect.told'
/** A provider that is down neglects every site at once: the office gets one text, and reads of the others on the board. */
const textEveryMs = 15 * minute

type Neglected = { incident: Incident; why: Neglect }

/**
 * Once a minute: every incident that nobody has taken has somebody on the way to be told, or the office hears why not.
 * The pager does not vouch for itself. Answers how many are in nobody's hands.
 */
export async function watchOverPager(deps: ActionDeps, now: Instant): Promise<number> {
  const neglected: Neglected[] = []
  for (const incident of await deps.log.incidents.live()) {
    if (incident.state !== 'paging') continue
    await breathe()
    const why = neglectOf(incident, await deps.log.pages.ofIncident(incident.id), now)
    if (why) neglected.push({ incident, why })
  }
  await show(deps, neglected.length, now)
  if (neglected.length === 0) await deps.log.notices.clear(toldKey)
  else await tellOfNext(deps, neglected, now)
  return neglected.length
}

async function tellOfNext(deps: ActionDeps, neglected: readonly Neglected[], now: Instant): Promise<void> {
  const told = await deps.log.notices.get(toldKey)
  if (told && told.at <= now && now - told.at < textEveryMs) return
  const known = told?.value.split(' ') ?? []
  const occasionOf = ({ incident, why }: Neglected) => `neglect.${incident.id}.${incident.round}.${why}`
  const next = neglected.find((one) => !known.includes(occasionOf(one)))
  if (!next) return
  const { incident, why } = next
  const short = deps.book.current().sites.get(incident.siteId)?.shortName ?? null
  const message = { key: 'neglected' as const, site: { name: incident.siteName, short }, neglect: why }
  const pages = await tellOffice(deps, occasionOf(next), message, now)
  // While the office has nobody it has not been told: it is as soon as it has.
  if (pages.length === 0) return
  await deps.log.notices.set(toldKey, [...known, occasionOf(next)].join(' '), now)
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
