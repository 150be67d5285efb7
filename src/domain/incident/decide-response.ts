import { minute } from '../instant.ts'
import { topicOf } from './bundle.ts'
import { climb, isTextedNow, pullForward, startRun, tellFirst } from './climb.ts'
import {
  type Act,
  change,
  conclude,
  type Decision,
  type Draft,
  orderCourtesy,
  orderPage,
  peopleOf,
  type Stimulus,
  siteNameOf,
  tell,
  unchanged,
} from './decision.ts'
import { type Told, takenAt } from './incident.ts'
import { isRepeat, levelDueAt } from './ladder.ts'

type Of<K extends Stimulus['kind']> = Extract<Stimulus, { kind: K }>

/** 签收. The first one takes the matter; who comes later is told who was first, and may take it over on purpose. */
export function acknowledge(draft: Draft, act: Of<'acknowledged'>): Decision {
  const { incident } = draft
  if (incident.state === 'recovered') return unchanged(incident, 'refused_recovered')
  const owner = incident.state === 'acknowledged' ? incident.acknowledgedBy : null
  if (owner && owner.id === act.by.id) return renew(draft, act)
  if (owner && !act.takeOver) return noteLate(draft, act)
  tell(draft, { kind: 'acknowledged', takenOverFrom: owner }, act)
  take(draft, act)
  for (const told of incident.told) {
    const person = peopleOf(draft).find(({ id }) => id === told.id)
    if (!person || person.id === act.by.id) continue
    const facts = { site: siteNameOf(draft), who: act.by.name, at: draft.at.now }
    const message = { key: told.audience === 'staff' ? ('taken' as const) : ('taken.lead' as const), ...facts }
    orderCourtesy(draft, person, { step: stepOf(draft, 'taken'), audience: told.audience, message })
  }
  return conclude(draft, owner ? 'taken_over' : 'acknowledged')
}

function take(draft: Draft, act: Act): void {
  const { incident, at } = draft
  const expiresAt = at.now + at.policy.acknowledgementMs
  const { state, acknowledgedAt, acknowledgedBy, acknowledgedVia, acknowledgementExpiresAt } = incident
  draft.cancelPlanned = 'acknowledged'
  change(draft, {
    beforeTaking: { at: at.now, state, acknowledgedAt, acknowledgedBy, acknowledgedVia, acknowledgementExpiresAt },
    state: 'acknowledged',
    acknowledgedAt: incident.acknowledgedAt ?? at.now,
    // Whoever takes it knows of it, if only from the answer to a code: that is the latest moment of 报告.
    toldAt: incident.toldAt ?? at.now,
    acknowledgedBy: act.by,
    acknowledgedVia: act.via,
    acknowledgementExpiresAt: expiresAt,
    dueAt: expiresAt,
  })
}

/** How long a taking can be taken back. */
export const undoMs = minute

/**
 * 撤回: within a minute, by whoever took it. It stands as it did before; the ladder goes on from where it was, and those
 * who were told that it is taken are told that it is not: everybody, or whoever had it and has it again.
 */
export function undo(draft: Draft, act: Of<'acknowledgement_undone'>): Decision {
  const { incident, at } = draft
  const { beforeTaking: before, acknowledgedBy: owner } = incident
  if (incident.state !== 'acknowledged') return unchanged(incident, 'refused_not_acknowledged')
  if (owner?.id !== act.by.id) return unchanged(incident, 'refused_not_owner')
  // Either way: what seems to lie ahead was taken before somebody set the clock back.
  if (!before || Math.abs(at.now - before.at) > undoMs) return unchanged(incident, 'refused_too_late')
  tell(draft, { kind: 'acknowledgement_undone' }, act)
  draft.cancelPlanned = 'undone'
  const { at: _, ...stood } = before
  const dueAt =
    stood.state === 'paging' ? levelDueAt(incident, incident.level, at.policy) : stood.acknowledgementExpiresAt
  change(draft, { ...stood, beforeTaking: null, dueAt })
  const isMisled = ({ id }: Told) => stood.state === 'paging' || id === stood.acknowledgedBy?.id
  const others = incident.told.filter((told) => told.id !== act.by.id && isMisled(told))
  for (const told of others) tellUndone(draft, told)
  return conclude(draft, 'acknowledgement_undone')
}

function tellUndone(draft: Draft, told: Told): void {
  const { incident, at } = draft
  const person = peopleOf(draft).find(({ id }) => id === told.id)
  if (!person) return
  const message = { key: 'repage' as const, site: siteNameOf(draft), forMs: at.now - incident.startedAt }
  orderPage(draft, person, { step: stepOf(draft, 'undone'), audience: told.audience, message })
}

/** The handover was signed by both: whoever came on has what the one who left had taken, for as long as one who takes it. */
export function handOver(draft: Draft, { from, to }: Of<'handed_over'>): Decision {
  const { incident, at } = draft
  const owner = incident.acknowledgedBy
  const isTheirs = incident.state === 'acknowledged' && from.some(({ id }) => id === owner?.id)
  if (!owner || !isTheirs || owner.id === to.id) return unchanged(incident, 'not_theirs')
  tell(draft, { kind: 'handed_over', from: owner, to })
  const until = at.now + at.policy.acknowledgementMs
  change(draft, { acknowledgedBy: to, acknowledgementExpiresAt: until, dueAt: until, beforeTaking: null })
  return conclude(draft, 'handed_over')
}

function noteLate(draft: Draft, act: Act): Decision {
  const { acknowledgedBy: first } = draft.incident
  const firstAt = takenAt(draft.incident)
  tell(draft, { kind: 'acknowledged_late', first, firstAt }, act)
  change(draft, {})
  return conclude(draft, 'acknowledged_late')
}

/**
 * 来不了: the next rung is told now, and whoever passed is left alone until the repeats. Saying it twice says no more
 * than once; and once every rung was told, nobody is left to be told earlier unless the matter had an owner.
 */
export function pass(draft: Draft, act: Of<'passed'>): Decision {
  const { incident } = draft
  if (incident.state === 'recovered') return unchanged(incident, 'refused_recovered')
  const isOwner = incident.state === 'acknowledged' && incident.acknowledgedBy?.id === act.by.id
  if (incident.state === 'acknowledged' && !isOwner) return unchanged(incident, 'refused_not_owner')
  const hasPassed = incident.lost.some(({ id, why }) => id === act.by.id && why === 'passed')
  if (hasPassed && !isOwner) return unchanged(incident, 'passed')
  tell(draft, { kind: 'passed' }, act)
  // While nobody has it, what is planned for the others must still reach them.
  if (isOwner) draft.cancelPlanned = 'passed'
  const lost = [...incident.lost.filter(({ id }) => id !== act.by.id), { ...act.by, why: 'passed' as const }]
  change(draft, {
    state: 'paging',
    acknowledgementExpiresAt: null,
    lost,
    told: incident.told.filter(({ id }) => id !== act.by.id),
  })
  if (isOwner || !isRepeat(incident.level, draft.at.policy)) {
    pullForward(draft)
    climb(draft, 'passed')
  }
  return conclude(draft, 'passed')
}

/** 再延 30 分钟, by the person who has it; also what a second acknowledgement by the same person means. */
export function renew(draft: Draft, act: Act): Decision {
  const { incident, at } = draft
  if (incident.state !== 'acknowledged') return unchanged(incident, 'refused_not_acknowledged')
  if (incident.acknowledgedBy?.id !== act.by.id) return unchanged(incident, 'refused_not_owner')
  const until = at.now + at.policy.acknowledgementMs
  tell(draft, { kind: 'renewed', until }, act)
  change(draft, { acknowledgementExpiresAt: until, dueAt: until })
  return conclude(draft, 'renewed')
}

/** 请带班支援: the lead is told at once; the matter stays with its owner. */
export function ask(draft: Draft, act: Of<'help_asked'>): Decision {
  const { incident, at } = draft
  if (incident.state !== 'acknowledged') return unchanged(incident, 'refused_not_acknowledged')
  tell(draft, { kind: 'help_asked' }, act)
  change(draft, {})
  const lead = at.duty.lead
  if (lead && lead.id !== act.by.id) {
    const message = { key: 'repage' as const, site: siteNameOf(draft), forMs: at.now - incident.startedAt }
    orderPage(draft, lead, { step: stepOf(draft, 'help'), audience: 'lead', message })
  }
  return conclude(draft, 'help_asked')
}

/** Said by telephone: for the record. It acknowledges nothing, and whoever stands behind is told all the same. */
export function noteTelling(draft: Draft, act: Of<'told_by_phone'>): Decision {
  tell(draft, { kind: 'told_by_phone', person: act.person, note: act.note }, act)
  change(draft, {})
  return conclude(draft, 'noted')
}

/** The same words once more, as long as they still ask for something: to acknowledge, or to confirm. */
export function sendAgain(draft: Draft, { person, page }: Of<'sent_again'>): Decision {
  const { state } = draft.incident
  const topic = topicOf(page.message)
  if (topic === 'down' && state !== 'paging') return unchanged(draft.incident, 'refused_not_paging')
  if (topic === 'confirm' && state !== 'recovered') return unchanged(draft.incident, 'refused_still_down')
  orderPage(draft, person, { step: stepOf(draft, 'again'), ...page })
  change(draft, {})
  return conclude(draft, 'noted')
}

/** A key that changed nothing is a line for the record: somebody was at the phone. */
export function noteKey(draft: Draft, act: Of<'key_pressed'>): Decision {
  tell(draft, { kind: 'key_pressed', key: act.key }, act)
  change(draft, {})
  return conclude(draft, 'noted')
}

/** A line for the record: progress while it is open, an addition once it is closed. */
export function write(draft: Draft, act: Of<'progress'> | Of<'note_added'>): Decision {
  tell(draft, { kind: act.kind, note: act.note }, act)
  change(draft, act.kind === 'progress' ? { note: act.note } : {})
  return conclude(draft, 'noted')
}

/**
 * The acknowledgement ran out while the site is still down: the ladder begins again, whoever had it is asked first,
 * and the lead is copied.
 */
export function expire(draft: Draft): Decision {
  const { incident, at } = draft
  const owner = incident.acknowledgedBy
  if (owner) tell(draft, { kind: 'acknowledgement_expired', person: owner })
  startRun(draft)
  change(draft, { acknowledgementExpiresAt: null })
  const site = siteNameOf(draft)
  const person = peopleOf(draft).find(({ id }) => id === owner?.id)
  if (person) tellFirst(draft, person, { key: 'repage.expired', site })
  climb(draft, 'expired')
  if (at.duty.lead && !isTextedNow(draft, at.duty.lead.id)) {
    const message = { key: 'repage' as const, site, forMs: at.now - incident.startedAt }
    orderPage(draft, at.duty.lead, { step: stepOf(draft, 'copy'), audience: 'lead', message })
  }
  return conclude(draft, 'acknowledgement_expired')
}

/** Identity of a text that is no rung: its kind and the version it was planned in. */
export function stepOf(draft: Draft, kind: string): string {
  return `${draft.incident.round}.${kind}.${draft.incident.version + 1}`
}
