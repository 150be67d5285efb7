import { fillRow } from '../../actions/roster/fill-row.ts'
import { type CellConflict, saveCells } from '../../actions/roster/save-cells.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import type { FieldError } from '../form.ts'
import { seeOther } from '../show.ts'
import { backTo, type Posted, problemsOf, type Refused, showGrid } from './grid.ts'
import { fieldOf } from './grid-cells.ts'

/**
 * Saves what was typed. Null when it is saved; else why nothing was: cells that cannot be read, cells that somebody
 * else changed meanwhile, or a book that says no. All of it at once, and everything typed stays on the page.
 */
export async function saveTyped({ room, reader, period, typed, shownId }: Posted): Promise<Refused | null> {
  const problems = problemsOf(reader, typed)
  if (problems.length > 0) return { errors: problems }
  const fillings = typed.map(({ filling }) => filling)
  const saved = await saveCells(room.deps, editorOf(reader), { periodId: period.id, shownId, fillings }, reader.now)
  if (saved.kind === 'conflict')
    return { errors: saved.conflicts.map((conflict) => conflictLine(room, reader, conflict)) }
  if (saved.kind === 'refused') return { errors: refusals(saved.edited, reader, []) }
  return saved.kind === 'missing' ? { errors: [{ field: '', text: reader.words.grid.gone }] } : null
}

/** Who changed the same cell, when, and to whom: the field beside it still holds what this reader typed. */
function conflictLine(room: Posted['room'], reader: Posted['reader'], conflict: CellConflict): FieldError {
  const { words, format } = reader
  const book = room.deps.book.current()
  const { filling, theirs, by } = conflict
  const names = (ids: readonly string[]) => words.frame.listOf(ids.map((id) => book.people.get(id)?.name ?? id))
  const site = book.sites.get(filling.cell.siteId)
  const where = [
    site?.shortName ?? site?.name ?? '',
    format.date(filling.cell.slot.fromAt),
    words.watch.role[filling.cell.role],
  ]
  const theirNames = names(theirs.map(({ personId }) => personId)) || words.grid.nobody
  const mine = names(filling.entries.map(({ personId }) => personId)) || words.grid.nobody
  const text = words.grid.conflict(where.join(' '), by.by.name, format.clock(by.at), theirNames, mine)
  return { field: fieldOf(book, filling.cell), text }
}

/** Fills the empty cells of one row: `own` by its own turns, `above` like the row above it on the page. */
export async function fillRowFrom(posted: Posted, how: string, siteId: string): Promise<void> {
  const { req, res, room, reader, period, onPage } = posted
  const index = onPage.findIndex(({ id }) => id === siteId)
  const site = onPage[index]
  const like = how === 'above' ? (onPage[index - 1] ?? null) : null
  if (!site || (how === 'above' && !like)) return seeOther(req, res, backTo(posted), reader.words.grid.noRowAbove)
  const filled = await fillRow(room.deps, editorOf(reader), { periodId: period.id, site, like }, reader.now)
  if (filled.kind === 'refused') {
    return showGrid(room, req, res, period, { typed: [], errors: refusals(filled.edited, reader, []) })
  }
  const count = filled.kind === 'saved' ? filled.changes.length : 0
  await seeOther(req, res, backTo(posted), reader.words.grid.rowFilled(site.shortName ?? site.name, count))
}
