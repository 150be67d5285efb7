import type { Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ActionDeps } from '../deps.ts'
import { noteDeadNumber } from '../people/note-dead-number.ts'
import { moveIncident } from './move-incident.ts'

/** The reader is out of reach for now: whoever stands behind them is told, while the page itself may still be tried. */
export async function noteUnreached(deps: ActionDeps, page: Page, reason: string, now: Instant): Promise<void> {
  await noteDeadNumber(deps, page, reason, now)
  if (page.urgency !== 'page') return
  const person = { id: page.personId, name: page.personName }
  for (const { incidentId, step } of await aboutIncidents(deps, page)) {
    const round = Number(step.split('.')[0])
    const stimulus = { kind: 'page_failed', person, channel: page.channel, round, why: reason } as const
    await moveIncident(deps, { target: { incidentId }, stimulus }, now)
  }
}

/** 报告: the first text about the incident was handed over. */
export async function noteTold(deps: ActionDeps, page: Page, now: Instant): Promise<void> {
  if (page.urgency !== 'page') return
  for (const { incidentId } of await aboutIncidents(deps, page)) {
    const stimulus = { kind: 'told', at: page.acceptedAt ?? now } as const
    await moveIncident(deps, { target: { incidentId }, stimulus }, now)
  }
}

/**
 * Puts right what a process that ended between the provider's answer and its note on the incident left: that somebody
 * was told. The record has to prove it, and nothing else would ever say so again.
 */
export async function noteMissedTellings(deps: ActionDeps, now: Instant): Promise<void> {
  for (const { id, toldAt } of await deps.log.incidents.live()) {
    if (toldAt !== null) continue
    const pages = await deps.log.pages.ofIncident(id)
    const taken = pages.filter(({ urgency, acceptedAt }) => urgency === 'page' && acceptedAt !== null)
    const first = Math.min(...taken.map(({ acceptedAt }) => acceptedAt ?? now))
    if (taken.length === 0) continue
    await moveIncident(deps, { target: { incidentId: id }, stimulus: { kind: 'told', at: first } }, now)
  }
}

/** The incidents a page tells of: its own, or those of everything that went into a bundle; none for the watch's texts. */
export async function aboutIncidents(deps: ActionDeps, page: Page): Promise<{ incidentId: string; step: string }[]> {
  const pages = page.incidentId === null ? await deps.log.pages.members(page.id) : [page]
  return pages.flatMap(({ incidentId, step }) => (incidentId === null ? [] : [{ incidentId, step }]))
}

export function publishPage(deps: ActionDeps, page: Page): void {
  deps.changes.publish({ kind: 'page', pageId: page.id, incidentId: page.incidentId })
}
