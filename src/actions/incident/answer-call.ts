import { type CallAct, type Heard, meaningOf } from '../../domain/calls/call-key.ts'
import type { Listener } from '../../domain/calls/call-phrases.ts'
import { type CallScript, checkScript, scriptAfter, scriptOf } from '../../domain/calls/call-script.ts'
import type { Matter } from '../../domain/calls/call-topic.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import type { AttemptState, Page } from '../../domain/incident/page.ts'
import { day, type Instant, minute } from '../../domain/instant.ts'
import type { Language } from '../../domain/language.ts'
import type { ActionDeps } from '../deps.ts'
import { inTurn } from '../in-turn.ts'
import { answerSpotCheck } from '../shift-work/spot-check.ts'
import { recordDelivery } from './record-delivery.ts'
import { acknowledge, confirmRecovery, noteKey, pass, rejectRecovery, standingOf } from './respond.ts'

/** One webhook of a call that is under way. `key` null: it was just answered. `step` tells its questions apart. */
export type CallTurn = {
  pageId: string
  attempt: number
  callId: string
  key: string | null
  heard: Heard
  step: number
}
export type CallAnswer = CallScript & { language: Language }

/** As long as a code opens an incident: a call is answered within minutes of its page anyhow. */
const codeLifeMs = 90 * day

/**
 * What the person called hears, and what their key does. By what is true at this moment, since minutes lie between
 * planning a call and answering it. Null for a page that is not known, or a call that is not this page's.
 */
export function answerCall(deps: ActionDeps, turn: CallTurn, now: Instant): Promise<CallAnswer | null> {
  // One at a time: of two copies of one webhook the second must find what the first one did.
  return inTurn(deps.log.inbound, () => answerNow(deps, turn, now))
}

async function answerNow(deps: ActionDeps, turn: CallTurn, now: Instant): Promise<CallAnswer | null> {
  const page = await findCalled(deps, turn)
  if (!page) return null
  await note(deps, turn, turn.key === null ? 'sent' : 'delivered', now)
  if (page.message.key === 'spot.sms') return { ...(await answerCheck(deps, page, turn, now)), language: page.language }
  const listener = listenerOf(deps, page, now)
  if (turn.key === null) return { ...scriptOf(await mattersOf(deps, page, now), listener), language: page.language }
  if (await isNew(deps, page, turn, now)) await act(deps, page, turn, now)
  const matters = await mattersOf(deps, page, now)
  return { ...scriptAfter(turn.key, turn.heard, matters, listener), language: page.language }
}

/** The page, if this is the call of this attempt: its own, or one whose number we never learned. */
async function findCalled(deps: ActionDeps, { pageId, attempt, callId }: CallTurn): Promise<Page | null> {
  const page = await deps.log.pages.find(pageId)
  if (page?.channel !== 'voice') return null
  const tried = (await deps.log.pages.attempts([pageId])).find(({ n }) => n === attempt)
  if (!tried || (tried.providerId !== null && tried.providerId !== callId)) return null
  return page
}

/** That it was answered proves that the call was made; a key press proves that a person was reached. */
async function note(deps: ActionDeps, turn: CallTurn, state: AttemptState, now: Instant): Promise<void> {
  const report = { state, providerId: turn.callId, errorCode: null }
  await recordDelivery(deps, { pageId: turn.pageId, n: turn.attempt, report }, now)
}

/** Kept like a text that came in: a webhook may be delivered many times, and acts once. */
async function isNew(deps: ActionDeps, { to }: Page, { callId, step, key }: CallTurn, now: Instant): Promise<boolean> {
  const press = { providerId: `${callId}.${step}`, from: to, body: key ?? '', at: now }
  if (!(await deps.log.inbound.record(press, now))) return false
  await deps.log.inbound.settle(press.providerId, { answer: null, acted: true })
  return true
}

/** A spot check by call: 1 says that somebody is at the post, if it still waits for that. */
async function answerCheck(deps: ActionDeps, page: Page, turn: CallTurn, now: Instant): Promise<CallScript> {
  const key = page.code === null ? null : await deps.log.keys.find(page.code, now)
  const id = key?.purpose === 'spot_check' && key.personId === page.personId ? key.subject : ''
  const isAnswer = turn.key === '1' && (await isNew(deps, page, turn, now))
  if (isAnswer) await answerSpotCheck(deps, { id, personId: page.personId, via: 'call' }, now)
  const check = await deps.log.records.spotChecks.find(id)
  const [isOpen, isAtPost] = [check?.state === 'sent', check?.outcome === 'at_post']
  return checkScript(turn.key, { isOpen, isAtPost }, page)
}

async function act(deps: ActionDeps, page: Page, { key, heard }: CallTurn, now: Instant): Promise<void> {
  const { personId } = page
  const matters = await mattersOf(deps, page, now)
  const meaning = meaningOf(key ?? '', heard, matters, personId)
  if (!meaning && isKey(key)) {
    for (const { incident } of matters)
      await noteKey(deps, { incidentId: incident.id, personId, via: 'call', key }, now)
  }
  for (const { incident } of meaning?.on ?? []) {
    if (meaning) await perform(deps, meaning.act, { incidentId: incident.id, personId, via: 'call' }, now)
  }
}

/** What a telephone can send; anything else is no word for the record. */
function isKey(key: string | null): key is string {
  return key !== null && /^[0-9*#]$/.test(key)
}

type CallActor = { incidentId: string; personId: string; via: 'call' }

async function perform(deps: ActionDeps, what: CallAct, actor: CallActor, now: Instant): Promise<void> {
  switch (what) {
    case 'acknowledge':
      await acknowledge(deps, actor, now)
      return
    case 'pass':
      await pass(deps, actor, now)
      return
    case 'confirm':
      await confirmRecovery(deps, { ...actor, cause: null, note: '' }, now)
      return
    case 'reject':
      await rejectRecovery(deps, { ...actor, note: '' }, now)
  }
}

/** The incidents that the page was about, as they are now and in the order of the board: of a bundle all its code opens. */
async function mattersOf(deps: ActionDeps, page: Page, now: Instant): Promise<Matter[]> {
  const found = await Promise.all((await incidentIdsOf(deps, page, now)).map((id) => deps.log.incidents.find(id)))
  const { sites } = deps.book.current()
  const board = found.length > 1 ? [...sites.keys()] : []
  return found
    .filter((incident) => incident !== null)
    .toSorted((a, b) => board.indexOf(a.siteId) - board.indexOf(b.siteId))
    .map((incident: Incident) => ({
      incident,
      site: { name: incident.siteName, short: sites.get(incident.siteId)?.shortName ?? null },
      standing: standingOf(deps, page.personId, incident, now),
    }))
}

async function incidentIdsOf(deps: ActionDeps, page: Page, now: Instant): Promise<readonly string[]> {
  if (page.incidentId !== null) return [page.incidentId]
  const opened = page.code === null ? null : await deps.log.incidents.findCode(page.code, now - codeLifeMs)
  return opened?.personId === page.personId ? opened.incidentIds : []
}

function listenerOf(deps: ActionDeps, { personId, audience, language }: Page, now: Instant): Listener {
  const { timezone: zone, acknowledgementExpiresMinutes } = deps.book.current().settings
  return { personId, audience, language, now, zone, expiresMs: acknowledgementExpiresMinutes * minute }
}
