import { type Book, type BookFile, openBook, type Person } from '../../domain/book/book.ts'
import { withEntry } from '../../domain/book/book-change.ts'
import { type Instant, isoOf } from '../../domain/instant.ts'
import { rosterDifference } from '../../domain/roster/difference.ts'
import { receiptId } from '../../domain/roster/history.ts'
import { placedIn } from '../../domain/roster/placed.ts'
import { bookWithDraft, versionOf } from '../../domain/roster/roster.ts'
import {
  findGiven,
  isInRoster,
  type Swap,
  type SwapApproval,
  type SwapRefusal,
  type SwapShift,
} from '../../domain/roster/swap.ts'
import { breaksRoster, type SwapProblem, swappedBook, takingProblems } from '../../domain/roster/swap-rules.ts'
import type { ActionDeps } from '../deps.ts'
import { type Edited, type Editor, editBook } from '../edit-book.ts'
import { noteDutyChange } from '../incident/note-duty-change.ts'
import { drawId } from '../new-id.ts'
import { keepEdit } from './edit-roster.ts'
import { tellSwap } from './tell-swap.ts'

/** `problems`: the rules forbid it as things stand. `gone`: the shift is no longer whose it was. */
export type Swapped =
  | { kind: 'done'; swap: Swap }
  | { kind: 'refusal'; refusal: SwapRefusal | 'gone' | 'past' | 'breaks' }
  | { kind: 'problems'; problems: SwapProblem[] }
  | { kind: 'refused'; edited: Extract<Edited, { ok: false }> }
  | { kind: 'missing' }

type Parties = { given: readonly SwapShift[]; inReturn: readonly SwapShift[]; from: Person; to: Person }

/** The rules, as they are asked at every step: whose the shifts are, whether they lie ahead, and what the takers have. */
export function checkShifts(
  book: Book,
  { given, inReturn, from, to }: Parties,
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

/** The rules for a swap that was asked for, by the people of today's book. */
export function checkSwap(book: Book, swap: Swap, now: Instant): ReturnType<typeof checkShifts> {
  const [from, to] = [book.people.get(swap.from.id), book.people.get(swap.to.id)]
  if (!from || !to) return { kind: 'refusal', refusal: 'gone' }
  return checkShifts(book, { given: swap.given, inReturn: swap.inReturn, from, to }, now)
}

function inOnePeriod(book: Book, shifts: readonly { periodId: string | undefined }[]): boolean {
  const ids = new Set(shifts.map(({ periodId }) => periodId))
  const [only] = ids
  return ids.size === 1 && only !== undefined && book.periods.get(only)?.state === 'published'
}

/**
 * Writes an approval into the roster. What it is to become is kept before the book changes, and told after it: a process
 * that ends in between, or a disk that fills, leaves an approval that `settleApproval` finishes or takes back.
 */
export async function approveSwap(
  deps: ActionDeps,
  editor: Editor,
  { swap, approved }: { swap: Swap; approved: Swap },
  now: Instant,
): Promise<Swapped> {
  const book = deps.book.current()
  const checked = checkSwap(book, swap, now)
  if ('kind' in checked) return checked
  const step = approved.steps.at(-1)
  if (!step) return { kind: 'missing' }
  const approving = { step, dueAt: swap.dueAt, ...outcomeOf(book, swap, now) }
  const begun: Swap = { ...swap, version: swap.version + 1, approving, dueAt: now }
  await deps.log.records.swaps.save(begun)
  const refused = await writeSwap(deps, editor, begun, now)
  if (!refused) return { kind: 'done', swap: await finish(deps, editor, { swap: begun, approving }, now) }
  await takeBack(deps, begun, approving)
  return refused
}

function outcomeOf(book: Book, swap: Swap, now: Instant): Pick<SwapApproval, 'number' | 'changes' | 'draftChanges'> {
  const { periodId } = swap
  let drawn = 0
  const after = openBook(swappedBook(book.file, swap, now, book.settings.timezone, () => `cut-${drawn++}`))
  const made = (one: Book) => placedIn(bookWithDraft(one, periodId), periodId)
  const period = book.periods.get(periodId)
  return {
    number: period ? versionOf(period) + 1 : 1,
    changes: rosterDifference(placedIn(book, periodId), placedIn(after, periodId)),
    draftChanges: rosterDifference(made(book), made(after)),
  }
}

/** Null when the roster has been changed; else why it has not. Judged is the very book that is written. */
async function writeSwap(deps: ActionDeps, editor: Editor, swap: Swap, now: Instant): Promise<Swapped | null> {
  let refused: Swapped | null = null
  const edit = (file: BookFile): BookFile => {
    const book = openBook(file)
    const checked = checkSwap(book, swap, now)
    const period = book.periods.get(swap.periodId)
    refused = 'kind' in checked ? checked : period ? null : { kind: 'refusal', refusal: 'gone' }
    if (refused || !period) return file
    const after = swappedBook(file, swap, now, book.settings.timezone, () => drawId(deps, 'x'))
    if (breaksRoster(file, after, swap.periodId)) refused = { kind: 'refusal', refusal: 'breaks' }
    if (refused) return file
    const swappedAt = isoOf(now, book.settings.timezone)
    return withEntry(after, 'periods', { ...period, version: versionOf(period) + 1, swappedAt })
  }
  const edited = await editBook(deps, editor, edit, now, { act: 'swap_approved', subject: `periods/${swap.periodId}` })
  return edited.ok ? refused : { kind: 'refused', edited }
}

/** The swap as it stands once nothing of an approval is left half done: approved, or waiting again. */
export async function settleApproval(deps: ActionDeps, swap: Swap, now: Instant): Promise<Swap> {
  const { approving } = swap
  if (!approving) return swap
  if (!isInRoster(deps.book.current(), swap)) return takeBack(deps, swap, approving)
  const { by } = approving.step
  return finish(deps, { personId: by?.id ?? null, personName: by?.name ?? '', from: '' }, { swap, approving }, now)
}

async function takeBack(deps: ActionDeps, swap: Swap, { dueAt }: SwapApproval): Promise<Swap> {
  const waiting: Swap = { ...swap, version: swap.version + 1, approving: null, dueAt }
  await deps.log.records.swaps.save(waiting)
  return waiting
}

type Written = { swap: Swap; approving: SwapApproval }

/** What follows from a roster that has the swap; done twice it is done once. */
async function finish(deps: ActionDeps, editor: Editor, { swap, approving }: Written, now: Instant): Promise<Swap> {
  const steps = [...swap.steps, approving.step]
  const approved: Swap = { ...swap, version: swap.version + 1, state: 'approved', steps, approving: null, dueAt: null }
  await keepVersion(deps, editor, { swap, approving }, now)
  await tellSwap(deps, approved, now)
  await deps.log.records.swaps.save(approved)
  await noteDutyChange(deps, swap.given.concat(swap.inReturn), now)
  deps.changes.publish({ kind: 'book' })
  return approved
}

/** A swap is a version of its own; whoever agreed to it has read it. */
async function keepVersion(
  deps: ActionDeps,
  editor: Editor,
  { swap, approving }: Written,
  now: Instant,
): Promise<void> {
  const { periodId } = swap
  const { number, changes, draftChanges, step } = approving
  const { versions, receipts } = deps.log.records
  const id = `${periodId}.${number}.${swap.id}`
  if (await versions.find(id)) return
  if (draftChanges.length > 0) await keepEdit(deps, editor, { periodId, what: 'swapped', changes: draftChanges }, now)
  const by = { id: editor.personId ?? '', name: editor.personName }
  const common = { subject: periodId, at: step.at, dueAt: null, number }
  for (const { id: personId } of [swap.from, swap.to]) {
    const old = await receipts.find(receiptId(periodId, personId))
    const confirmed = { state: 'confirmed', confirmedAt: step.at, via: 'web' } as const
    const version = (old?.version ?? 0) + 1
    await receipts.save({ ...common, ...confirmed, id: receiptId(periodId, personId), personId, version })
  }
  const kept = { version: 1, state: 'swapped', personId: by.id, remarks: [], override: null } as const
  await versions.save({ ...common, ...kept, id, by, changes, remarks: [] })
}
