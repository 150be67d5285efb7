import type { Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import type { DeliveryReport } from '../../storage/ports.ts'
import type { ActionDeps } from '../deps.ts'
import { noteDeadNumber } from '../people/note-dead-number.ts'
import { moveIncident } from './move-incident.ts'

/** Takes in what a provider said of one attempt: forward only, whatever order the reports come in. */
export async function recordDelivery(
  deps: ActionDeps,
  reported: { pageId: string; n: number; report: DeliveryReport },
  now: Instant,
): Promise<Page | null> {
  const { pageId, n, report } = reported
  const moved = await deps.log.pages.report(pageId, n, report, now)
  if (!moved) return null
  const { before, after } = moved
  if (before.acceptedAt === null && after.acceptedAt !== null) await noteTold(deps, after, now)
  if (after.state === 'failed' && before.state !== 'failed')
    await noteUnreached(deps, after, after.reason ?? 'failed', now)
  publish(deps, after)
  return after
}

/** There is no provider: the text stands in the outbox, which is as told as it can be. */
export async function recordShown(deps: ActionDeps, page: Page, now: Instant): Promise<void> {
  await deps.log.pages.show(page.id, now)
  await noteTold(deps, page, now)
  publish(deps, page)
}

/** Ends a page as failed, and lets the ladder move on if it was one that had to arrive. */
export async function recordFailure(deps: ActionDeps, page: Page, reason: string, now: Instant): Promise<void> {
  if (!(await deps.log.pages.fail(page.id, reason, now))) return
  await noteUnreached(deps, page, reason, now)
  publish(deps, page)
}

/** The reader is out of reach for now: whoever stands behind them is told, while the page itself may still be tried. */
export async function noteUnreached(deps: ActionDeps, page: Page, reason: string, now: Instant): Promise<void> {
  await noteDeadNumber(deps, page, reason, now)
  if (page.incidentId === null || page.urgency !== 'page') return
  const person = { id: page.personId, name: page.personName }
  const round = Number(page.step.split('.')[0])
  const stimulus = { kind: 'page_failed', person, channel: page.channel, round, why: reason } as const
  await moveIncident(deps, { target: { incidentId: page.incidentId }, stimulus }, now)
}

/** 报告: the first text about the incident was handed over. */
async function noteTold(deps: ActionDeps, page: Page, now: Instant): Promise<void> {
  if (page.incidentId === null || page.urgency !== 'page') return
  await moveIncident(deps, { target: { incidentId: page.incidentId }, stimulus: { kind: 'told' } }, now)
}

function publish(deps: ActionDeps, page: Page): void {
  deps.changes.publish({ kind: 'page', pageId: page.id, incidentId: page.incidentId })
}
