import { createHash } from 'node:crypto'
import type { Instant } from '../../domain/instant.ts'
import { withCells } from '../../domain/roster/cell.ts'
import { placedIn } from '../../domain/roster/placed.ts'
import { bookWithDraft } from '../../domain/roster/roster.ts'
import type { TableContext } from '../../domain/roster-table/context.ts'
import { type Proposal, propose } from '../../domain/roster-table/propose.ts'
import { hasTable } from '../../domain/roster-table/read-table.ts'
import { fillingsOf, marksOf, newPeopleOf, openQuestions } from '../../domain/roster-table/take-over.ts'
import type { Answers } from '../../domain/roster-table/who.ts'
import type { TableUpload } from '../../domain/table-upload.ts'
import type { ActionDeps } from '../deps.ts'
import type { Edited, Editor } from '../edit-book.ts'
import { type Brought, endedUpload } from '../keep-upload.ts'
import { drawId } from '../new-id.ts'
import { editRoster, type RosterInHand } from './edit-roster.ts'

/**
 * What whoever brings a table may touch, asked anew each time. It is judged by the roster in force: nobody gains a
 * right by a draft.
 */
export type TableRights = () => Pick<TableContext, 'keeps' | 'people' | 'mayAddTo'>

/** Whether a duty table is found in the sheets at all: if not, there is nothing to keep. */
export function hasTableFor(deps: ActionDeps, { subject, siteId, sheets }: Brought, rights: TableRights): boolean {
  const book = deps.book.current()
  const period = book.periods.get(subject)
  return period !== undefined && hasTable({ book, period, siteId, ...rights() }, sheets)
}

/** What an upload would do to the roster as it is now; null when its period is gone. */
export function proposalOf(deps: ActionDeps, upload: TableUpload, rights: TableRights): Proposal | null {
  const book = bookWithDraft(deps.book.current(), upload.subject)
  const period = book.periods.get(upload.subject)
  if (!period) return null
  const context = { book, period, siteId: upload.siteId, ...rights() }
  return propose(context, upload.rows, placedIn(book, period.id))
}

/**
 * `changed`: the roster or the people are not as they were shown any more, and nothing was written. `unanswered`: a
 * question is open. `refused`: the book said no. `missing`: the period is gone, or somebody has confirmed it before.
 */
type UploadTaken =
  | { kind: 'taken'; cells: number; people: number }
  | { kind: 'changed' | 'unanswered' | 'missing' }
  | { kind: 'refused'; edited: Extract<Edited, { ok: false }> }

type Confirmed = { upload: TableUpload; rights: TableRights; answers: Answers; shown: string }

/** A short text that stands for what a proposal would do: the page carries it, and what is confirmed must have the same. */
export function digestOf(proposal: Proposal): string {
  return createHash('sha256').update(marksOf(proposal)).digest('base64url')
}

/**
 * Writes what was shown, people and roster in one edit, or nothing at all. `shown` is the digest of the proposal that
 * was confirmed: it is made anew of the newest book, within the edit, and has to come out the same.
 */
export async function takeUpload(
  deps: ActionDeps,
  editor: Editor,
  confirmed: Confirmed,
  now: Instant,
): Promise<UploadTaken> {
  const { upload, rights, answers, shown } = confirmed
  let outcome: UploadTaken = { kind: 'missing' }
  const make = (roster: RosterInHand) => {
    const { book, period, shifts, newId } = roster
    const proposal = propose({ book, period, siteId: upload.siteId, ...rights() }, upload.rows, shifts)
    if (digestOf(proposal) !== shown) {
      outcome = { kind: 'changed' }
      return shifts
    }
    if (openQuestions(proposal, answers).length > 0) {
      outcome = { kind: 'unanswered' }
      return shifts
    }
    const added = newPeopleOf(proposal, answers, () => drawId(deps, 'p'))
    for (const person of added.values()) roster.addPerson(person)
    const fillings = fillingsOf(proposal, answers, added)
    outcome = { kind: 'taken', cells: fillings.length, people: added.size }
    return withCells(shifts, fillings, { periodId: period.id, zone: book.settings.timezone, newId })
  }
  const stored = await deps.log.records.uploads.find(upload.id)
  if (stored?.state !== 'read') return outcome
  const edited = await editRoster(deps, editor, { periodId: upload.subject, what: 'imported', make }, now)
  if (edited.kind !== 'saved') return edited
  // Assigned inside the edit, which has run by now; the checker cannot see that.
  const taken = outcome as UploadTaken
  if (taken.kind === 'taken') await deps.log.records.uploads.save(endedUpload(stored, 'applied'))
  return taken
}
