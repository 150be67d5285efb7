import { type Edited, editBook } from '../../actions/edit-book.ts'
import { type BookFile, openBook, type Period } from '../../domain/book.ts'
import { withEntry } from '../../domain/book-change.ts'
import { coverageOf, type Gap } from '../../domain/coverage.ts'
import { isoOf } from '../../domain/instant.ts'
import { editorOf } from '../desk/saving.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

/**
 * Publishes a period or takes it back. Coverage is judged on the very file that is written, not on the page that was
 * seen: a shift removed in between must not slip into a published roster. `isCovered: false` changed nothing.
 */
export async function changeState(
  room: Room,
  reader: Reader,
  periodId: string,
  state: Period['state'],
): Promise<{ edited: Edited; isCovered: boolean }> {
  let isCovered = true
  const edit = (file: BookFile): BookFile => {
    const book = openBook(file)
    const period = book.periods.get(periodId)
    if (!period) return file
    isCovered = state === 'draft' || isWhole(file, period)
    if (!isCovered) return file
    if (state === 'draft') return withEntry(file, 'periods', { ...period, state })
    const publishedAt = isoOf(reader.now, book.settings.timezone)
    return withEntry(file, 'periods', { ...period, state, publishedAt, version: (period.version ?? 0) + 1 })
  }
  const edited = await editBook(room.deps, editorOf(reader), edit, reader.now)
  return { edited, isCovered }
}

function isWhole(file: BookFile, period: Period): boolean {
  const { gaps, clashes } = coverageOf(openBook(file), period)
  return gaps.length + clashes.length === 0
}

/**
 * Changes shifts. In a published period an edit that would open a hole, or widen one, is refused: everybody already
 * relies on that roster. `holes` counts what it would have left uncovered; 0 when nothing stood in the way.
 */
export async function changeShifts(
  room: Room,
  reader: Reader,
  periodId: string | undefined,
  edit: (file: BookFile) => BookFile,
): Promise<{ edited: Edited; holes: number }> {
  let holes = 0
  const guarded = (file: BookFile): BookFile => {
    const next = edit(file)
    holes = periodId === undefined ? 0 : newHoles(file, next, periodId)
    return holes > 0 ? file : next
  }
  const edited = await editBook(room.deps, editorOf(reader), guarded, reader.now)
  return { edited, holes }
}

/** Uncovered stretches that no stretch of before contains: a hole that only shrinks is on its way to being closed. */
function newHoles(before: BookFile, after: BookFile, periodId: string): number {
  const period = before.periods?.find(({ id }) => id === periodId)
  if (period?.state !== 'published') return 0
  const old = gapsOf(before, period)
  const isOld = (gap: Gap) =>
    old.some(
      (one) => one.siteId === gap.siteId && one.role === gap.role && one.fromAt <= gap.fromAt && gap.toAt <= one.toAt,
    )
  return gapsOf(after, period).filter((gap) => !isOld(gap)).length
}

function gapsOf(file: BookFile, period: Period): Gap[] {
  return coverageOf(openBook(file), period).gaps
}
