import { type Person, personWithMobile } from '../../domain/book/book.ts'
import { type Incident, takenAt } from '../../domain/incident/incident.ts'
import { type Instant, minute } from '../../domain/instant.ts'
import { countryOf } from '../../domain/phone-country.ts'
import type { Answer, SiteName } from '../../domain/texts/message.ts'
import { clockFor } from '../../domain/texts/render-context.ts'
import { renderAnswer } from '../../domain/texts/render-message.ts'
import { parseReply } from '../../domain/texts/reply.ts'
import type { InboundText } from '../../storage/ports.ts'
import type { ActionDeps } from '../deps.ts'
import { noteOptOut } from '../people/note-dead-number.ts'
import { proveNumber } from '../people/numbers.ts'
import { type CodeAct, type CodeEntry, type CodeResult, enterCode } from './enter-code.ts'

/** A person who keeps writing what is not understood gets this many answers in a row (invariant I10). */
const mostPassiveAnswers = 5

/**
 * Acts on a text that came in and answers what to reply; null for silence. A provider may deliver one text many times
 * and in parallel: it is recorded by its own id first, and only the first one acts. When that fails, the next one does,
 * or the same text as the provider's list has it (invariant I7).
 */
export async function receiveText(deps: ActionDeps, text: InboundText, now: Instant): Promise<string | null> {
  if (!(await deps.log.inbound.record(text, now))) return null
  try {
    return await actAndSettle(deps, text, now)
  } catch (error) {
    await deps.log.inbound.forget(text.providerId)
    throw error
  }
}

async function actAndSettle(deps: ActionDeps, text: InboundText, now: Instant): Promise<string | null> {
  const person = personWithMobile(deps.book.current(), text.from)
  if (!person) {
    await deps.log.inbound.settle(text.providerId, { answer: null, acted: false })
    return null
  }
  const { answer, acted } = await actOn(deps, person, text, now)
  const isAllowed = countryOf(text.from, deps.book.current().settings).twoWay
  const passive = acted ? 0 : await deps.log.inbound.passiveAnswers(text.from)
  const words =
    answer && isAllowed && passive < mostPassiveAnswers ? sayTo(deps, person, { answer, to: text.from }, now) : null
  await deps.log.inbound.settle(text.providerId, { answer: words, acted })
  return words
}

type Outcome = { answer: Answer | null; acted: boolean }

async function actOn(deps: ActionDeps, person: Person, text: InboundText, now: Instant): Promise<Outcome> {
  const reply = parseReply(text.body)
  // The carrier answers these two itself.
  if (reply.act === 'stop') await noteOptOut(deps, person, text.from, now)
  if (reply.act === 'start') await proveNumber(deps, person.id, text.from, now)
  if (reply.act === 'stop' || reply.act === 'start') return { answer: null, acted: false }
  const waiting = await waitingFor(deps, person.id)
  if (reply.act === 'unknown') {
    const code = waiting[0]?.code
    return { answer: code ? { key: 'unknown', code } : null, acted: false }
  }
  const wanted = waiting.filter(({ incident }) => (reply.act === 'confirm') === (incident.state === 'recovered'))
  const codes = reply.code ? [reply.code] : await codesMeant(deps, person, wanted)
  if (!reply.code && !reply.all && codes.length > 1) {
    return { answer: { key: 'ambiguous', count: codes.length }, acted: false }
  }
  if (codes.length === 0) return { answer: null, acted: false }
  const results: CodeResult[] = []
  let last: CodeEntry | null = null
  for (const typed of codes) {
    last = await enter(deps, { typed, act: reply.act, person, from: text.from }, now)
    if (last.kind === 'done') results.push(...last.results)
  }
  return outcomeOf(deps, { results, last, person }, now)
}

/**
 * What a reply without a code can be about: the codes its writer has seen. What is still held back to be told with
 * others is not meant, unless nothing has gone out at all.
 */
async function codesMeant(deps: ActionDeps, person: Person, wanted: readonly Waiting[]): Promise<string[]> {
  const all = new Set(wanted.map(({ code }) => code))
  if (all.size < 2) return [...all]
  const seen = new Set<string>()
  for (const { incident, code } of wanted) {
    const pages = await deps.log.pages.ofIncident(incident.id)
    if (pages.some(({ personId, attempts }) => personId === person.id && attempts > 0)) seen.add(code)
  }
  return [...(seen.size > 0 ? seen : all)]
}

function enter(
  deps: ActionDeps,
  entry: { typed: string; act: CodeAct; person: Person; from: string },
  now: Instant,
): Promise<CodeEntry> {
  const { typed, act, person, from } = entry
  return enterCode(deps, { typed, act, via: 'reply', from, onlyPersonId: person.id }, now)
}

function outcomeOf(
  deps: ActionDeps,
  done: { results: CodeResult[]; last: CodeEntry | null; person: Person },
  now: Instant,
): Outcome {
  const [first] = done.results
  if (!first) {
    if (done.last?.kind === 'used') return { answer: null, acted: done.last.isDone }
    const ended = done.last?.kind === 'ended' ? done.last.incidents[0] : undefined
    if (!ended) return { answer: { key: 'notyours' }, acted: false }
    return {
      answer: { key: 'over', site: nameOf(deps, ended), at: ended.recoveredAt ?? ended.startedAt },
      acted: false,
    }
  }
  const moved = done.results.filter((result) => result.moved.kind === 'moved')
  // Where others were first at some of them, what its writer has now is what they have to know.
  const taken = moved.filter((result) => isTakenBy(result, done.person))
  const told = taken.length > 0 ? taken : moved
  const answer = answerToAll(deps, told, done.person, now) ?? answerTo(deps, told[0] ?? first, done.person, now)
  return { answer, acted: moved.length > 0 }
}

function isTakenBy({ act, moved }: CodeResult, { id }: Person): boolean {
  return act === 'acknowledge' && moved.kind === 'moved' && moved.incident.acknowledgedBy?.id === id
}

/** One answer that did something for several sites says for how many; null where each would be answered otherwise. */
function answerToAll(deps: ActionDeps, moved: readonly CodeResult[], person: Person, now: Instant): Answer | null {
  const isAll = (act: CodeAct) => moved.length > 1 && moved.every((one) => one.act === act)
  if (isAll('confirm')) return { key: 'confirmed.many', count: moved.length, lead: person.name }
  if (!isAll('acknowledge') || !moved.every((one) => isTakenBy(one, person))) return null
  return { key: 'ok.many', count: moved.length, at: now, expiresMs: expiresMsOf(deps) }
}

function expiresMsOf(deps: ActionDeps): number {
  return deps.book.current().settings.acknowledgementExpiresMinutes * minute
}

function answerTo(deps: ActionDeps, { act, before, moved }: CodeResult, person: Person, now: Instant): Answer {
  const incident = 'incident' in moved ? moved.incident : before
  const site = nameOf(deps, incident)
  if (moved.kind === 'missing') {
    return act === 'confirm' ? { key: 'notlead', lead: before.duty.lead?.name ?? null } : { key: 'notyours' }
  }
  const { acknowledgedBy: owner } = incident
  const late = { key: 'late', site, who: owner?.name ?? '', at: takenAt(incident) ?? now } as const
  if (moved.kind === 'refused') {
    // Whoever cannot come to what another has need not: it is not over, and saying so would be wrong.
    if (moved.reason === 'refused_not_owner') return late
    return moved.reason === 'refused_still_down'
      ? { key: 'notyet', site }
      : { key: 'over', site, at: incident.recoveredAt ?? incident.startedAt }
  }
  if (act === 'confirm') {
    const forMs = (incident.recoveredAt ?? now) - incident.startedAt
    return { key: 'confirmed', site, forMs, lead: person.name }
  }
  if (act === 'pass') return { key: 'passed', site }
  if (owner && owner.id !== person.id) return late
  return { key: 'ok', site, at: now, expiresMs: expiresMsOf(deps) }
}

type Waiting = { incident: Incident; code: string }

/** The person's live incidents with the code each was told under. */
async function waitingFor(deps: ActionDeps, personId: string): Promise<Waiting[]> {
  const found: Waiting[] = []
  for (const incident of await deps.log.incidents.live()) {
    const code = (await deps.log.incidents.codes(incident.id)).get(personId)
    if (code) found.push({ incident, code })
  }
  return found
}

function nameOf(deps: ActionDeps, incident: Incident): SiteName {
  return { name: incident.siteName, short: deps.book.current().sites.get(incident.siteId)?.shortName ?? null }
}

function sayTo(deps: ActionDeps, person: Person, { answer, to }: { answer: Answer; to: string }, now: Instant): string {
  const { settings } = deps.book.current()
  return renderAnswer(answer, clockFor(settings, { language: person.language ?? settings.language, to }, now))
}
