import type { Book } from '../../domain/book/book.ts'
import { ailingOf } from '../../domain/incident/ailing.ts'
import {
  type Bundle,
  bundleMemoryMs,
  bundlesOf,
  isCallUnderWay,
  type Sent,
  type Subject,
  topicIn,
  topicOf,
  type Waiting,
} from '../../domain/incident/bundle.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import type { NewPage, Page } from '../../domain/incident/page.ts'
import { type Instant, second } from '../../domain/instant.ts'
import type { BundleTopic } from '../../domain/texts/message.ts'
import { clockFor } from '../../domain/texts/render-context.ts'
import { renderMessage } from '../../domain/texts/render-message.ts'
import type { SentPage, WaitingPage } from '../../storage/ports.ts'
import type { ActionDeps } from '../deps.ts'
import { inTurn } from '../in-turn.ts'

/** A call that is under way may well bring the answer: the next one is thought about this much later. */
const callPauseMs = 10 * second

/** Everything that is asked more than once while pages are bundled. */
type Round = { deps: ActionDeps; now: Instant; book: Book; bundleMs: number; incidents: ReadonlyMap<string, Incident> }

/**
 * Before anything is sent: what several sites have to say to one person becomes one text, and what follows a text
 * within the minute waits for the end of it. Nothing is lost by a crash in between: what was not bundled yet is due.
 */
export function bundleDue(deps: ActionDeps, now: Instant): Promise<void> {
  return inTurn(deps.log.incidents, () => bundleNow(deps, now))
}

async function bundleNow(deps: ActionDeps, now: Instant): Promise<void> {
  const waiting = (await deps.log.pages.waiting(now)).filter(({ page }) => topicOf(page.message) !== null)
  if (waiting.length === 0) return
  const book = deps.book.current()
  const bundleMs = book.settings.bundleSeconds * second
  const live = await deps.log.incidents.live()
  const incidents = new Map(live.map((incident) => [incident.id, incident]))
  const round: Round = { deps, now, book, bundleMs, incidents }
  const groupOf = ({ page }: WaitingPage) => JSON.stringify([page.personId, page.channel, topicOf(page.message)])
  for (const group of Map.groupBy(waiting, groupOf).values()) await bundleGroup(round, group)
}

/** The waiting pages of one person, one kind of channel and one topic. */
async function bundleGroup(round: Round, group: readonly WaitingPage[]): Promise<void> {
  const { deps, now, bundleMs } = round
  const first = group[0]?.page
  const topic = first && topicOf(first.message)
  if (!first || !topic) return
  const all = await deps.log.pages.sentTo(first.personId, now - bundleMemoryMs(bundleMs))
  const sent = all.filter(({ page }) => page.channel === first.channel)
  if (first.channel === 'voice' && sent.some(({ page }) => isCallUnderWay(page))) {
    const ids = group.map(({ page }) => page.id)
    return deps.log.pages.postpone(ids, now + callPauseMs)
  }
  const waiting = group.map((one): Waiting => ({ ...one, ...subjectOf(round, one.page) }))
  const ofTopic = sent.filter(({ page }) => topicIn(page.message) === topic)
  const before = ofTopic.map((one): Sent => ({ ...one, open: openOf(round, one, topic) }))
  const { bundles, postponed } = bundlesOf(waiting, before, { now, bundleMs })
  for (const { pageIds, until } of postponed) await deps.log.pages.postpone(pageIds, until)
  for (const bundle of bundles) await send(round, bundle)
}

/** A code may have been drawn before; that so many in a row were is a sign that hardly any is left. */
const mostDraws = 50

async function send(round: Round, bundle: Bundle): Promise<void> {
  const { deps, now } = round
  const memberIds = bundle.members.map(({ page: { id } }) => id)
  for (let draw = 0; draw < mostDraws; draw++) {
    const page = pageOf(round, bundle, bundle.code ?? deps.draw.code())
    if (!page) return
    const { keyed, alsoKeyed } = bundle
    const isDone = await deps.log.pages.bundle({ page, memberIds, keyed, alsoKeyed }, now)
    if (isDone) return deps.changes.publish({ kind: 'page', pageId: page.id, incidentId: null })
    if (bundle.code !== null) return
  }
}

/** Where its reader is found, and in which language, is what the newest of them knows; one that must arrive makes it one. */
function pageOf({ now, book }: Round, { members, message }: Bundle, code: string): NewPage | null {
  const newest = members.at(-1)?.page
  if (!newest) return null
  const { personId, personName, channel, route, to, language } = newest
  const step = `bundle.${topicIn(message)}.${channel}.${now}`
  const audience = message.key === 'bundle' ? message.audience : newest.audience
  const urgency = members.some(({ page }) => page.urgency === 'page') ? 'page' : 'courtesy'
  const text = renderMessage(message, { ...clockFor(book.settings, newest, now), code, resent: false })
  const reader = { personId, personName, audience, channel, route, to }
  const words = { language, message, text, code }
  const when = { urgency, plannedAt: now, dueAt: now } as const
  return { id: `${step}.${personId}`, incidentId: null, step, ...reader, ...words, ...when }
}

function subjectOf({ book, incidents, now }: Round, page: Page): Subject {
  const incidentId = page.incidentId ?? ''
  const incident = incidents.get(incidentId)
  const site = 'site' in page.message ? page.message.site : { name: incident?.siteName ?? '', short: null }
  const ailing = incident ? ailingOf(book, incident) : null
  return { incidentId, site, rank: rankOf(book, incident?.siteId ?? ''), since: incident?.startedAt ?? now, ailing }
}

/** What the text asked for and nobody has done yet. */
function openOf({ book, incidents }: Round, { incidentIds }: SentPage, topic: BundleTopic): Subject[] {
  const wanted = topic === 'down' ? 'paging' : topic === 'confirm' ? 'recovered' : null
  return incidentIds.flatMap((incidentId) => {
    const incident = incidents.get(incidentId)
    if (!incident || incident.state !== wanted) return []
    const site = { name: incident.siteName, short: book.sites.get(incident.siteId)?.shortName ?? null }
    const ailing = ailingOf(book, incident)
    return [{ incidentId, site, rank: rankOf(book, incident.siteId), since: incident.startedAt, ailing }]
  })
}

const ranks = new WeakMap<Book, ReadonlyMap<string, number>>()

/** The place of a site on the board: the order in which the book lists them. */
function rankOf(book: Book, siteId: string): number {
  const known = ranks.get(book) ?? new Map([...book.sites.keys()].map((id, rank) => [id, rank]))
  ranks.set(book, known)
  return known.get(siteId) ?? known.size
}
