import { hasStanding, isOffice, standingOn } from '../../domain/authority.ts'
import type { Book, Person } from '../../domain/book/book.ts'
import { refOf } from '../../domain/duty.ts'
import type { Instant } from '../../domain/instant.ts'
import { moveSwap, type Swap, type SwapAct, type SwapShift, swapDueAt } from '../../domain/roster/swap.ts'
import type { ActionDeps } from '../deps.ts'
import { everyOne } from '../every-one.ts'
import { inTurn } from '../in-turn.ts'
import { drawId } from '../new-id.ts'
import { approveSwap, checkShifts, checkSwap, type Swapped, settleApproval } from './approve-swap.ts'
import { tellSwap } from './tell-swap.ts'

export type SwapOrder = { given: SwapShift[]; inReturn: SwapShift[]; from: Person; to: Person; reason: string }

/** Asks somebody to take a turn, or to change one for another. The other is told; nothing changes yet. */
export function askSwap(deps: ActionDeps, order: SwapOrder, now: Instant): Promise<Swapped> {
  return inTurn(deps.log.records, () => askNow(deps, order, now))
}

async function askNow(deps: ActionDeps, order: SwapOrder, now: Instant): Promise<Swapped> {
  const { from, to, given, inReturn, reason } = order
  const checked = checkShifts(deps.book.current(), order, now)
  if ('kind' in checked) return checked
  const asked = await findAsked(deps, order)
  if (asked) return { kind: 'done', swap: asked }
  const swap: Swap = {
    id: drawId(deps, 'w'),
    version: 1,
    state: 'asked',
    subject: given[0]?.siteId ?? '',
    personId: from.id,
    at: now,
    dueAt: swapDueAt([...given, ...inReturn], now),
    periodId: checked.periodId,
    given,
    inReturn,
    from: refOf(from),
    to: refOf(to),
    reason,
    steps: [{ state: 'asked', by: refOf(from), at: now, note: reason }],
  }
  await deps.log.records.swaps.save(swap)
  await tellSwap(deps, swap, now)
  deps.changes.publish({ kind: 'book' })
  return { kind: 'done', swap }
}

/** The same request while it waits: a button that was pressed twice asks once. */
async function findAsked(deps: ActionDeps, { from, to, given, inReturn }: SwapOrder): Promise<Swap | null> {
  const filter = { personId: from.id, states: ['asked', 'accepted'] }
  const waiting = await everyOne((slice) => deps.log.records.swaps.list(filter, slice))
  const ids = (shifts: readonly SwapShift[]) => shifts.map(({ id }) => id).join()
  const isSame = (swap: Swap) => swap.to.id === to.id && ids(swap.given) === ids(given)
  return waiting.find((swap) => isSame(swap) && ids(swap.inReturn) === ids(inReturn)) ?? null
}

/** Whether the person may approve swaps of that site: its leads and the office. */
export function mayApproveSwap(book: Book, personId: string, swap: Swap, now: Instant): boolean {
  if (isOffice(book, personId)) return true
  return swap.given.every(({ siteId }) => hasStanding(standingOn(book, personId, siteId, now), 'lead'))
}

export type SwapStepOrder = {
  swapId: string
  act: Exclude<SwapAct, 'lapse'>
  person: Person
  note: string
  from: string
}

/** One step of a swap by a person. An approval changes the roster at once, for the pager as well. */
export function stepSwap(deps: ActionDeps, order: SwapStepOrder, now: Instant): Promise<Swapped> {
  return inTurn(deps.log.records, () => stepNow(deps, order, now))
}

async function stepNow(deps: ActionDeps, order: SwapStepOrder, now: Instant): Promise<Swapped> {
  const { swaps } = deps.log.records
  const found = await swaps.find(order.swapId)
  if (!found) return { kind: 'missing' }
  const swap = await settleApproval(deps, found, now)
  const book = deps.book.current()
  const { person, act, note } = order
  const actor = { by: refOf(person), mayApprove: mayApproveSwap(book, person.id, swap, now), note }
  const moved = moveSwap(swap, act, actor, now)
  if ('refusal' in moved) return { kind: 'refusal', refusal: moved.refusal }
  if (act === 'approve') {
    const editor = { personId: person.id, personName: person.name, from: order.from }
    return approveSwap(deps, editor, { swap, approved: moved.swap }, now)
  }
  const checked = act === 'accept' ? checkSwap(book, swap, now) : null
  if (checked && 'kind' in checked) return checked
  await swaps.save(moved.swap)
  await tellSwap(deps, moved.swap, now)
  deps.changes.publish({ kind: 'book' })
  return { kind: 'done', swap: moved.swap }
}

/**
 * Swaps that nobody decided before their shift began: over, and the asking person is told who has it. An approval that
 * was under way when the process ended, or the disk was full, is carried to its end.
 */
export function lapseSwaps(deps: ActionDeps, now: Instant): Promise<void> {
  return inTurn(deps.log.records, async () => {
    for (const due of await deps.log.records.swaps.due(now)) {
      const swap = await settleApproval(deps, due, now)
      if (swap.dueAt === null || swap.dueAt > now) continue
      const moved = moveSwap(swap, 'lapse', { by: null, mayApprove: false, note: '' }, now)
      if ('refusal' in moved) continue
      if ((await deps.log.records.swaps.save(moved.swap)) === 'saved') await tellSwap(deps, moved.swap, now)
    }
  })
}
