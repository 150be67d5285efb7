import type { Site } from '../../domain/book/book.ts'
import type { Instant } from '../../domain/instant.ts'
import { withCells } from '../../domain/roster/cell.ts'
import { rowContinued, rowCopied } from '../../domain/roster/fill-row.ts'
import type { ActionDeps } from '../deps.ts'
import type { Editor } from '../edit-book.ts'
import { editRoster, type RosterEdited } from './edit-roster.ts'

/** Fills the empty cells of a site's row: by its own turns, or like another site's. What stands there stays. */
export function fillRow(
  deps: ActionDeps,
  editor: Editor,
  { periodId, site, like }: { periodId: string; site: Site; like: Site | null },
  now: Instant,
): Promise<RosterEdited> {
  return editRoster(
    deps,
    editor,
    {
      periodId,
      what: 'filled',
      make: ({ book, period, shifts, newId }) => {
        const fillings = like
          ? rowCopied(book, period, shifts, { from: like, to: site })
          : rowContinued(book, period, shifts, site)
        return withCells(shifts, fillings, { periodId: period.id, zone: book.settings.timezone, newId })
      },
    },
    now,
  )
}
