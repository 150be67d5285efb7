import type { Book, Person } from '../../domain/book/book.ts'
import { findDuty } from '../../domain/duty.ts'
import type { Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import { countingShiftsOf } from '../../domain/roster/placed.ts'
import { isReachable, reachOf } from '../../domain/roster/reach.ts'
import type { ActionDeps } from '../deps.ts'
import { tellPeople } from '../tell-people.ts'
import { noteNumber } from './numbers.ts'

/**
 * 号码失效: a text to somebody who has duty to come was refused for good. Their lead is told, once a number; where the
 * reader leads themselves, the office. An alarm about a number raises none about itself.
 */
export async function noteDeadNumber(deps: ActionDeps, page: Page, reason: string, now: Instant): Promise<void> {
  // An outage's own escalation says it already; two texts about one thing are one too many.
  if (page.incidentId !== null || page.message.key === 'contact.dead' || page.message.key === 'bundle') return
  const last = { delivered: false, reason }
  const reach = reachOf({ mobile: page.to, isVerified: false, hasStopped: false, last })
  if (isReachable(reach)) return
  const person = deps.book.current().people.get(page.personId)
  if (person?.mobile === page.to) await alarmLead(deps, person, `dead.${page.personId}.${page.to}`, now)
}

/**
 * 退订: somebody asked the carrier for no more texts. A rostered person would be silent from then on without anybody
 * knowing, so their lead is told at once, and lists say so until they ask for texts again.
 */
export async function noteOptOut(deps: ActionDeps, person: Person, mobile: string, now: Instant): Promise<void> {
  const isNews = await noteNumber(deps, { personId: person.id, mobile, state: 'stopped' }, now)
  if (isNews) await alarmLead(deps, person, `stopped.${person.id}.${now}`, now)
}

async function alarmLead(deps: ActionDeps, person: Person, occasion: string, now: Instant): Promise<void> {
  const book = deps.book.current()
  const next = countingShiftsOf(book, person.id).find(({ toAt }) => toAt > now) ?? standingPost(book, person, now)
  if (!next) return
  const { lead, office } = findDuty(book, next.siteId, Math.max(now, next.fromAt))
  const readers: Person[] = lead && lead.id !== person.id ? [lead] : office
  const message = { key: 'contact.dead' as const, start: next.fromAt, who: person.name }
  const notices = readers.map((reader) => ({ person: reader, occasion, message, urgency: 'page' as const }))
  await tellPeople(deps, notices, now)
}

/** Outside its shifts a site's contacts and standing lead are whom its pages go to, today as well. */
function standingPost(book: Book, { id }: Person, now: Instant): { siteId: string; fromAt: Instant } | null {
  for (const site of book.sites.values()) {
    if (site.leadPersonId === id || site.contactPersonIds?.includes(id)) return { siteId: site.id, fromAt: now }
  }
  return null
}
