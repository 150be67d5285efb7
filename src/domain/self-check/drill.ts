import type { Book, Person, Site } from '../book/book.ts'
import { canBePaged, findDuty } from '../duty.ts'
import type { PersonRef } from '../incident/incident.ts'
import { dateOf, day, hour, type Instant, minute, momentOn } from '../instant.ts'
import { isProclaimed } from '../roster/roster.ts'
import type { RecordBody } from '../shift-work/record.ts'

/** 演练: one page a day over the real channel to somebody who is on duty, as if their site had failed. */
export type Drill = RecordBody & {
  state: 'waiting' | 'answered' | 'missed'
  person: PersonRef
  siteName: string
  answeredAt: Instant | null
}

/** How long the reader has. An outage's first rung waits five minutes; a drill is no race. */
export const drillAnswerMs = 10 * minute
/** A drill that was missed because nothing ran is not made up for in the evening. */
const drillWindowMs = 2 * hour

/** The id of a day's drill: there is one. */
export function drillId(book: Book, now: Instant): string {
  return dateOf(now, book.settings.timezone)
}

/**
 * Whom today's drill goes to, while its hour is on: somebody on post by a published roster, another one each day, so
 * that in the course of a period the channel is tried to everybody. Null outside duty periods, or when it is off.
 */
export function drillReader(book: Book, now: Instant): { person: Person; site: Site } | null {
  const { drillAt, timezone } = book.settings
  if (drillAt === '') return null
  const at = momentOn(dateOf(now, timezone), drillAt, timezone)
  if (now < at || now >= at + drillWindowMs) return null
  const onPost = new Map<string, { person: Person; site: Site }>()
  for (const site of book.sites.values()) {
    if (!isRostered(book, site.id, now)) continue
    for (const person of findDuty(book, site.id, now).staff.filter(canBePaged)) {
      if (!onPost.has(person.id)) onPost.set(person.id, { person, site })
    }
  }
  const ids = [...onPost.keys()].sort()
  const today = ids[Math.floor(at / day) % Math.max(1, ids.length)]
  return today === undefined ? null : (onPost.get(today) ?? null)
}

function isRostered(book: Book, siteId: string, now: Instant): boolean {
  const shifts = book.shiftsBySite.get(siteId) ?? []
  return shifts.some(
    ({ fromAt, toAt, periodId }) => fromAt <= now && now < toAt && isProclaimed(book.periods.get(periodId ?? '')),
  )
}
