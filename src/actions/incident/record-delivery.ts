import { channelFacts } from '../../domain/channel.ts'
import { channelOf, type Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import type { DeliveryReport } from '../../storage/ports.ts'
import type { ActionDeps } from '../deps.ts'
import { clearProviderTrouble } from '../self-check/provider-trouble.ts'
import { handOverPage } from './hand-over-page.ts'
import { noteTold, publishPage } from './note-page.ts'

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
  if (isServed(after)) await clearProviderTrouble(deps, after)
  if (before.acceptedAt === null && after.acceptedAt !== null) await noteTold(deps, after, now)
  if (after.state === 'failed' && before.state !== 'failed')
    await handOverPage(deps, after, { reason: after.reason ?? 'failed', mayHaveArrived: false }, now)
  publishPage(deps, after)
  return after
}

/** Where deliveries are reported, taking a text proves nothing: a provider may refuse the account a moment later. */
function isServed(page: Page): boolean {
  return page.state === 'delivered' || (page.state === 'accepted' && !channelFacts[channelOf(page)].reports)
}

/** There is no provider: the text stands in the outbox, which is as told as it can be. */
export async function recordShown(deps: ActionDeps, page: Page, now: Instant): Promise<void> {
  await deps.log.pages.show(page.id, now)
  await noteTold(deps, page, now)
  publishPage(deps, page)
}
