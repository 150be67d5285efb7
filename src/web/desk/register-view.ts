import type { Request, Response } from 'express'
import type { NavName } from '../frame.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import { showPage } from '../show.ts'

export type LinkView = { href: string; label: string; isCurrent: boolean }

/** One cell: a text, where it leads, and the mark or tone it carries. */
export type CellView = { text: string; href?: string; mark?: string; tone?: 'bad' | 'muted' }
type RowView = { cells: CellView[] }

/** A list of the office: sentence first, filters, a table, and what is true when it is empty. */
export type RegisterView = {
  heading: string
  lede: string
  crumb: { href: string; label: string } | null
  actions: { href: string; label: string; isMain: boolean }[]
  filters: { label: string; links: LinkView[] }[]
  columns: { label: string; isRight?: boolean }[]
  rows: RowView[]
  empty: { title: string; text: string }
  pager: PagerView | null
}
export type PagerView = { label: string; previous: string | null; next: string | null }

export function showRegister(room: Room, req: Request, res: Response, view: RegisterView, nav: NavName): Promise<void> {
  return showPage(room, req, res, { template: 'desk/register', title: view.heading, nav, view })
}

/** The part of a long list that one page shows, and the links to its neighbours; `address` leads to a page by number. */
export function pageOf<T>(
  { words }: Reader,
  all: readonly T[],
  wanted: unknown,
  { size, address }: { size: number; address: (page: number) => string },
): { shown: T[]; pager: PagerView | null } {
  const count = Math.max(1, Math.ceil(all.length / size))
  const typed = typeof wanted === 'string' && /^\d{1,4}$/.test(wanted) ? Number(wanted) : 1
  const page = Math.min(Math.max(1, typed), count)
  const shown = all.slice((page - 1) * size, page * size)
  if (count === 1) return { shown, pager: null }
  const previous = page > 1 ? address(page - 1) : null
  const next = page < count ? address(page + 1) : null
  return { shown, pager: { label: words.board.pageOf(page, count), previous, next } }
}

/** An address with the given query; what is empty is left out, so that a plain list has a plain address. */
export function addressWith(path: string, query: Readonly<Record<string, string | null>>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value)
  return search.size > 0 ? `${path}?${search}` : path
}

/** One text of the query, or null: what was sent twice is as if not sent. */
export function queryText(req: Request, name: string): string | null {
  const value = req.query[name]
  return typeof value === 'string' && value !== '' ? value : null
}
