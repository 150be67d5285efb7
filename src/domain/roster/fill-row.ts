import type { Book, Period, Site, Span } from '../book/book.ts'
import { type CellFilling, cellsOf, entriesOf } from './cell.ts'
import type { Placed } from './placed.ts'

/** Goes on with the row's own turns: empty cells of a role take, in order, whoever fills the others. */
export function rowContinued(book: Book, period: Period, shifts: readonly Placed[], site: Site): CellFilling[] {
  const row = shifts.filter(({ siteId }) => siteId === site.id)
  return (['lead', 'staff'] as const).flatMap((role) => {
    const cells = cellsOf(book, period, site).filter((cell) => cell.role === role)
    const turns = cells
      .map((cell) => entriesOf(row, cell).map(({ personId }) => personId))
      .filter(({ length }) => length > 0)
    let turn = 0
    return cells.flatMap((cell): CellFilling[] => {
      if (entriesOf(row, cell).length > 0) {
        turn++
        return []
      }
      const people = turns[turn++ % Math.max(1, turns.length)]
      return people ? [{ cell, entries: people.map((personId) => ({ personId, ...spanOf(cell.slot) })) }] : []
    })
  })
}

/** The empty cells of a row filled as another row is: for sites that one unit looks after together. */
export function rowCopied(
  book: Book,
  period: Period,
  shifts: readonly Placed[],
  { from, to }: { from: Site; to: Site },
): CellFilling[] {
  const [source, target] = [from, to].map(({ id }) => shifts.filter(({ siteId }) => siteId === id))
  return cellsOf(book, period, to).flatMap((cell): CellFilling[] => {
    if (entriesOf(target ?? [], cell).length > 0) return []
    const entries = entriesOf(source ?? [], { ...cell, siteId: from.id })
    return entries.length > 0 ? [{ cell, entries }] : []
  })
}

function spanOf({ fromAt, toAt }: Span): Span {
  return { fromAt, toAt }
}
