import type { Book, Role, Span } from '../book/book.ts'
import type { PersonRef } from '../incident/incident.ts'
import type { Instant } from '../instant.ts'
import type { RecordBody } from '../shift-work/record.ts'
import type { RosterChange } from './difference.ts'

/** 调班, 替班: shifts of a published roster change hands; in an exchange, others go the other way. */
export type Swap = RecordBody & {
  state: SwapState
  /** The first site of what is given is `subject`, the asking person `personId`. */
  periodId: string
  /** What `from` gives: one turn, which may be several sites of one unit at once. */
  given: SwapShift[]
  /** What `to` gives in return; empty: a cover. */
  inReturn: SwapShift[]
  from: PersonRef
  to: PersonRef
  reason: string
  steps: SwapStep[]
  /** While the approval is being written into the roster; a process that ended in between reads here what is left. */
  approving?: SwapApproval | null
}
/** What an approval makes of the roster. `number` is that of the version it becomes. */
export type SwapApproval = {
  step: SwapStep
  number: number
  changes: RosterChange[]
  draftChanges: RosterChange[]
  /** When the swap lapses should the approval come to nothing. */
  dueAt: Instant | null
}
export type SwapState = 'asked' | 'accepted' | 'approved' | 'refused' | 'declined' | 'withdrawn' | 'lapsed'
export type SwapShift = { id: string; siteId: string; role: Role } & Span
/** Who brought it to which state; null: the clock. */
export type SwapStep = { state: SwapState; by: PersonRef | null; at: Instant; note: string }

export type SwapAct = 'accept' | 'decline' | 'withdraw' | 'approve' | 'refuse' | 'lapse'

/** Who does it, as the swap sees them: a party, somebody who may approve, or the clock. */
export type SwapActor = { by: PersonRef | null; mayApprove: boolean; note: string }

/** Why an act is not possible now. */
export type SwapRefusal = 'not_waiting' | 'not_yours' | 'own_cause'

const follows: Record<SwapAct, { from: readonly SwapState[]; to: SwapState }> = {
  accept: { from: ['asked'], to: 'accepted' },
  decline: { from: ['asked'], to: 'declined' },
  withdraw: { from: ['asked', 'accepted'], to: 'withdrawn' },
  approve: { from: ['accepted'], to: 'approved' },
  refuse: { from: ['asked', 'accepted'], to: 'refused' },
  lapse: { from: ['asked', 'accepted'], to: 'lapsed' },
}

/**
 * The swap after the act, or why it cannot be: asked → accepted by the other → approved by the lead. Nobody approves
 * what they take part in (DOMAIN §3: 调班 only with approval, filed with the office).
 */
export function moveSwap(
  swap: Swap,
  act: SwapAct,
  { by, mayApprove, note }: SwapActor,
  now: Instant,
): { swap: Swap } | { refusal: SwapRefusal } {
  const { from, to } = follows[act]
  if (!from.includes(swap.state)) return { refusal: 'not_waiting' }
  const refusal = rightRefusal(swap, act, { by, mayApprove })
  if (refusal) return { refusal }
  const isOver = to !== 'accepted'
  return {
    swap: {
      ...swap,
      state: to,
      version: swap.version + 1,
      dueAt: isOver ? null : swap.dueAt,
      steps: [...swap.steps, { state: to, by, at: now, note }],
    },
  }
}

function rightRefusal(
  { from, to }: Swap,
  act: SwapAct,
  { by, mayApprove }: Pick<SwapActor, 'by' | 'mayApprove'>,
): SwapRefusal | null {
  switch (act) {
    case 'accept':
    case 'decline':
      return by?.id === to.id ? null : 'not_yours'
    case 'withdraw':
      return by?.id === from.id ? null : 'not_yours'
    case 'approve':
    case 'refuse':
      if (by?.id === from.id || by?.id === to.id) return act === 'approve' ? 'own_cause' : 'not_yours'
      return by !== null && mayApprove ? null : 'not_yours'
    case 'lapse':
      return by === null ? null : 'not_yours'
  }
}

export function isWaiting({ state }: Swap): boolean {
  return state === 'asked' || state === 'accepted'
}

/** The moment after which the swap makes no sense any more: the last of what it is about has begun, or is over. */
export function swapDueAt(given: readonly Span[], now: Instant): Instant {
  const begins = Math.min(...given.map(({ fromAt }) => fromAt))
  return begins > now ? begins : Math.max(...given.map(({ toAt }) => toAt))
}

/**
 * Whether the roster in force has the swap already: each shift is its heir's, or was cut where it ran when it changed
 * hands.
 */
export function isInRoster(book: Book, { given, inReturn, from, to }: Swap): boolean {
  const isHandedOver = (heirId: string) => (was: SwapShift) => {
    const shift = book.shiftsBySite.get(was.siteId)?.find(({ id }) => id === was.id)
    return shift !== undefined && (shift.personId === heirId || shift.toAt < was.toAt)
  }
  return given.every(isHandedOver(to.id)) && inReturn.every(isHandedOver(from.id))
}

/** The shifts as the book has them now; null when one of them is gone or is somebody else's. */
export function findGiven(
  book: Book,
  given: readonly SwapShift[],
  personId: string,
): (SwapShift & { periodId: string | undefined })[] | null {
  const found: (SwapShift & { periodId: string | undefined })[] = []
  for (const { id, siteId } of given) {
    const shift = book.shiftsBySite.get(siteId)?.find((one) => one.id === id)
    if (shift?.personId !== personId) return null
    const { role, fromAt, toAt, periodId } = shift
    found.push({ id, siteId, role, fromAt, toAt, periodId })
  }
  return found
}
