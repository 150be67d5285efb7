import type { Instant } from '../../domain/instant.ts'
import type { ProvenNumber } from '../../domain/roster/history.ts'
import { type Reach, reachOf } from '../../domain/roster/reach.ts'
import type { ActionDeps } from '../deps.ts'
import { everyOne } from '../every-one.ts'

/** What is known of everybody's number, read once and then asked person by person. */
export async function findReach(deps: ActionDeps): Promise<(personId: string) => Reach> {
  const { people } = deps.book.current()
  const outcomes = await deps.log.pages.lastOutcomes()
  const numbers = await everyOne((slice) => deps.log.records.numbers.list({}, slice))
  const said = new Map(numbers.map(({ id, state }) => [id, state]))
  return (personId) => {
    const mobile = people.get(personId)?.mobile
    const last = outcomes.get(personId)
    const state = mobile === undefined ? undefined : said.get(numberId(personId, mobile))
    return reachOf({
      mobile,
      isVerified: state === 'proven',
      hasStopped: state === 'stopped',
      last: last && last.to === mobile ? last : null,
    })
  }
}

/** The owner has typed the code that was sent to the number: from now on it counts as theirs. */
export function proveNumber(deps: ActionDeps, personId: string, mobile: string, now: Instant): Promise<boolean> {
  return noteNumber(deps, { personId, mobile, state: 'proven' }, now)
}

/** What its owner says of the number from now on; false when they have said so before. */
export async function noteNumber(
  deps: ActionDeps,
  { personId, mobile, state }: { personId: string; mobile: string; state: ProvenNumber['state'] },
  now: Instant,
): Promise<boolean> {
  const id = numberId(personId, mobile)
  const known = await deps.log.records.numbers.find(id)
  if (known?.state === state) return false
  const version = (known?.version ?? 0) + 1
  await deps.log.records.numbers.save({ id, version, state, subject: mobile, personId, at: now, dueAt: null })
  deps.changes.publish({ kind: 'book' })
  return true
}

function numberId(personId: string, mobile: string): string {
  return `${personId} ${mobile}`
}
