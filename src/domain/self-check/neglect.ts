import type { Incident } from '../incident/incident.ts'
import type { Page, PageState } from '../incident/page.ts'
import { type Instant, minute, second } from '../instant.ts'

/**
 * Why an incident that nobody has taken will not reach anybody by itself. `no_moment`: the ladder waits for nothing;
 * `overdue`: its moment has passed unjudged; `stuck`: a message is due and nobody sends it; `nobody`: nobody on the
 * ladder could be told.
 */
export type Neglect = 'no_moment' | 'overdue' | 'stuck' | 'nobody'

/** What is late by less than this is only late: a page must begin within 5 s, an escalation within 10 s (I1, I5). */
const graceMs = minute
/** An unknown outcome is resolved within 30 s and sent again; whatever stands still for longer is stuck (I4). */
const stuckMs = 90 * second
/** A page may be held back to be told with others, but never for longer than this (I15). */
const longestHoldMs = 20 * minute

const handedOver: readonly PageState[] = ['accepted', 'delivered', 'shown', 'told_by_phone']

/**
 * Whether the watch has lost hold of an incident that nobody has acknowledged: each must have a next moment and a
 * message that is on its way or arrived. `pages` are those of the incident; null: it is in good hands.
 */
export function neglectOf(incident: Incident, pages: readonly Page[], now: Instant): Neglect | null {
  if (incident.state !== 'paging' || now - incident.ladderStartedAt < graceMs) return null
  if (incident.dueAt === null) return 'no_moment'
  if (incident.dueAt < now - graceMs) return 'overdue'
  const current = pages.filter(({ urgency, step }) => urgency === 'page' && step.startsWith(`${incident.round}.`))
  if (current.some((page) => isStuck(page, now))) return 'stuck'
  return current.some((page) => handedOver.includes(page.state) || isHeld(page)) ? null : 'nobody'
}

/** Not tried yet: it waits to go out together with others. */
function isHeld({ state, attempts }: Page): boolean {
  return state === 'planned' && attempts === 0
}

function isStuck(page: Page, now: Instant): boolean {
  const { state, dueAt, plannedAt } = page
  const isWaiting = state === 'planned' || state === 'claimed' || state === 'unknown'
  return isWaiting && (dueAt < now - stuckMs || (isHeld(page) && plannedAt < now - longestHoldMs))
}
