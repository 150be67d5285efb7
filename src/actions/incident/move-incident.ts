import { type Book, plannedWindow, type Site } from '../../domain/book/book.ts'
import { decide } from '../../domain/incident/decide.ts'
import {
  type Decision,
  isRefusal,
  type PageOrder,
  type Reason,
  type Refusal,
  type Stimulus,
} from '../../domain/incident/decision.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import type { NewPage } from '../../domain/incident/page.ts'
import { type Circumstances, policyOf } from '../../domain/incident/policy.ts'
import { courtesyAt } from '../../domain/incident/quiet-hours.ts'
import { routeOf } from '../../domain/incident/route.ts'
import { dateOf, type Instant } from '../../domain/instant.ts'
import { clockFor } from '../../domain/texts/render-context.ts'
import { renderMessage } from '../../domain/texts/render-message.ts'
import type { SiteState } from '../../domain/watch/verdict.ts'
import type { Commit } from '../../storage/ports.ts'
import type { ActionDeps } from '../deps.ts'
import { inTurn } from '../in-turn.ts'
import { dutyNow } from '../shift-work/duty-now.ts'
import { besidesCap } from './text-cap.ts'

/** Whether and how an incident moved. `stale`: it is no longer what the actor was shown. */
export type Moved =
  | { kind: 'moved'; incident: Incident; reason: Reason }
  | { kind: 'refused'; incident: Incident; reason: Refusal }
  | { kind: 'stale'; incident: Incident }
  | { kind: 'missing' }

export type Move = {
  target: { incidentId: string } | { siteId: string }
  stimulus: Stimulus
  /** The version the actor was shown; absent for the system, which always decides on the newest. */
  shownVersion?: number
  /** The verdict that commits together with the decision. */
  siteState?: SiteState
}

/** Only another process can win a race; it is decided again at once, and more than this many in a row is a defect. */
const mostRaces = 20

/**
 * Loads, decides, commits: the one way in which an incident changes. The verdict, the incident, its events and the
 * pages it plans become true in one transaction, before anything is sent.
 */
export function moveIncident(deps: ActionDeps, move: Move, now: Instant): Promise<Moved> {
  return inTurn(deps.log.incidents, () => moveNow(deps, move, now))
}

async function moveNow(deps: ActionDeps, move: Move, now: Instant): Promise<Moved> {
  for (let race = 0; race < mostRaces; race++) {
    const current = await load(deps, move)
    const siteId = 'siteId' in move.target ? move.target.siteId : current?.siteId
    if (siteId === undefined) return { kind: 'missing' }
    if (current && move.shownVersion !== undefined && move.shownVersion !== current.version) {
      return { kind: 'stale', incident: current }
    }
    const at = await circumstancesOf(deps, siteId, current, now)
    const decision = decide(current, move.stimulus, at)
    if (await commit(deps, { decision, current, move, at })) return answer(deps, decision, current)
  }
  throw new Error(`incident of ${JSON.stringify(move.target)} could not be moved: ${mostRaces} lost races in a row`)
}

async function load(deps: ActionDeps, move: Move): Promise<Incident | null> {
  const { incidents } = deps.log
  return 'incidentId' in move.target ? incidents.find(move.target.incidentId) : incidents.findLive(move.target.siteId)
}

/** Everything the decision may depend on, read once. A site taken out of the book keeps the name it had. */
async function circumstancesOf(
  deps: ActionDeps,
  siteId: string,
  current: Incident | null,
  now: Instant,
): Promise<Circumstances> {
  const book = deps.book.current()
  const kept: Site = { id: siteId, name: current?.siteName ?? siteId, url: '' }
  return {
    now,
    site: book.sites.get(siteId) ?? kept,
    duty: await dutyNow(deps, siteId, now),
    policy: policyOf(book.settings, deps.channels),
    courtesyAt: (personId) => courtesyAt(book, personId, now),
    newIncidentId: current ? current.id : await nextIncidentId(deps, book, now),
  }
}

async function nextIncidentId(deps: ActionDeps, book: Book, now: Instant): Promise<string> {
  const [year, month, day] = dateOf(now, book.settings.timezone).split('-')
  const prefix = `${year}-${month}${day}-`
  const number = (await deps.log.incidents.countWithPrefix(prefix)) + 1
  return `${prefix}${String(number).padStart(2, '0')}`
}

type Made = { decision: Decision; current: Incident | null; move: Move; at: Circumstances }

/** False when the race was lost and the decision must be made again on what is true now. */
async function commit(deps: ActionDeps, made: Made): Promise<boolean> {
  const { decision, current, move } = made
  const siteState = move.siteState ?? null
  const isUnchanged = decision.incident === current
  if (isUnchanged && siteState === null) return true
  const incident = isUnchanged ? null : decision.incident
  const { pages, codes } = incident ? await pagesOf(deps, incident, made) : { pages: [], codes: [] }
  const order: Commit = {
    incident,
    expectedVersion: incident && incident.version > 1 ? incident.version - 1 : null,
    events: decision.events,
    pages,
    cancelPlanned: decision.cancelPlanned,
    codes,
    at: made.at.now,
    siteState,
  }
  return (await deps.log.incidents.commit(order)) === 'committed'
}

function answer(deps: ActionDeps, decision: Decision, current: Incident | null): Moved {
  const { incident, reason } = decision
  if (!incident) return { kind: 'missing' }
  if (incident !== current) deps.changes.publish({ kind: 'incident', incidentId: incident.id, siteId: incident.siteId })
  return isRefusal(reason) ? { kind: 'refused', incident, reason } : { kind: 'moved', incident, reason }
}

/** The orders as pages: each reader's own code for this incident, and the words in the reader's language. */
async function pagesOf(
  deps: ActionDeps,
  incident: Incident,
  made: Made,
): Promise<{ pages: NewPage[]; codes: Commit['codes'] }> {
  const known = await deps.log.incidents.codes(incident.id)
  const drawn = new Map<string, string>()
  const book = deps.book.current()
  const { settings } = book
  const pages = made.decision.pages.map((order): NewPage => {
    const code = known.get(order.to.id) ?? drawn.get(order.to.id) ?? deps.draw.code()
    if (!known.has(order.to.id)) drawn.set(order.to.id, code)
    const language = order.to.language ?? settings.language
    const clock = clockFor(settings, { language, to: order.to.mobile }, made.at.now)
    const text = renderMessage(order.message, { ...clock, code, resent: false })
    const route = routeOf(book, order.to, order.channel, deps.channels)
    return { ...placed(order, incident.id), route, language, text, code, plannedAt: made.at.now }
  })
  const capped = await Promise.all(pages.map((page) => besidesCap(deps, page, made.at.now)))
  return { pages: capped.flat(), codes: [...drawn].map(([personId, code]) => ({ personId, code })) }
}

function placed(
  order: PageOrder,
  incidentId: string,
): Omit<NewPage, 'language' | 'text' | 'code' | 'plannedAt' | 'route'> {
  const { to, step, audience, channel, message, urgency, dueAt } = order
  return {
    id: `${incidentId}.${step}.${to.id}`,
    incidentId,
    step,
    personId: to.id,
    personName: to.name,
    audience,
    channel,
    to: to.mobile,
    message,
    urgency,
    dueAt,
  }
}

/** Whether a filed window keeps pages about the site silent at `now`. */
export function isSilenced(deps: ActionDeps, siteId: string, now: Instant): boolean {
  return plannedWindow(deps.book.current(), siteId, now) !== null
}
