import { hasStanding, isOffice, standingOnIncident } from '../../domain/authority.ts'
import { canBePaged } from '../../domain/duty.ts'
import type { NewPage, Page } from '../../domain/incident/page.ts'
import { type Instant, minute } from '../../domain/instant.ts'
import type { ActionDeps } from '../deps.ts'
import type { Editor } from '../edit-book.ts'
import { inTurn } from '../in-turn.ts'
import { moveIncident } from './move-incident.ts'
import { aboutIncidents, publishPage } from './note-page.ts'

/** Why a message is not sent again: it is still on its way, was just sent again, or nobody needs it any more. */
export type Pointless = 'under_way' | 'just_sent' | 'over' | 'no_number'

/** `missing` also stands for "not yours". */
export type PageActed = { kind: 'done' } | { kind: 'missing' } | { kind: 'pointless'; why: Pointless }

/** Whoever leads every site the message is about may act on it; one that is about no incident is the office's. */
export async function mayActOnPage(deps: ActionDeps, personId: string, page: Page, now: Instant): Promise<boolean> {
  const book = deps.book.current()
  if (isOffice(book, personId)) return true
  const about = await aboutIncidents(deps, page)
  const incidents = await Promise.all(about.map(({ incidentId }) => deps.log.incidents.find(incidentId)))
  const leads = incidents.map(
    (incident) => incident !== null && hasStanding(standingOnIncident(book, personId, incident, now), 'lead'),
  )
  return leads.length > 0 && leads.every(Boolean)
}

/** 再发一次: the same words and code once more to the same person, while they still ask for something. */
export function sendPageAgain(deps: ActionDeps, actor: Editor, pageId: string, now: Instant): Promise<PageActed> {
  // One at a time: of two presses at once the second has to find what the first one sent.
  return inTurn(deps.log.pages, () => sendAgain(deps, actor, pageId, now))
}

async function sendAgain(deps: ActionDeps, actor: Editor, pageId: string, now: Instant): Promise<PageActed> {
  const page = await deps.log.pages.find(pageId)
  if (!page || actor.personId === null || !(await mayActOnPage(deps, actor.personId, page, now)))
    return { kind: 'missing' }
  const why = await whyPointless(deps, page, now)
  if (why) return { kind: 'pointless', why }
  const isPlanned =
    page.incidentId === null ? await planCopy(deps, page, now) : await orderAgain(deps, actor, page, now)
  if (!isPlanned) return { kind: 'pointless', why: 'over' }
  await record(deps, actor, page, { act: 'sent_again', note: '', now })
  return { kind: 'done' }
}

/** 已电话告知: ends the message, says so on the timeline of what it is about, and acknowledges nothing. */
export async function tellPageByPhone(
  deps: ActionDeps,
  actor: Editor,
  told: { pageId: string; note: string },
  now: Instant,
): Promise<PageActed> {
  const { pageId, note } = told
  const page = await deps.log.pages.find(pageId)
  if (!page || actor.personId === null || !(await mayActOnPage(deps, actor.personId, page, now)))
    return { kind: 'missing' }
  const isNews = await deps.log.pages.tellByPhone(page.id, { by: actor.personName, note }, now)
  if (!isNews) return { kind: 'pointless', why: 'over' }
  const by = { id: actor.personId, name: actor.personName }
  const person = { id: page.personId, name: page.personName }
  const stimulus = { kind: 'told_by_phone', person, note, by, via: 'web' } as const
  for (const { incidentId } of await aboutIncidents(deps, page))
    await moveIncident(deps, { target: { incidentId }, stimulus }, now)
  await record(deps, actor, page, { act: 'told_by_phone', note, now })
  publishPage(deps, page)
  return { kind: 'done' }
}

async function whyPointless(deps: ActionDeps, page: Page, now: Instant): Promise<Pointless | null> {
  if (['planned', 'claimed', 'unknown'].includes(page.state)) return 'under_way'
  const person = deps.book.current().people.get(page.personId)
  if (!person || !canBePaged(person)) return 'no_number'
  const { items } = await deps.log.pages.list({ personId: page.personId, since: now - minute }, mostLately)
  return items.some(({ step, text }) => step.includes('again') && text === page.text) ? 'just_sent' : null
}
const mostLately = { limit: 100, cursor: null }

/** Through the incident, so that nobody is paged for what was taken in the same moment. */
async function orderAgain(deps: ActionDeps, actor: Editor, page: Page, now: Instant): Promise<boolean> {
  const person = deps.book.current().people.get(page.personId)
  if (!person || page.incidentId === null) return false
  const { audience, channel, message } = page
  const by = { id: actor.personId ?? '', name: actor.personName }
  const stimulus = { kind: 'sent_again', person, page: { audience, channel, message }, by, via: 'web' } as const
  const moved = await moveIncident(deps, { target: { incidentId: page.incidentId }, stimulus }, now)
  return moved.kind === 'moved'
}

/** A bundle, or a text of the watch itself: the page once more, while one of its incidents still waits for it. */
function planCopy(deps: ActionDeps, page: Page, now: Instant): Promise<boolean> {
  return inTurn(deps.log.incidents, async () => {
    const person = deps.book.current().people.get(page.personId)
    const { personId, personName, audience, channel, route, language, message, text, code } = page
    const step = `${page.step}.again.${now}`
    const to = person?.mobile ?? page.to
    const reader = { personId, personName, audience, channel, route, to, language }
    const when = { urgency: 'page', plannedAt: now, dueAt: now } as const
    const copy: NewPage = {
      id: `${page.id}.again.${now}`,
      incidentId: null,
      step,
      ...reader,
      message,
      text,
      code,
      ...when,
    }
    if (message.key !== 'bundle') await deps.log.pages.plan([copy])
    else if (!(await deps.log.pages.copyBundle({ page: copy, of: page.id }, now))) return false
    deps.changes.publish({ kind: 'page', pageId: copy.id, incidentId: null })
    return true
  })
}

async function record(
  deps: ActionDeps,
  { personId, personName, from }: Editor,
  page: Page,
  { act, note, now }: { act: 'sent_again' | 'told_by_phone'; note: string; now: Instant },
): Promise<void> {
  const subject = `pages/${page.id}`
  await deps.log.audit.add({ at: now, personId, personName, from, act, subject, before: null, after: note || null })
}
