import { channelOf, type Page } from '../../domain/incident/page.ts'
import type { Instant } from '../../domain/instant.ts'
import { isAccountTrouble, meaningOf } from '../../domain/texts/provider-errors.ts'
import type { ActionDeps } from '../deps.ts'
import { tellOffice } from '../tell-office.ts'

/** Its value names every channel that is refused: two at once must not be news to each other, or it never ends. */
const noticeKey = 'provider'
/** Ours to mend as well, but of one country, one address or one kind of request: the next text may well go through. */
const ofOneKind: readonly string[] = ['bad_sender', 'bad_callback', 'not_found']

/**
 * The provider refuses us, not the reader: a wrong key, an account that is closed or has no balance. The office is told
 * once, over whatever other channel there is, and a banner says so until a message arrives again. Calls that are
 * refused are shown by the banner alone: texts still reach everybody.
 */
export async function noteProviderTrouble(deps: ActionDeps, page: Page, reason: string, now: Instant): Promise<void> {
  if (!isAccountTrouble(reason) || ofOneKind.includes(meaningOf(reason).name ?? '')) return
  const channel = channelOf(page)
  const known = await deps.log.notices.get(noticeKey)
  const refused = known?.value.split(' ') ?? []
  if (refused.includes(channel)) return
  await deps.log.notices.set(noticeKey, [...refused, channel].join(' '), known?.at ?? now)
  deps.changes.publish({ kind: 'notice' })
  // An alarm about a provider raises none about itself: what it accepts and refuses a moment later would never end.
  if (page.channel !== 'sms' || page.message.key === 'provider') return
  await tellOffice(deps, `provider.${channel}.${now}`, { key: 'provider', since: now }, now)
}

/** A channel has brought a message: whatever it was refused for is over. */
export async function clearProviderTrouble(deps: ActionDeps, page: Page): Promise<void> {
  const known = await deps.log.notices.get(noticeKey)
  const refused = known?.value.split(' ') ?? []
  const left = refused.filter((channel) => channel !== channelOf(page))
  if (!known || left.length === refused.length) return
  if (left.length === 0) await deps.log.notices.clear(noticeKey)
  else await deps.log.notices.set(noticeKey, left.join(' '), known.at)
  deps.changes.publish({ kind: 'notice' })
}

/** Since when a provider has refused us; null while none does. */
export async function refusedSince(deps: ActionDeps): Promise<Instant | null> {
  return (await deps.log.notices.get(noticeKey))?.at ?? null
}
