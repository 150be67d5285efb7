import { callEndOf } from '../../domain/calls/call-end.ts'
import { channelFacts } from '../../domain/channel.ts'
import { channelOf, type Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import { clockFor } from '../../domain/texts/render-context.ts'
import { renderMessage } from '../../domain/texts/render-message.ts'
import type { ActionDeps } from '../deps.ts'
import { noteProviderTrouble } from '../self-check/provider-trouble.ts'
import { readerLeft } from './follow-reader.ts'
import { noteUnreached, publishPage } from './note-page.ts'

/** Why a channel is given up, and whether its text may have arrived all the same. */
export type GivenUp = { reason: string; mayHaveArrived: boolean }

/**
 * The page's present channel does not bring it: it goes on over the next one of its route, with the same code, or
 * ends here and the ladder moves on. A courtesy goes on only when it certainly did not arrive.
 */
export async function handOverPage(
  deps: ActionDeps,
  page: Page,
  { reason, mayHaveArrived }: GivenUp,
  now: Instant,
): Promise<void> {
  await noteProviderTrouble(deps, page, reason, now)
  const next = page.route[page.hop + 1]
  const isAllowed = page.urgency === 'page' || !mayHaveArrived
  if (next === undefined || !isAllowed || isAnswerOfPerson(reason) || reason === readerLeft)
    return endPage(deps, page, reason, now)
  const text = mayHaveArrived ? textAgain(deps, page, now) : page.text
  if (!(await deps.log.pages.handOver(page, { text, reason: mayHaveArrived ? 'resent' : reason }, now))) return
  // A group sees what a robot says, but nobody in it has been told: whoever stands behind the reader is told as well.
  if (isPersonal(page) && !channelFacts[next].isPersonal) await noteUnreached(deps, page, reason, now)
  publishPage(deps, page)
}

/** The words of a second sending: with the same code, marked 重发, to be ignored if already dealt with. */
export function textAgain(deps: ActionDeps, page: Page, now: Instant): string {
  const clock = clockFor(deps.book.current().settings, page, now)
  return renderMessage(page.message, { ...clock, code: page.code, resent: true })
}

/** Ends the page as failed, and lets the ladder move on if it was one that had to arrive. */
async function endPage(deps: ActionDeps, page: Page, reason: string, now: Instant): Promise<void> {
  const isNews = page.state === 'failed' || (await deps.log.pages.fail(page.id, reason, now))
  if (!isNews) return
  if (isPersonal(page) || page.hop === 0) await noteUnreached(deps, page, reason, now)
  publishPage(deps, page)
}

function isPersonal(page: Page): boolean {
  return channelFacts[channelOf(page)].isPersonal
}

/** How a call ended. The number works; another provider would only ring the same phone again. */
function isAnswerOfPerson(reason: string): boolean {
  return reason.startsWith('call:') && callEndOf(reason)?.end !== 'failed'
}
