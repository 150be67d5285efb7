import { hasStanding } from '../../domain/authority.ts'
import { normaliseCode } from '../../domain/code.ts'
import { topicIn } from '../../domain/incident/bundle.ts'
import type { Incident, Via } from '../../domain/incident/incident.ts'
import { day, type Instant } from '../../domain/instant.ts'
import type { ActionDeps } from '../deps.ts'
import { applyKey, type KeyUsed } from '../use-key.ts'
import type { Moved } from './move-incident.ts'
import { acknowledge, confirmRecovery, pass, rejectRecovery, standingOf, undoAcknowledgement } from './respond.ts'

export const codeActs = ['acknowledge', 'confirm', 'reject', 'pass', 'undo'] as const
export type CodeAct = (typeof codeActs)[number]

/**
 * What the code did: one result for each incident it opens. `ended`: the code was right, all its incidents are over.
 * `used`: it was for something of duty life, such as confirming one's shifts.
 */
export type CodeEntry =
  | { kind: 'done'; personId: string; results: CodeResult[] }
  | { kind: 'ended'; personId: string; incidents: Incident[] }
  | ({ kind: 'used' } & KeyUsed)
  | { kind: 'wrong'; triesLeft: number }
  | { kind: 'wait'; until: Instant }
export type CodeResult = { act: CodeAct; before: Incident; moved: Moved }

/** A code opens its incident while that lives, and explains itself for a day after. */
const codeLifeMs = 90 * day

export type CodeTyped = {
  typed: string
  /** Null: the next right thing for this person in this state. */
  act: CodeAct | null
  note?: string
  via: Via
  /** Address or phone that tries, for the limit. */
  from: string
  /** A reply must come from the phone that the code was sent to. */
  onlyPersonId?: string
}

/** Acts by a code from a text: no sign-in, and no telling whether a wrong code exists elsewhere. */
export async function enterCode(deps: ActionDeps, entry: CodeTyped, now: Instant): Promise<CodeEntry> {
  const until = deps.tries.waitUntil(entry.from, now)
  if (until !== null) return { kind: 'wait', until }
  // Counted before the look-up, so that fifty tries at once are fifty tries.
  const triesLeft = deps.tries.wrong(entry.from, now)
  const code = normaliseCode(entry.typed)
  const found = code ? await deps.log.incidents.findCode(code, now - codeLifeMs) : null
  const key = code && !found ? await deps.log.keys.find(code, now) : null
  const owner = found?.personId ?? key?.personId
  const isTheirs = entry.onlyPersonId === undefined || owner === entry.onlyPersonId
  if (owner === undefined || !isTheirs) return { kind: 'wrong', triesLeft }
  deps.tries.right(entry.from)
  if (key) return { kind: 'used', ...(await applyKey(deps, key, entry.via === 'reply' ? 'reply' : 'code', now)) }
  if (!found) return { kind: 'wrong', triesLeft }
  const incidents = await load(deps, found.incidentIds)
  const live = incidents.filter(({ state }) => state !== 'closed' && state !== 'voided')
  if (live.length === 0) return { kind: 'ended', personId: found.personId, incidents }
  const results: CodeResult[] = []
  for (const incident of await heardOf(deps, found.personId, live, now)) {
    const act = entry.act ?? nextRightThing(deps, found.personId, incident, now)
    results.push({ act, before: incident, moved: await perform(deps, act, { incident, entry, ...found }, now) })
  }
  return { kind: 'done', personId: found.personId, results }
}

/**
 * A code is known from the outage on, and opens what recovered a moment ago as well: that is confirmed, or sent back,
 * only once its reader was asked about it, unless they were asked about none of it yet.
 */
async function heardOf(
  deps: ActionDeps,
  personId: string,
  live: readonly Incident[],
  now: Instant,
): Promise<readonly Incident[]> {
  const recovered = live.filter(({ state }) => state === 'recovered')
  if (recovered.length < 2) return live
  const since = Math.min(...recovered.map(({ recoveredAt }) => recoveredAt ?? now))
  const sent = await deps.log.pages.sentTo(personId, since)
  const asked = new Set(
    sent.flatMap(({ page, incidentIds }) => (topicIn(page.message) === 'confirm' ? incidentIds : [])),
  )
  const isHeard = ({ id }: Incident) => asked.has(id)
  return recovered.some(isHeard) ? live.filter((one) => one.state !== 'recovered' || isHeard(one)) : live
}

/** Confirming for whoever may confirm what has recovered, acknowledging for everybody else. */
function nextRightThing(deps: ActionDeps, personId: string, incident: Incident, now: Instant): CodeAct {
  const mayConfirm = hasStanding(standingOf(deps, personId, incident, now), 'lead')
  return incident.state === 'recovered' && mayConfirm ? 'confirm' : 'acknowledge'
}

async function load(deps: ActionDeps, ids: readonly string[]): Promise<Incident[]> {
  const found = await Promise.all(ids.map((id) => deps.log.incidents.find(id)))
  return found.filter((incident) => incident !== null)
}

function perform(
  deps: ActionDeps,
  act: CodeAct,
  on: { incident: Incident; entry: CodeTyped; personId: string },
  now: Instant,
): Promise<Moved> {
  const actor = { incidentId: on.incident.id, personId: on.personId, via: on.entry.via }
  const note = on.entry.note ?? ''
  switch (act) {
    case 'acknowledge':
      return acknowledge(deps, actor, now)
    case 'confirm':
      return confirmRecovery(deps, { ...actor, cause: null, note }, now)
    case 'reject':
      return rejectRecovery(deps, { ...actor, note }, now)
    case 'pass':
      return pass(deps, actor, now)
    case 'undo':
      return undoAcknowledgement(deps, actor, now)
  }
}
