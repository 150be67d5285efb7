import type { Request } from 'express'
import { queryText } from '../desk/register-view.ts'
import { isMark, type Mark } from './marks.ts'

/** What of the board a reader asked for. It stands in the address, so that a board can be kept and sent. */
export type BoardChoice = {
  mark: Mark | null
  group: string | null
  unit: string | null
  /** What was typed into the search. */
  q: string
  /** Counts instead of sites. */
  by: 'unit' | 'group' | null
  page: number
}

const longestSearch = 60

export function choiceOf(req: Request): BoardChoice {
  const [mark, by, page] = [queryText(req, 'mark'), queryText(req, 'by'), queryText(req, 'page') ?? '']
  return {
    mark: isMark(mark) ? mark : null,
    group: queryText(req, 'group'),
    unit: queryText(req, 'unit'),
    q: (queryText(req, 'q') ?? '').trim().slice(0, longestSearch),
    by: by === 'unit' || by === 'group' ? by : null,
    page: /^\d{1,4}$/.test(page) ? Number(page) : 1,
  }
}

/** The address of the board with `change` made to what is shown; its first page unless the change says another. */
export function boardAddress(choice: BoardChoice, change: Partial<BoardChoice>): string {
  const { mark, group, unit, q, by, page } = { ...choice, page: 1, ...change }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ q, mark, group, unit, by })) if (value) query.set(name, value)
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `/?${query}#sites` : '/'
}
