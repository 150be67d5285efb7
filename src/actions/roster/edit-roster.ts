import { type Book, openBook, type Period, type Person } from '../../domain/book/book.ts'
import { type Instant, instantOf } from '../../domain/instant.ts'
import { bare } from '../../domain/roster/cell.ts'
import { type RosterChange, rosterDifference } from '../../domain/roster/difference.ts'
import type { RosterEdit } from '../../domain/roster/history.ts'
import { type Placed, placedIn } from '../../domain/roster/placed.ts'
import { withChanges } from '../../domain/roster/revert.ts'
import { bookWithDraft, shiftsInForce, withoutDraft, withRoster } from '../../domain/roster/roster.ts'
import type { ActionDeps } from '../deps.ts'
import { type Edited, type Editor, editBook } from '../edit-book.ts'
import { inTurn } from '../in-turn.ts'
import { drawId } from '../new-id.ts'

/**
 * What somebody who makes a roster is given: the book as it would be with it, the period, and its shifts. Whoever is
 * added by `addPerson` enters the book in the same edit, or not at all.
 */
export type RosterInHand = {
  book: Book
  period: Period
  shifts: readonly Placed[]
  newId: () => string
  addPerson: (person: Person) => void
}

/** `missing`: the period is gone. `refused`: the book said no, and nothing was changed. `edit` is null when nothing differs. */
export type RosterEdited =
  | { kind: 'saved'; edit: RosterEdit | null; changes: RosterChange[] }
  | { kind: 'refused'; edited: Extract<Edited, { ok: false }> }
  | { kind: 'missing' }

export type RosterWork = {
  periodId: string
  what: RosterEdit['state']
  /** The roster as it shall be, made of the newest one. */
  make: (roster: RosterInHand) => readonly Placed[]
  undoes?: string
}

/**
 * Changes the roster that is being made: the first draft, or the next version of what is published, which the pager
 * knows nothing of until it is published. Each save is kept with what it changed. Saves are made one after the other.
 */
export function editRoster(deps: ActionDeps, editor: Editor, work: RosterWork, now: Instant): Promise<RosterEdited> {
  return inTurn(deps.log.records, () => editInTurn(deps, editor, work, now))
}

/** The same for whoever has the turn already, because the work depends on which saves were made before it. */
export async function editInTurn(
  deps: ActionDeps,
  editor: Editor,
  work: RosterWork,
  now: Instant,
): Promise<RosterEdited> {
  const { periodId, make } = work
  const newId = () => drawId(deps, 'x')
  let changes: RosterChange[] | null = null
  const edited = await editBook(
    deps,
    editor,
    (file) => {
      const inForce = openBook(file)
      const period = inForce.periods.get(periodId)
      changes = null
      if (!period) return file
      const book = bookWithDraft(inForce, periodId)
      const shifts = placedIn(book, periodId)
      const people = [...(file.people ?? [])]
      const next = make({ book, period, shifts, newId, addPerson: (person) => people.push(person) })
      changes = rosterDifference(shifts, next)
      if (changes.length === 0 && !pinsDiffer(shifts, next)) return file
      const made = withRoster({ ...file, people }, period, next.map(bare))
      const isAsPublished =
        period.state === 'published' && rosterDifference(placedIn(inForce, periodId), next).length === 0
      return isAsPublished ? withoutDraft(made, periodId) : made
    },
    now,
    { act: 'roster_edited', subject: `periods/${periodId}` },
  )
  if (!edited.ok) return { kind: 'refused', edited }
  // Assigned inside the edit, which has run by now; the checker cannot see that.
  const made = changes as RosterChange[] | null
  if (made === null) return { kind: 'missing' }
  if (made.length === 0) return { kind: 'saved', edit: null, changes: [] }
  const edit = await keepEdit(deps, editor, { ...work, changes: made }, now)
  return { kind: 'saved', edit, changes: made }
}

/** Keeps what a save changed. Saves are found in the order in which they were made, whatever the clock did meanwhile. */
export async function keepEdit(
  deps: ActionDeps,
  { personId, personName }: Editor,
  { periodId, what, undoes, changes }: Omit<RosterWork, 'make'> & { changes: RosterChange[] },
  now: Instant,
): Promise<RosterEdit> {
  const { edits } = deps.log.records
  const last = (await edits.list({ subject: periodId }, { limit: 1, cursor: null })).items[0]
  const number = (Number(last?.id.split('.').at(-1)) || 0) + 1
  const edit: RosterEdit = {
    id: `${periodId}.${String(number).padStart(6, '0')}`,
    version: 1,
    state: what,
    subject: periodId,
    personId,
    at: Math.max(now, last?.at ?? now),
    dueAt: null,
    by: { id: personId ?? '', name: personName },
    changes,
    undoes: undoes ?? null,
  }
  await edits.save(edit)
  return edit
}

function pinsDiffer(before: readonly Placed[], after: readonly Placed[]): boolean {
  const pinned = (shifts: readonly Placed[]) => shifts.flatMap(({ id, isPinned }) => (isPinned ? [id] : [])).sort()
  return String(pinned(before)) !== String(pinned(after))
}

/** How many saves a page looks back over. */
const mostEdits = 500

/**
 * The saves made after the one that a page was shown with, newest first. When that one is not among those looked back
 * over, all of these: a cell that anybody has touched is then asked about, and nothing is overwritten unseen.
 */
export async function editsSince(deps: ActionDeps, periodId: string, shownId: string): Promise<RosterEdit[]> {
  const { items } = await deps.log.records.edits.list({ subject: periodId }, { limit: mostEdits, cursor: null })
  const index = items.findIndex(({ id }) => id === shownId)
  return index < 0 ? items : items.slice(0, index)
}

/**
 * The save that 撤销 would take back: the newest one that is neither undone nor itself an undoing. A publication, a
 * swap and a draft that was thrown away end what can be undone: older saves speak of a roster that is no more. Whoever
 * keeps some sites only (`keeps`) passes over saves of others', and takes back none that touched these as well.
 */
export async function undoable(deps: ActionDeps, periodId: string, keeps: Keeps): Promise<RosterEdit | null> {
  const { periods, settings } = deps.book.current()
  const publishedAt = periods.get(periodId)?.publishedAt
  const since = publishedAt ? instantOf(publishedAt, settings.timezone) : Number.NEGATIVE_INFINITY
  const edits = await editsSince(deps, periodId, '')
  const end = edits.findIndex(({ at, state, undoes }) => {
    return at <= since || state === 'swapped' || (state === 'undone' && undoes === null)
  })
  const open = end < 0 ? edits : edits.slice(0, end)
  const undone = new Set(open.map(({ undoes }) => undoes))
  const last = open.find(({ id, state, changes }) => {
    return state !== 'undone' && !undone.has(id) && changes.some(({ siteId }) => keeps(siteId))
  })
  return last?.changes.every(({ siteId }) => keeps(siteId)) ? last : null
}

/** Whether somebody keeps the roster of the site. */
export type Keeps = (siteId: string) => boolean

/** Takes back the save that is `undoable` for whoever keeps these sites; `missing` when there is none. */
export function undoEdit(
  deps: ActionDeps,
  editor: Editor,
  { periodId, keeps }: { periodId: string; keeps: Keeps },
  now: Instant,
): Promise<RosterEdited> {
  return inTurn(deps.log.records, async () => {
    const last = await undoable(deps, periodId, keeps)
    if (!last) return { kind: 'missing' }
    const make = ({ book, period, shifts, newId }: RosterInHand) =>
      withChanges(book, period, shifts, { changes: last.changes.toReversed(), side: 'before', newId })
    return editInTurn(deps, editor, { periodId, what: 'undone', make, undoes: last.id }, now)
  })
}

/** Throws the next version away; what is published stays. */
export function discardDraft(deps: ActionDeps, editor: Editor, periodId: string, now: Instant): Promise<RosterEdited> {
  const make = ({ book }: RosterInHand): readonly Placed[] => {
    const file = { ...book.file, shifts: deps.book.current().file.shifts ?? [] }
    return placedIn(openBook({ ...file, shifts: shiftsInForce(file, periodId) }), periodId)
  }
  return editRoster(deps, editor, { periodId, what: 'undone', make }, now)
}
