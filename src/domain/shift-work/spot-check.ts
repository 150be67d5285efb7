import type { Book, Period, Role, Span } from '../book/book.ts'
import { canBePaged, countingShifts } from '../duty.ts'
import type { PersonRef } from '../incident/incident.ts'
import { dateOf, daysBetween, type Instant, momentOn } from '../instant.ts'
import { overlap, periodSpan } from '../roster/coverage.ts'
import type { RecordBody } from './record.ts'

/** How a 查岗 ended (DOMAIN §3): reached at the post, reached elsewhere, no answer, busy, switched off, no such number. */
export const spotOutcomes = ['at_post', 'not_at_post', 'no_answer', 'busy', 'switched_off', 'no_such_number'] as const
export type SpotOutcome = (typeof spotOutcomes)[number]

/** 查岗. `subject` is the site; `at` when it was sent, or, before that, when it is to be. */
export type SpotCheck = RecordBody & {
  /** `planned`: nobody has been chosen yet. `cancelled`: an outage of that person came in between, or, before that, the period ended. */
  state: 'planned' | 'sent' | 'ended' | 'cancelled'
  periodId: string | null
  person: PersonRef | null
  role: Role
  siteName: string
  by: PersonRef | null
  means: 'text' | 'call'
  tries: number
  outcome: SpotOutcome | null
  answeredAt: Instant | null
  note: string
}

/** Somebody on duty now who may be checked. */
export type OnDuty = { personId: string; siteId: string; role: Role }

/** Two times without an answer count as none (DOMAIN §10). */
export const mostTries = 2

/**
 * Everybody on duty by the roster at `at`, each once, who has a number and no open incident: a check never falls into
 * that person's outage.
 */
export function checkable(book: Book, at: Instant, busySiteIds: ReadonlySet<string>): OnDuty[] {
  const people = new Map<string, OnDuty>()
  const busy = new Set<string>()
  for (const siteId of book.sites.keys()) {
    for (const { personId, role, fromAt, toAt } of countingShifts(book, siteId)) {
      if (fromAt > at || at >= toAt) continue
      if (busySiteIds.has(siteId)) busy.add(personId)
      if (!people.has(personId)) people.set(personId, { personId, siteId, role })
    }
  }
  return [...people.values()].filter(({ personId }) => {
    const person = book.people.get(personId)
    return person !== undefined && canBePaged(person) && !busy.has(personId)
  })
}

/** Checks are drawn for the hours in which a courtesy may be sent: a random one is no reason to wake anybody. */
const drawnHours = { from: '08:00', to: '21:00' }

/**
 * The moments of a period's random checks, each from one number in [0, 1): spread over its window, within the hours
 * of the day in which one is drawn.
 */
export function drawnMoments(book: Book, period: Period, randoms: readonly number[]): Instant[] {
  const open = checkHours(book, period)
  const openMs = open.reduce((sum, { fromAt, toAt }) => sum + toAt - fromAt, 0)
  if (openMs <= 0) return []
  return randoms.map((random) => momentIn(open, Math.floor(random * openMs))).sort((a, b) => a - b)
}

/**
 * When a random check whose moment was missed, because nothing ran or nobody was free, may still be sent: now, or in the
 * morning; null when the period has no more such hours.
 */
export function nextCheckAt(book: Book, period: Period, now: Instant): Instant | null {
  const open = checkHours(book, period).find(({ toAt }) => now < toAt)
  return open ? Math.max(now, open.fromAt) : null
}

/** The parts of a period's window in which a check may be drawn. */
function checkHours(book: Book, period: Period): Span[] {
  const { timezone } = book.settings
  const window = periodSpan(book, period)
  const hours = daysBetween(dateOf(window.fromAt, timezone), dateOf(window.toAt, timezone)).flatMap((date) => {
    const open = { fromAt: momentOn(date, drawnHours.from, timezone), toAt: momentOn(date, drawnHours.to, timezone) }
    return overlap(open, window) ?? []
  })
  // A window that lies wholly in the night has no other moments to offer.
  return hours.length > 0 ? hours : [window]
}

/** The moment so long after the beginning, when only the time within the spans counts. */
function momentIn(spans: readonly Span[], afterMs: number): Instant {
  let left = afterMs
  for (const { fromAt, toAt } of spans) {
    if (left < toAt - fromAt) return fromAt + left
    left -= toAt - fromAt
  }
  throw new RangeError('the moment lies after the last of the spans')
}

/** The check of this person after its clock ran out: sent once more, or over. */
export function afterSilence(check: SpotCheck, waitMs: number, now: Instant): SpotCheck {
  const version = check.version + 1
  if (check.tries < mostTries) return { ...check, version, tries: check.tries + 1, dueAt: now + waitMs }
  return { ...check, version, state: 'ended', outcome: 'no_answer', dueAt: null }
}

/** Whether the outcome is a finding: the lead hears of it, and the report names it. */
export function isFinding(outcome: SpotOutcome | null): boolean {
  return outcome !== null && outcome !== 'at_post' && outcome !== 'busy'
}
