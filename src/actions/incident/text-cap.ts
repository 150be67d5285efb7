import { channelFacts } from '../../domain/channel.ts'
import type { NewPage } from '../../domain/incident/page.ts'
import { day, type Instant } from '../../domain/instant.ts'
import { countryOf } from '../../domain/phone-country.ts'
import type { ActionDeps } from '../deps.ts'

/**
 * Carriers of some countries hold back what comes after so many texts a day to one number. A page that would be one of
 * those goes over another channel first where there is one, and is joined by a call where there is none; it is sent
 * as a text all the same, since a cap is a guess about a carrier and a page must arrive.
 */
export async function besidesCap(deps: ActionDeps, page: NewPage, now: Instant): Promise<NewPage[]> {
  if (page.urgency !== 'page' || page.channel !== 'sms' || !(await isOverCap(deps, page, now))) return [page]
  const isText = (id: NewPage['route'][number]) => id === 'sms' || id === 'aliyun_sms'
  const others = page.route.filter((id) => !isText(id) && channelFacts[id].isPersonal)
  if (others.length > 0) return [{ ...page, route: [...others, ...page.route.filter((id) => !others.includes(id))] }]
  const calls = [...deps.channels].filter((id) => channelFacts[id].kind === 'voice')
  if (calls.length === 0) return [page]
  return [page, { ...page, id: `${page.id}.call`, step: `${page.step}.call`, channel: 'voice', route: calls }]
}

async function isOverCap(deps: ActionDeps, { personId, to, text }: NewPage, now: Instant): Promise<boolean> {
  const { textsADay } = countryOf(to, deps.book.current().settings)
  if (textsADay === null) return false
  const sent = await deps.log.pages.sentTo(personId, now - day)
  const texts = new Set(
    sent.filter(({ page }) => page.channel === 'sms' && page.to === to).map(({ page }) => page.text),
  )
  return !texts.has(text) && texts.size >= textsADay
}
