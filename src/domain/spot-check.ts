import type { Book, Period, Role } from './book.ts'
import { periodSpan } from './coverage.ts'
import { canBePaged, countingShifts } from './duty.ts'
import type { PersonRef } from './incident.ts'
import { dateOf, type Instant, momentOn } from './instant.ts'
import type { RecordBody } from './record.ts'

/** How a 查岗 ended (DOMAIN §3): reached at the post, reached elsewhere, no answer, busy, switched off, no such number. */
export const spotOutcomes = ['at_post', 'not_at_post', 'no_answer', 'busy', 'switched_off', 'no_such_number'] as const
export type SpotOutcome = (typeof spotOutcomes)[number]

/** 查岗. `subject` is the site; `at` when it was sent, or, before that, when it is to be. */
export type SpotCheck = RecordBody & {
  /** `planned`: nobody has been chosen yet. `cancelled`: an outage of that person came in between. */
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
  const { timezone } = book.settings
  const { fromAt, toAt } = periodSpan(book, period)
  return randoms
    .map((random) => fromAt + Math.floor(random * (toAt - fromAt)))
    .map((at) => {
      const date = dateOf(at, timezone)
      const [opens, closes] = [momentOn(date, drawnHours.from, timezone), momentOn(date, drawnHours.to, timezone)]
      if (opens <= at && at < closes) return at
      // Folded into that day's hours, and never out of the window.
      const folded = opens + ((at - momentOn(date, '00:00', timezone)) % (closes - opens))
      return Math.min(Math.max(folded, fromAt), toAt - 1)
    })
    .sort((a, b) => a - b)
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
