import type { Person } from '../book/book.ts'
import type { Audience, ChannelKind, LadderRung } from '../book/settings.ts'
import { audienceOf, canBePaged, refOf } from '../duty.ts'
import type { Message } from '../texts/message.ts'
import { change, type Draft, orderPage, siteNameOf, tell } from './decision.ts'
import type { Lost, PersonRef, Told, Why } from './incident.ts'
import { currentLevel, isRepeat, levelDueAt, levelsOf, rungsOf } from './ladder.ts'

/**
 * Fires the level that is due, and goes straight on to the next one while nobody can be told: nobody stands on the
 * rung, or everybody told so far in this run is out of reach. Past the last level nothing is left to go on to, and the
 * repeats keep their minutes. Ends with the moment of the next level on the incident.
 */
export function climb(draft: Draft, why: Why): void {
  const { now, policy } = draft.at
  change(draft, { level: currentLevel(draft.incident, now, policy) })
  const isDue = levelDueAt(draft.incident, draft.incident.level, policy) <= now
  if (isDue) fireDue(draft, why)
  change(draft, { dueAt: levelDueAt(draft.incident, draft.incident.level, policy) })
}

function fireDue(draft: Draft, why: Why): void {
  for (let reason = why; ; ) {
    const { hasPeople } = fireLevel(draft, reason)
    const { level, told, lost } = draft.incident
    if (isRepeat(level, draft.at.policy) || (hasPeople && told.length > 0)) return
    reason = hasPeople && lost.length > 0 ? 'undelivered' : 'nobody'
    pullForward(draft)
  }
}

/** Whether anybody whom the newest level tells was told in this run and is not known to be out of reach. */
export function isNewestLevelToldOf({ incident, at }: Draft): boolean {
  const rungs = levelsOf(at.policy)[Math.min(incident.level, levelsOf(at.policy).length) - 1]?.rungs ?? []
  return incident.told.some(({ audience }) => rungs.some(({ tell: asked }) => asked === audience))
}

/** The next rung comes due now instead of at its minute; the later ones keep their distance from it. */
export function pullForward(draft: Draft): void {
  const { incident, at } = draft
  const early = levelDueAt(incident, incident.level, at.policy) - at.now
  if (early > 0) change(draft, { pulledForwardMs: incident.pulledForwardMs + early })
}

/** Begins a new run of the ladder from its first rung. */
export function startRun(draft: Draft): void {
  const { incident, at } = draft
  change(draft, {
    state: 'paging',
    round: incident.round + 1,
    level: 0,
    ladderStartedAt: at.now,
    pulledForwardMs: 0,
    told: [],
    lost: [],
  })
}

/** Tells the person who had the matter before the new run's first rung is told; they count as told in this run. */
export function tellFirst(draft: Draft, person: Person, message: Message): void {
  if (!canBePaged(person)) return
  orderPage(draft, person, { step: `${draft.incident.round}.first.sms`, audience: 'staff', message })
  change(draft, { told: [...draft.incident.told, { ...refOf(person), audience: 'staff' }] })
}

/** Whether this very decision already sends the person a text. */
export function isTextedNow({ pages }: Draft, personId: string): boolean {
  return pages.some(({ to, channel }) => to.id === personId && channel === 'sms')
}

function fireLevel(draft: Draft, why: Why): { hasPeople: boolean } {
  const index = draft.incident.level
  let hasPeople = false
  const canTell = (rung: LadderRung) =>
    rung.by.some((channel) => draft.at.policy.channels.has(channel)) && readyOn(draft, rung, index, why).length > 0
  for (const rung of rungsOf(index, draft.at.policy, canTell))
    hasPeople = fireRung(draft, rung, index, why) || hasPeople
  change(draft, { level: index + 1 })
  return { hasPeople }
}

/** Answers whether anybody stands on the rung. A rung without a channel is skipped, with the reason on the timeline. */
function fireRung(draft: Draft, rung: LadderRung, index: number, why: Why): boolean {
  const { at } = draft
  const people = readyOn(draft, rung, index, why)
  const channels = rung.by.filter((channel) => at.policy.channels.has(channel))
  const missing = rung.by.filter((channel) => !at.policy.channels.has(channel))
  const skipped = { kind: 'rung_skipped', level: index, tell: rung.tell } as const
  if (people.length === 0) {
    tell(draft, {
      ...skipped,
      channels: rung.by,
      why: audienceOf(at.duty, rung.tell).length === 0 ? 'nobody' : 'unreachable',
    })
    return false
  }
  if (missing.length > 0) tell(draft, { ...skipped, channels: missing, why: 'no_channel' })
  if (channels.length === 0) return true
  const to = people.map(refOf)
  tell(draft, { kind: 'escalated', level: index, tell: rung.tell, channels, to, why })
  for (const person of people) tellPerson(draft, person, { audience: rung.tell, channels, index, why })
  return true
}

type Rung = { audience: Audience; channels: readonly ChannelKind[]; index: number; why: Why }

function tellPerson(draft: Draft, person: Person, rung: Rung): void {
  const message = wordsFor(draft, person, rung)
  const isTexted = isTextedNow(draft, person.id)
  for (const channel of rung.channels) {
    if (channel === 'sms' && isTexted) continue
    const step = `${draft.incident.round}.${rung.index}.${channel}`
    orderPage(draft, person, { step, audience: rung.audience, channel, message })
  }
  const before = draft.incident.told.find(({ id }) => id === person.id)
  const isOnlyCalled = !rung.channels.includes('sms') && !isTexted && (!before || before.onlyCalled)
  const told: Told = { ...refOf(person), audience: rung.audience, ...(isOnlyCalled ? { onlyCalled: true } : {}) }
  const others = <T extends PersonRef>(people: readonly T[]) => people.filter(({ id }) => id !== person.id)
  const { incident } = draft
  change(draft, { told: [...others(incident.told), told], lost: others(incident.lost) })
}

/** Which text this person gets at this rung: it depends on what they and the others have heard before. */
function wordsFor(draft: Draft, person: Person, rung: Rung): Message {
  const { incident, at } = draft
  const site = siteNameOf(draft)
  const since = incident.startedAt
  const forMs = at.now - since
  const hasBeenTold = [...incident.told, ...incident.lost].some(({ id }) => id === person.id)
  if (hasBeenTold) return { key: 'repage', site, forMs }
  if (incident.round > 1 && rung.audience !== 'office') {
    const again = wordsAgain(draft, rung)
    if (again) return again
  }
  if (rung.audience === 'staff') return { key: 'outage', site, since, why: incident.failure.kind }
  const lost = incident.lost.at(-1)
  if (rung.audience === 'office') {
    const who = [...incident.told, ...incident.lost].map(({ name }) => name)
    return who.length > 0
      ? { key: 'escalate.office', site, forMs, who }
      : { key: 'outage', site, since, why: incident.failure.kind }
  }
  return wordsForLead(draft, lost)
}

function wordsForLead(draft: Draft, lost: Lost | undefined): Message {
  const { incident, at } = draft
  const site = siteNameOf(draft)
  const since = incident.startedAt
  const silent = incident.told.find(({ audience }) => audience === 'staff')
  if (silent) return { key: 'escalate.lead', site, since, who: silent.name, afterMs: at.now - incident.ladderStartedAt }
  if (lost?.why === 'undelivered') return { key: 'escalate.undelivered', site, since, who: lost.name }
  if (lost) return { key: 'escalate.lead', site, since, who: lost.name, afterMs: at.now - incident.ladderStartedAt }
  if (at.duty.source === 'roster') return { key: 'escalate.nobody', site, since }
  return { key: 'outage', site, since, why: incident.failure.kind }
}

/** The first word of a later run: why the matter is back with them. */
function wordsAgain(draft: Draft, rung: Rung): Message | null {
  const { incident, at } = draft
  const site = siteNameOf(draft)
  if (rung.index > 0) return null
  if (rung.why === 'relapse') return { key: 'relapse', site, at: at.now, why: incident.failure.kind }
  if (rung.why === 'expired') return { key: 'repage', site, forMs: at.now - incident.startedAt }
  if (rung.why === 'rejected' && incident.rejectedBy) return { key: 'rejected', site, lead: incident.rejectedBy.name }
  return null
}

/**
 * Who of the rung can be told. Whoever is out of reach or cannot come is left alone in this run, until the repeats
 * ask everybody again; but nobody is asked again in the very moment in which they said that they cannot.
 */
function readyOn({ at, incident }: Draft, rung: LadderRung, index: number, why: Why): Person[] {
  const isLeftAlone = (lost: Lost) => !isRepeat(index, at.policy) || (why === 'passed' && lost.why === 'passed')
  const leftAlone = new Set(incident.lost.filter(isLeftAlone).map(({ id }) => id))
  return audienceOf(at.duty, rung.tell).filter((person) => canBePaged(person) && !leftAlone.has(person.id))
}
