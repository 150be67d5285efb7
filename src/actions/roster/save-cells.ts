import type { Instant } from '../../domain/instant.ts'
import { type CellEntry, type CellFilling, entriesOf, isSameFilling, withCells } from '../../domain/roster/cell.ts'
import type { RosterEdit } from '../../domain/roster/history.ts'
import { type Placed, placedIn } from '../../domain/roster/placed.ts'
import { withChanges } from '../../domain/roster/revert.ts'
import { bookWithDraft } from '../../domain/roster/roster.ts'
import type { ActionDeps } from '../deps.ts'
import type { Editor } from '../edit-book.ts'
import { inTurn } from '../in-turn.ts'
import { editInTurn, editsSince, type RosterEdited, type RosterInHand } from './edit-roster.ts'

/** A cell that two people changed: what the first one made of it, and who that was. */
export type CellConflict = { filling: CellFilling; theirs: CellEntry[]; by: RosterEdit }

export type CellsSaved = RosterEdited | { kind: 'conflict'; conflicts: CellConflict[] }

/**
 * Saves the cells of a page. `shownId` is the newest save when the page was made: what somebody else changed since is
 * kept where this reader left it alone, and named where both changed it; then nothing is saved until the reader has
 * seen the difference.
 */
export function saveCells(
  deps: ActionDeps,
  editor: Editor,
  { periodId, shownId, fillings }: { periodId: string; shownId: string; fillings: readonly CellFilling[] },
  now: Instant,
): Promise<CellsSaved> {
  // In one turn: a save that comes between the look at the others' saves and this one would be overwritten unseen.
  return inTurn(deps.log.records, async () => {
    const since = await editsSince(deps, periodId, shownId)
    let conflicts: CellConflict[] = []
    const make = (roster: RosterInHand): readonly Placed[] => {
      const judged = judge(roster, fillings, since)
      conflicts = judged.conflicts
      if (conflicts.length > 0) return roster.shifts
      const { book, period, shifts, newId } = roster
      return withCells(shifts, judged.changed, { periodId: period.id, zone: book.settings.timezone, newId })
    }
    const saved = await editInTurn(deps, editor, { periodId, what: 'cells', make }, now)
    return saved.kind === 'saved' && conflicts.length > 0 ? { kind: 'conflict', conflicts } : saved
  })
}

/**
 * The cells that the reader changed on a page shown after the save `shownId`. The others are left out when the page is
 * shown again: they would take back what somebody else has done since.
 */
export async function findTouched(
  deps: ActionDeps,
  { periodId, shownId, fillings }: { periodId: string; shownId: string; fillings: readonly CellFilling[] },
): Promise<Set<CellFilling>> {
  const book = bookWithDraft(deps.book.current(), periodId)
  const period = book.periods.get(periodId)
  if (!period) return new Set()
  const since = await editsSince(deps, periodId, shownId)
  const shifts = placedIn(book, periodId)
  const shown = groupBySite(rosterBefore({ book, period, shifts, newId: () => 'shown' }, since))
  return new Set(
    fillings.filter((filling) => {
      const row = shown.get(filling.cell.siteId) ?? []
      const isSame = isSameFilling(filling.entries, entriesOf(row, filling.cell))
      return !isSame || isPinned(row, filling) !== (filling.isPinned ?? false)
    }),
  )
}

/** The roster as it was before these saves, the newest first. */
function rosterBefore(
  { book, period, shifts, newId }: Omit<RosterInHand, 'addPerson'>,
  since: readonly RosterEdit[],
): readonly Placed[] {
  const changes = since.flatMap((edit) => edit.changes.toReversed())
  return changes.length === 0 ? shifts : withChanges(book, period, shifts, { changes, side: 'before', newId })
}

function judge(
  roster: RosterInHand,
  fillings: readonly CellFilling[],
  since: readonly RosterEdit[],
): { changed: CellFilling[]; conflicts: CellConflict[] } {
  const changed: CellFilling[] = []
  const conflicts: CellConflict[] = []
  const [nowBySite, shownBySite] = [groupBySite(roster.shifts), groupBySite(rosterBefore(roster, since))]
  for (const filling of fillings) {
    const { cell, entries } = filling
    const row = nowBySite.get(cell.siteId) ?? []
    const current = entriesOf(row, cell)
    if (isSameFilling(entries, current)) {
      if (isPinned(row, filling) !== (filling.isPinned ?? false)) changed.push(filling)
      continue
    }
    const was = entriesOf(shownBySite.get(cell.siteId) ?? [], cell)
    if (isSameFilling(entries, was)) continue
    const by = isSameFilling(current, was) ? undefined : since.find((edit) => touches(edit, filling))
    if (by) conflicts.push({ filling, theirs: current, by })
    else changed.push(filling)
  }
  return { changed, conflicts }
}

function groupBySite(shifts: readonly Placed[]): Map<string, Placed[]> {
  return Map.groupBy(shifts, ({ siteId }) => siteId)
}

function touches({ changes }: RosterEdit, { cell }: CellFilling): boolean {
  const { siteId, role, slot } = cell
  return changes.some(
    (change) =>
      change.siteId === siteId && change.role === role && change.fromAt < slot.toAt && slot.fromAt < change.toAt,
  )
}

function isPinned(row: readonly Placed[], { cell: { role, slot } }: CellFilling): boolean {
  return row.some(
    (shift) => shift.role === role && shift.isPinned && shift.fromAt < slot.toAt && slot.fromAt < shift.toAt,
  )
}
