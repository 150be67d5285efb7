import { hasStanding, type Standing, standingOnIncident } from '../../domain/authority.ts'
import type { Stimulus } from '../../domain/incident/decision.ts'
import type { Cause, Incident, PersonRef, Via } from '../../domain/incident/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ActionDeps } from '../deps.ts'
import { type Moved, moveIncident } from './move-incident.ts'

/** Who acts, on what, by which route, and on which version they were shown. */
export type Actor = { incidentId: string; personId: string; via: Via; shownVersion?: number }

/**
 * `missing` also stands for "not yours": a refused object looks like one that does not exist. Every act below answers
 * the same way, so the web, the code page, replies and the API say the same thing in their own words.
 */
export type { Moved } from './move-incident.ts'

export function acknowledge(deps: ActionDeps, actor: Actor & { takeOver?: boolean }, now: Instant): Promise<Moved> {
  return act(deps, actor, 'staff', (by) => ({ kind: 'acknowledged', ...by, takeOver: actor.takeOver ?? false }), now)
}

/** Takes an acknowledgement back, within a minute of it. */
export function undoAcknowledgement(deps: ActionDeps, actor: Actor, now: Instant): Promise<Moved> {
  return act(deps, actor, 'staff', (by) => ({ kind: 'acknowledgement_undone', ...by }), now)
}

export function pass(deps: ActionDeps, actor: Actor, now: Instant): Promise<Moved> {
  return act(deps, actor, 'staff', (by) => ({ kind: 'passed', ...by }), now)
}

export function writeProgress(deps: ActionDeps, actor: Actor & { note: string }, now: Instant): Promise<Moved> {
  return act(deps, actor, 'staff', (by) => ({ kind: 'progress', ...by, note: actor.note }), now)
}

export function renewAcknowledgement(deps: ActionDeps, actor: Actor, now: Instant): Promise<Moved> {
  return act(deps, actor, 'staff', (by) => ({ kind: 'renewed', ...by }), now)
}

export function askForHelp(deps: ActionDeps, actor: Actor, now: Instant): Promise<Moved> {
  return act(deps, actor, 'staff', (by) => ({ kind: 'help_asked', ...by }), now)
}

export function reportMended(
  deps: ActionDeps,
  actor: Actor & { cause: Cause | null; note: string },
  now: Instant,
): Promise<Moved> {
  const { cause, note } = actor
  return act(deps, actor, 'staff', (by) => ({ kind: 'mended', ...by, cause, note }), now)
}

export function addNote(deps: ActionDeps, actor: Actor & { note: string }, now: Instant): Promise<Moved> {
  return act(deps, actor, 'staff', (by) => ({ kind: 'note_added', ...by, note: actor.note }), now)
}

/** A key in a call that changes nothing. */
export function noteKey(deps: ActionDeps, actor: Actor & { key: string }, now: Instant): Promise<Moved> {
  return act(deps, actor, 'staff', (by) => ({ kind: 'key_pressed', ...by, key: actor.key }), now)
}

export function confirmRecovery(
  deps: ActionDeps,
  actor: Actor & { cause: Cause | null; note: string },
  now: Instant,
): Promise<Moved> {
  const { cause, note } = actor
  return act(deps, actor, 'lead', (by) => ({ kind: 'recovery_confirmed', ...by, cause, note }), now)
}

export function rejectRecovery(deps: ActionDeps, actor: Actor & { note: string }, now: Instant): Promise<Moved> {
  return act(deps, actor, 'lead', (by) => ({ kind: 'recovery_rejected', ...by, note: actor.note }), now)
}

export function voidIncident(deps: ActionDeps, actor: Actor & { reason: string }, now: Instant): Promise<Moved> {
  return act(deps, actor, 'office', (by) => ({ kind: 'voided', ...by, reason: actor.reason }), now)
}

/** What the person may do about the incident, for screens and for the routes behind them. */
export function standingOf(deps: ActionDeps, personId: string, incident: Incident, now: Instant): Standing {
  return standingOnIncident(deps.book.current(), personId, incident, now)
}

async function act(
  deps: ActionDeps,
  actor: Actor,
  needed: Standing,
  stimulusOf: (act: { by: PersonRef; via: Via }) => Stimulus,
  now: Instant,
): Promise<Moved> {
  const incident = await deps.log.incidents.find(actor.incidentId)
  const person = deps.book.current().people.get(actor.personId)
  if (!incident || !person) return { kind: 'missing' }
  if (!hasStanding(standingOf(deps, person.id, incident, now), needed)) return { kind: 'missing' }
  const stimulus = stimulusOf({ by: { id: person.id, name: person.name }, via: actor.via })
  const { shownVersion } = actor
  const target = { incidentId: incident.id }
  return moveIncident(deps, { target, stimulus, ...(shownVersion === undefined ? {} : { shownVersion }) }, now)
}
