import type { Site } from '../../domain/book/book.ts'
import type { Audience } from '../../domain/book/settings.ts'
import type { Finding } from '../../domain/content/findings.ts'
import { canWait, rungsFor } from '../../domain/content/ladder.ts'
import type { PageFeatures } from '../../domain/content/page-features.ts'
import { type Suspicion, unsettled } from '../../domain/content/suspicion.ts'
import { audienceOf, canBePaged, findDuty } from '../../domain/duty.ts'
import { day, type Instant } from '../../domain/instant.ts'
import type { Message } from '../../domain/texts/message.ts'
import type { ActionDeps } from '../deps.ts'
import { drawId } from '../new-id.ts'
import { giveCodes, type Notice, tellPeople } from '../tell-people.ts'

/** How long a code takes what it was sent for. */
const codeDays = 7

/** What of the site's content still needs a person; null when nothing does. */
export async function findSuspicion(deps: ActionDeps, siteId: string): Promise<Suspicion | null> {
  const filter = { subject: siteId, states: unsettled }
  return (await deps.log.records.suspicions.list(filter, { limit: 1, cursor: null })).items[0] ?? null
}

/** Everything that still needs a person, the newest first. */
export async function findSuspicions(deps: ActionDeps): Promise<Suspicion[]> {
  return (await deps.log.records.suspicions.list({ states: unsettled }, { limit: 200, cursor: null })).items
}

/**
 * A page was seen twice that a human has to look at. Of a site there is one such matter at a time: what is found later is
 * noted on it and wakes nobody again.
 */
export async function raiseSuspicion(
  deps: ActionDeps,
  { site, findings, features }: { site: Site; findings: Finding[]; features: PageFeatures },
  now: Instant,
): Promise<void> {
  const known = await findSuspicion(deps, site.id)
  // What could wait for the morning cannot any more: that is another matter, which wakes people.
  const isGraver = known !== null && canWait(known.findings) && !canWait(findings)
  if (isGraver) await settleSuspicion(deps, site.id, now)
  else if (known) {
    if (JSON.stringify(known.findings) === JSON.stringify(findings)) return
    await deps.log.records.suspicions.save({ ...known, version: known.version + 1, findings, features })
    return deps.changes.publish({ kind: 'site', siteId: site.id })
  }
  const suspicion: Suspicion = {
    ...{ id: drawId(deps, 'c'), version: 1, state: 'open', subject: site.id, personId: null, at: now, dueAt: now },
    ...{ siteName: site.name, findings, features, told: 0, note: '' },
    ...{ takenAt: null, takenBy: null, judgedAt: null, judgedBy: null },
  }
  await deps.log.records.suspicions.save(suspicion)
  deps.changes.publish({ kind: 'site', siteId: site.id })
  await climb(deps, suspicion, now)
}

/** Whoever has to be told next of a page that nobody has taken. */
export async function tendSuspicions(deps: ActionDeps, now: Instant): Promise<void> {
  for (const suspicion of await deps.log.records.suspicions.due(now)) {
    if (suspicion.state === 'open') await climb(deps, suspicion, now)
  }
}

/** Tells every rung that is due; one on which nobody can be reached pulls the next one forward. */
async function climb(deps: ActionDeps, suspicion: Suspicion, now: Instant): Promise<void> {
  let { told } = suspicion
  let isPulled = false
  const rungs = rungsFor(suspicion.findings)
  for (const rung of rungs.slice(told)) {
    if (!isPulled && now < suspicion.at + rung.afterMs) break
    // Told first: a text has an identity, so a process that ends in between sends no second one.
    isPulled = (await tell(deps, suspicion, rung.tell, now)) === 0
    told += 1
  }
  const next = rungs[told]
  const dueAt = next ? suspicion.at + next.afterMs : null
  await deps.log.records.suspicions.save({ ...suspicion, version: suspicion.version + 1, told, dueAt })
}

async function tell(deps: ActionDeps, suspicion: Suspicion, audience: Audience, now: Instant): Promise<number> {
  const { id, subject } = suspicion
  const people = audienceOf(findDuty(deps.book.current(), subject, now), audience).filter(canBePaged)
  const orders = people.map((person) => {
    return { personId: person.id, purpose: 'content', subject: id, expiresAt: now + codeDays * day } as const
  })
  const codes = await giveCodes(deps, orders, now)
  const message = messageOf(suspicion, deps.book.current().sites.get(subject)?.shortName ?? null, audience)
  if (!message) return 0
  const urgency = canWait(suspicion.findings) ? 'courtesy' : 'page'
  const notices = people.map((person): Notice => {
    const code = codes.get(person.id) ?? ''
    return { person, occasion: `content.${id}.${audience}`, message, code, urgency, audience }
  })
  await tellPeople(deps, notices, now)
  return notices.length
}

/** What is told of the gravest finding. */
function messageOf({ findings, siteName, at }: Suspicion, short: string | null, to: Audience): Message | null {
  const [gravest] = findings
  if (!gravest) return null
  const facts = { site: { name: siteName, short }, since: at, odd: gravest.kind }
  if (to === 'staff') return { key: 'content.odd', ...facts }
  return { key: to === 'lead' ? 'content.odd.lead' : 'content.odd.office', ...facts }
}

/** It looks again as it should, which ends the matter without anybody's word. */
export async function settleSuspicion(deps: ActionDeps, siteId: string, now: Instant): Promise<void> {
  const known = await findSuspicion(deps, siteId)
  if (!known) return
  const version = known.version + 1
  await deps.log.records.suspicions.save({ ...known, version, state: 'gone', judgedAt: now, dueAt: null })
  deps.changes.publish({ kind: 'site', siteId })
}
