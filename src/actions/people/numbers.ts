import type { Instant } from '../../domain/instant.ts'
import { type Reach, reachOf } from '../../domain/roster/reach.ts'
import type { ActionDeps } from '../deps.ts'
import { everyOne } from '../every-one.ts'

/** What is known of everybody's number, read once and then asked person by person. */
export async function findReach(deps: ActionDeps): Promise<(personId: string) => Reach> {
  const { people } = deps.book.current()
  const outcomes = await deps.log.pages.lastOutcomes()
  const numbers = await everyOne((slice) => deps.log.records.numbers.list({}, slice))
  const proven = new Set(numbers.map(({ id }) => id))
  return (personId) => {
    const mobile = people.get(personId)?.mobile
    const last = outcomes.get(personId)
    const isVerified = mobile !== undefined && proven.has(provenId(personId, mobile))
    return reachOf({ mobile, isVerified, last: last && last.to === mobile ? last : null })
  }
}

/** The owner has typed the code that was sent to the number: from now on it counts as theirs. */
export async function proveNumber(deps: ActionDeps, personId: string, mobile: string, now: Instant): Promise<void> {
  const id = provenId(personId, mobile)
  if (await deps.log.records.numbers.find(id)) return
  await deps.log.records.numbers.save({
    id,
    version: 1,
    state: 'proven',
    subject: mobile,
    personId,
    at: now,
    dueAt: null,
  })
  deps.changes.publish({ kind: 'book' })
}

function provenId(personId: string, mobile: string): string {
  return `${personId} ${mobile}`
}
