import { hasStanding, isOffice, standingOn } from '../domain/authority.ts'
import type { Book, BookFile, Person } from '../domain/book.ts'
import { withEntry } from '../domain/book-change.ts'
import { refOf } from '../domain/duty.ts'
import type { Instant } from '../domain/instant.ts'
import { rosterDifference } from '../domain/roster/difference.ts'
import { receiptId } from '../domain/roster/history.ts'
import { bookWithDraft, versionOf } from '../domain/roster/roster.ts'
import {
  findGiven,
  moveSwap,
  type Swap,
  type SwapAct,
  type SwapRefusal,
  type SwapShift,
  swapDueAt,
} from '../domain/roster/swap.ts'
import { breaksRoster, type SwapProblem, swappedBook, takingProblems } from '../domain/roster/swap-rules.ts'
import type { ActionDeps } from './deps.ts'
import { type Edited, type Editor, editBook } from './edit-book.ts'
import { keepEdit, placedIn } from './edit-roster.ts'
import { inTurn } from './in-turn.ts'
import { drawId } from './new-id.ts'
import { noteDutyChange } from './note-duty-change.ts'
import { tellSwap } from './tell-swap.ts'

/** `problems`: the rules forbid it as things stand. `gone`: the shift is no longer whose it was. */
export type Swapped =
  | { kind: 'done'; swap: Swap }
  | { kind: 'refusal'; refusal: SwapRefusal | 'gone' | 'past' | 'breaks' }
  | { kind: 'problems'; problems: SwapProblem[] }
  | { kind: 'refused'; edited: Extract<Edited, { ok: false }> }
  | { kind: 'missing' }

export type SwapOrder = { given: SwapShift[]; inReturn: SwapShift[]; from: Person; to: Person; reason: string }

/** Asks somebody to take a turn, or to change one for another. The other is told; nothing changes yet. */
export async function askSwap(deps: ActionDeps, order: SwapOrder, now: Instant): Promise<Swapped> {
  const { from, to, given, inReturn, reason } = order
  const checked = checkShifts(deps.book.current(), order, now)
  if ('kind' in checked) return checked
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

/** The rules, as they are asked at every step: whose the shifts are, whether they lie ahead, and what the takers have. */
function checkShifts(
  book: Book,
  { given, inReturn, from, to }: Pick<SwapOrder, 'given' | 'inReturn' | 'from' | 'to'>,
  now: Instant,
): { periodId: string } | Extract<Swapped, { kind: 'refusal' | 'problems' }> {
  const mine = findGiven(book, given, from.id)
  const theirs = findGiven(book, inReturn, to.id)
  const [first] = mine ?? []
  if (!mine || !theirs || !first?.periodId || !inOnePeriod(book, [...mine, ...theirs]))
    return { kind: 'refusal', refusal: 'gone' }
  if ([...mine, ...theirs].some(({ toAt }) => toAt <= now)) return { kind: 'refusal', refusal: 'past' }
  const problems = [...takingProblems(book, to, mine, theirs), ...takingProblems(book, from, theirs, mine)]
  return problems.length > 0 ? { kind: 'problems', problems } : { periodId: first.periodId }
}

function inOnePeriod(book: Book, shifts: readonly { periodId: string | undefined }[]): boolean {
  const ids = new Set(shifts.map(({ periodId }) => periodId))
  const [only] = ids
  return ids.size === 1 && only !== undefined && book.periods.get(only)?.state === 'published'
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
  const swap = await swaps.find(order.swapId)
  if (!swap) return { kind: 'missing' }
  const book = deps.book.current()
  const { person, act, note } = order
  const actor = { by: refOf(person), mayApprove: mayApproveSwap(book, person.id, swap, now), note }
  const moved = moveSwap(swap, act, actor, now)
  if ('refusal' in moved) return { kind: 'refusal', refusal: moved.refusal }
  if (act === 'accept' || act === 'approve') {
    const [from, to] = [book.people.get(swap.from.id), book.people.get(swap.to.id)]
    if (!from || !to) return { kind: 'refusal', refusal: 'gone' }
    const checked = checkShifts(book, { given: swap.given, inReturn: swap.inReturn, from, to }, now)
    if ('kind' in checked) return checked
  }
  if (act === 'approve') {
    const editor = { personId: person.id, personName: person.name, from: order.from }
    const applied = await applySwap(deps, editor, swap, now)
    if (applied) return applied
  }
  await swaps.save(moved.swap)
  await tellSwap(deps, moved.swap, now)
  if (act === 'approve') await noteDutyChange(deps, swap.given.concat(swap.inReturn), now)
  deps.changes.publish({ kind: 'book' })
  return { kind: 'done', swap: moved.swap }
}

/** Null when the roster has been changed; else why it has not. */
async function applySwap(deps: ActionDeps, editor: Editor, swap: Swap, now: Instant): Promise<Swapped | null> {
  const before = deps.book.current()
  const { timezone } = before.settings
  let breaks = false
  const edit = (file: BookFile): BookFile => {
    const period = file.periods?.find(({ id }) => id === swap.periodId)
    if (!period) return file
    const after = swappedBook(file, swap, now, timezone, () => drawId(deps, 'x'))
    breaks = breaksRoster(file, after, swap.periodId)
    return breaks ? file : withEntry(after, 'periods', { ...period, version: versionOf(period) + 1 })
  }
  const edited = await editBook(deps, editor, edit, now, { act: 'swap_approved', subject: `periods/${swap.periodId}` })
  if (!edited.ok) return { kind: 'refused', edited }
  if (breaks) return { kind: 'refusal', refusal: 'breaks' }
  await keepVersion(deps, { swap, editor, before, after: deps.book.current() }, now)
  return null
}

type Kept = { swap: Swap; editor: Editor; before: Book; after: Book }

/** A swap is a version of its own; whoever agreed to it has read it. */
async function keepVersion(deps: ActionDeps, { swap, editor, before, after }: Kept, now: Instant): Promise<void> {
  const { periodId } = swap
  const number = after.periods.get(periodId)?.version ?? 1
  const by = { id: editor.personId ?? '', name: editor.personName }
  const changes = rosterDifference(placedIn(before, periodId), placedIn(after, periodId))
  const made = [before, after].map((book) => placedIn(bookWithDraft(book, periodId), periodId))
  const inDraft = rosterDifference(made[0] ?? [], made[1] ?? [])
  if (inDraft.length > 0) await keepEdit(deps, editor, { periodId, what: 'swapped', changes: inDraft }, now)
  await deps.log.records.versions.save({
    id: `${periodId}.${number}.${now}`,
    version: 1,
    state: 'swapped',
    subject: periodId,
    personId: by.id,
    at: now,
    dueAt: null,
    number,
    by,
    changes,
    remarks: [],
    override: null,
  })
  for (const { id: personId } of [swap.from, swap.to]) {
    const id = receiptId(periodId, personId)
    const old = await deps.log.records.receipts.find(id)
    const common = {
      id,
      subject: periodId,
      personId,
      at: now,
      dueAt: null,
      number,
      confirmedAt: now,
      via: 'web' as const,
    }
    await deps.log.records.receipts.save({ ...common, version: (old?.version ?? 0) + 1, state: 'confirmed' })
  }
}

/** Swaps that nobody decided before their shift began: over, and the asking person is told who has it. */
export async function lapseSwaps(deps: ActionDeps, now: Instant): Promise<void> {
  for (const swap of await deps.log.records.swaps.due(now)) {
    const moved = moveSwap(swap, 'lapse', { by: null, mayApprove: false, note: '' }, now)
    if ('refusal' in moved) continue
    if ((await deps.log.records.swaps.save(moved.swap)) === 'saved') await tellSwap(deps, moved.swap, now)
  }
}
