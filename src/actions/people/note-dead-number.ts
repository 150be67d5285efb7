import type { Person } from '../../domain/book/book.ts'
import { findDuty } from '../../domain/duty.ts'
import type { Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import { countingShiftsOf } from '../../domain/roster/placed.ts'
import { isReachable, reachOf } from '../../domain/roster/reach.ts'
import type { ActionDeps } from '../deps.ts'
import { tellPeople } from '../tell-people.ts'

/**
 * 号码失效: a text to somebody who has duty to come was refused for good. Their lead is told, once a number; where the
 * reader leads themselves, the office. An alarm about a number raises none about itself.
 */
export async function noteDeadNumber(deps: ActionDeps, page: Page, reason: string, now: Instant): Promise<void> {
  // An outage's own escalation says it already; two texts about one thing are one too many.
  if (page.incidentId !== null || page.message.key === 'contact.dead' || page.message.key === 'bundle') return
  const reach = reachOf({ mobile: page.to, isVerified: false, last: { delivered: false, reason } })
  if (isReachable(reach)) return
  const book = deps.book.current()
  const next = countingShiftsOf(book, page.personId).find(({ toAt }) => toAt > now)
  if (!next || book.people.get(page.personId)?.mobile !== page.to) return
  const { lead, office } = findDuty(book, next.siteId, Math.max(now, next.fromAt))
  const readers: Person[] = lead && lead.id !== page.personId ? [lead] : office
  const message = { key: 'contact.dead' as const, start: next.fromAt, who: page.personName }
  const occasion = `dead.${page.personId}.${page.to}`
  const notices = readers.map((person) => ({ person, occasion, message, urgency: 'page' as const }))
  await tellPeople(deps, notices, now)
}
