import type { Person } from '../../domain/book/book.ts'
import { type Duty, findDuty } from '../../domain/duty.ts'
import { day, type Instant } from '../../domain/instant.ts'
import { stayingOn } from '../../domain/shift-work/handover.ts'
import type { ActionDeps } from '../deps.ts'
import { everyOne } from '../every-one.ts'

/** The duty of a site now, with whoever may not leave yet because nobody has taken over. */
export async function dutyNow(deps: ActionDeps, siteId: string, now: Instant): Promise<Duty> {
  const book = deps.book.current()
  const duty = findDuty(book, siteId, now)
  if (duty.source !== 'roster') return duty
  const filter = { states: ['open', 'given', 'taken', 'signed'], from: now - day, to: now + 1 }
  const items = await everyOne((slice) => deps.log.records.handovers.list(filter, slice))
  const there = new Set(duty.staff.map(({ id }) => id))
  const staying = stayingOn(items, siteId, now).filter(({ id }) => !there.has(id))
  const people = staying.flatMap(({ id }): Person[] => {
    const person = book.people.get(id)
    return person && !person.disabled ? [person] : []
  })
  return people.length > 0 ? { ...duty, staff: [...duty.staff, ...people] } : duty
}
