import type { Person } from '../book/book.ts'
import { refOf, snapshotOf } from '../duty.ts'
import { type Instant, minute } from '../instant.ts'
import type { Sample } from '../watch/probe.ts'
import { climb, startRun, tellFirst } from './climb.ts'
import { stepOf } from './decide-response.ts'
import {
  change,
  conclude,
  type Decision,
  type Draft,
  draftOf,
  orderCourtesy,
  orderNotice,
  orderPage,
  peopleOf,
  type Stimulus,
  siteNameOf,
  tell,
  unchanged,
  uniquePeople,
} from './decision.ts'
import type { Incident } from './incident.ts'
import { levelsOf } from './ladder.ts'
import type { Circumstances } from './policy.ts'

type Of<K extends Stimulus['kind']> = Extract<Stimulus, { kind: K }>

/** Four turns within this long make an incident a flapping one (opening, recovery, relapse, recovery). */
const flappingWindowMs = 30 * minute
const flappingTurns = 4
/** A flapping site counts as recovered for people only once it has held this long. */
const settleMs = 10 * minute
/** A confirmation that nobody gives is asked for this often, then it stands on the board until somebody does. */
const mostReminders = 3

/** The site is down: the incident begins at the first failed look, and the ladder now. */
export function open(failures: readonly Sample[], at: Circumstances): Decision {
  const draft = draftOf(newIncident(failures, at), at)
  for (const [index, sample] of failures.entries()) tellFailure(draft, sample, index + 1)
  tell(draft, { kind: 'went_down', failures: failures.length })
  climb(draft, 'opened')
  return conclude(draft, 'opened')
}

function newIncident(failures: readonly Sample[], at: Circumstances): Incident {
  const first = failures[0]
  const last = failures.at(-1)
  const startedAt = first?.at ?? at.now
  return {
    id: at.newIncidentId,
    siteId: at.site.id,
    siteName: at.site.name,
    unitId: at.site.unitId ?? null,
    state: 'paging',
    version: 1,
    startedAt,
    detectedAt: at.now,
    failure: last?.failure ?? { kind: 'connect_failed', phase: 'connect' },
    ping: last?.ping ?? null,
    ...(last?.address === undefined ? {} : { address: last.address }),
    duty: snapshotOf(at.duty),
    ladderStartedAt: at.now,
    round: 1,
    level: 0,
    pulledForwardMs: 0,
    told: [],
    lost: [],
    toldAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    acknowledgedVia: null,
    acknowledgementExpiresAt: null,
    recoveredAt: null,
    confirmedAt: null,
    confirmedBy: null,
    cause: null,
    note: '',
    rejectedBy: null,
    reminders: 0,
    turns: [startedAt],
    flapping: false,
    settleAt: null,
    dueAt: null,
    voidReason: null,
  }
}

function tellFailure(draft: Draft, sample: Sample, n: number): void {
  if (!sample.failure) return
  tell(draft, { kind: 'probe_failed', n, failure: sample.failure, ping: sample.ping ?? null }, null, sample.at)
}

/** Down again before anybody confirmed: the same incident, which voids the recovery that was seen. */
export function relapse(draft: Draft, failures: readonly Sample[]): Decision {
  const last = failures.at(-1)
  const { at, incident } = draft
  const failure = last?.failure ?? incident.failure
  const ping = last?.ping ?? null
  tell(draft, { kind: 'relapsed', failure, ping })
  draft.cancelPlanned = 'relapsed'
  if (last?.address !== undefined) change(draft, { address: last.address })
  change(draft, { failure, ping, recoveredAt: null, rejectedBy: null, reminders: 0, settleAt: null })
  turn(draft)
  if (draft.incident.flapping) return relapseQuietly(draft)
  startRun(draft)
  const owner = peopleOf(draft).find(({ id }) => id === incident.acknowledgedBy?.id)
  if (owner) tellFirst(draft, owner, { key: 'relapse', site: siteNameOf(draft), at: at.now, why: failure.kind })
  climb(draft, 'relapse')
  return conclude(draft, 'relapsed')
}

/** A flapping site pages only on the timer: back to whoever has it, or to the ladder's repeats. */
function relapseQuietly(draft: Draft): Decision {
  const { at, incident } = draft
  const levels = levelsOf(at.policy)
  if (incident.acknowledgedBy) {
    const until = at.now + at.policy.acknowledgementMs
    change(draft, { state: 'acknowledged', acknowledgementExpiresAt: until, dueAt: until })
  } else {
    startRun(draft)
    const begun = at.now - (levels.at(-1)?.afterMs ?? 0)
    change(draft, { ladderStartedAt: begun, level: levels.length, dueAt: at.now + at.policy.repeatMs })
  }
  return conclude(draft, 'relapsed')
}

/** The probes pass again: the responder and the lead are told, and the lead is asked to confirm. */
export function recover(draft: Draft, goods: number): Decision {
  const { at } = draft
  tell(draft, { kind: 'recovered', goods })
  draft.cancelPlanned = 'recovered'
  change(draft, { state: 'recovered', recoveredAt: at.now, acknowledgementExpiresAt: null, reminders: 0 })
  turn(draft)
  if (draft.incident.flapping) change(draft, { settleAt: at.now + settleMs, dueAt: at.now + settleMs })
  else askForConfirmation(draft)
  return conclude(draft, 'recovered')
}

/** Counts one change of direction, and calls the incident flapping once there are too many of them. */
function turn(draft: Draft): void {
  const { at, incident } = draft
  const turns = [...incident.turns.filter((moment) => at.now - moment < flappingWindowMs), at.now]
  const flapping = turns.length >= flappingTurns
  if (flapping && !incident.flapping) tell(draft, { kind: 'flapping' })
  change(draft, { turns, flapping })
}

function askForConfirmation(draft: Draft, mendedBy: string | null = null): void {
  const { at, incident } = draft
  const confirmers = confirmersOf(draft)
  const owner = incident.acknowledgedBy
  const facts = { site: siteNameOf(draft), at: incident.recoveredAt ?? at.now, forMs: outageMs(incident, at.now) }
  for (const person of confirmers) {
    const message = { key: 'recovered.confirm' as const, ...facts, who: owner?.name ?? null }
    orderPage(draft, person, { step: stepOf(draft, 'confirm'), audience: 'lead', message })
  }
  const lead = at.duty.lead?.name ?? null
  for (const person of respondersOf(draft)) {
    if (person.id === mendedBy || confirmers.some(({ id }) => id === person.id)) continue
    const message = { key: 'recovered' as const, ...facts, lead }
    orderNotice(draft, person, { step: stepOf(draft, 'recovered'), audience: 'staff', message })
  }
  change(draft, { settleAt: null, dueAt: at.now + at.policy.reminderMs })
}

/** The lead confirms; where the roster and the site have none, the duty office does. */
function confirmersOf(draft: Draft): Person[] {
  const { lead, office } = draft.at.duty
  return lead ? [lead] : office
}

/** Whoever has it; before anybody took it, everybody who was told in this run. */
function respondersOf(draft: Draft): Person[] {
  const { incident } = draft
  const ids = incident.acknowledgedBy ? [incident.acknowledgedBy.id] : incident.told.map(({ id }) => id)
  return peopleOf(draft).filter(({ id }) => ids.includes(id))
}

/** Nobody has confirmed yet: the lead is reminded, from the second time on by a call as well, and with the duty office. */
export function remind(draft: Draft): Decision {
  const { at, incident } = draft
  if (incident.settleAt !== null) {
    change(draft, { flapping: false, turns: [] })
    askForConfirmation(draft)
    return conclude(draft, 'settled')
  }
  const office = incident.reminders > 0 ? at.duty.office : []
  const readers = uniquePeople([...confirmersOf(draft), ...office])
  const message = { key: 'confirm.remind' as const, site: siteNameOf(draft), at: incident.recoveredAt ?? at.now }
  for (const person of readers) {
    orderCourtesy(draft, person, { step: stepOf(draft, 'remind'), audience: 'lead', message })
  }
  const called = incident.reminders > 0 && at.policy.channels.has('voice') ? confirmersOf(draft) : []
  for (const person of called) {
    const step = `${stepOf(draft, 'remind')}.voice`
    orderCourtesy(draft, person, { step, audience: 'lead', channel: 'voice', message })
  }
  tell(draft, { kind: 'reminded', to: readers.map(refOf) })
  const reminders = incident.reminders + 1
  change(draft, { reminders, dueAt: reminders < mostReminders ? at.now + at.policy.reminderMs : null })
  return conclude(draft, 'reminded')
}

/** The responder reports it mended: after a rejection this asks the lead again; before recovery it only pre-fills. */
export function mend(draft: Draft, act: Of<'mended'>): Decision {
  const { incident } = draft
  tell(draft, { kind: 'mended', cause: act.cause, note: act.note }, act)
  change(draft, { cause: act.cause ?? incident.cause, note: act.note || incident.note })
  if (incident.rejectedBy !== null && incident.recoveredAt !== null) {
    draft.cancelPlanned = 'mended'
    change(draft, { state: 'recovered', rejectedBy: null, acknowledgementExpiresAt: null, reminders: 0 })
    askForConfirmation(draft, act.by.id)
  }
  return conclude(draft, 'mended')
}

/** The lead's word that closes it. Needs the probes' word first: machine and human, in that order. */
export function confirm(draft: Draft, act: Of<'recovery_confirmed'>): Decision {
  const { at, incident } = draft
  if (incident.recoveredAt === null) return unchanged(incident, 'refused_still_down')
  const cause = act.cause ?? incident.cause ?? 'unclear'
  const note = act.note || incident.note
  tell(draft, { kind: 'confirmed', cause, note }, act)
  draft.cancelPlanned = 'confirmed'
  const owner = peopleOf(draft).find(({ id }) => id === incident.acknowledgedBy?.id)
  if (owner && owner.id !== act.by.id) {
    const forMs = outageMs(incident, at.now)
    const message = { key: 'confirmed' as const, site: siteNameOf(draft), forMs, lead: act.by.name }
    orderCourtesy(draft, owner, { step: stepOf(draft, 'confirmed'), audience: 'staff', message })
  }
  const settled = { rejectedBy: null, acknowledgementExpiresAt: null, settleAt: null, dueAt: null }
  change(draft, { ...settled, state: 'closed', confirmedAt: at.now, confirmedBy: act.by, cause, note })
  return conclude(draft, 'confirmed')
}

/** 还没好: back to the responder, who is asked to carry on; the ladder stands behind them again. */
export function reject(draft: Draft, act: Of<'recovery_rejected'>): Decision {
  const { incident } = draft
  if (incident.state !== 'recovered') return unchanged(incident, 'refused_still_down')
  const responders = respondersOf(draft).filter(({ id }) => id !== act.by.id)
  tell(draft, { kind: 'rejected', note: act.note }, act)
  draft.cancelPlanned = 'rejected'
  startRun(draft)
  change(draft, { rejectedBy: act.by, settleAt: null, reminders: 0 })
  const message = { key: 'rejected' as const, site: siteNameOf(draft), lead: act.by.name }
  for (const person of responders) tellFirst(draft, person, message)
  climb(draft, 'rejected')
  return conclude(draft, 'rejected')
}

/** 作废: not an outage after all. Only the duty office, always with a reason. */
export function voidIncident(draft: Draft, act: Of<'voided'>): Decision {
  tell(draft, { kind: 'voided', reason: act.reason }, act)
  draft.cancelPlanned = 'voided'
  change(draft, {
    state: 'voided',
    voidReason: act.reason,
    acknowledgementExpiresAt: null,
    settleAt: null,
    dueAt: null,
  })
  return conclude(draft, 'voided')
}

function outageMs(incident: Incident, now: Instant): number {
  return (incident.recoveredAt ?? now) - incident.startedAt
}
