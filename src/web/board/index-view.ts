import type { Book, Site } from '../../domain/book/book.ts'
import { type PagerView, pageOf } from '../desk/register-view.ts'
import type { Reader } from '../reader.ts'
import { type BoardChoice, boardAddress } from './choice.ts'
import { type Census, censusOf, type Mark, marks } from './marks.ts'

/** Sites counted by their unit or group: where among hundreds something is wrong. */
export type IndexView = {
  of: string
  columns: { mark: Mark; word: string }[]
  rows: { key: string; name: string; href: string; total: string; counts: { mark: Mark; text: string }[] }[]
  pager: PagerView | null
}

const rowsPerPage = 100

/** Units, or groups, in the order of the book; a row leads to its sites. */
export function indexOf(
  book: Book,
  reader: Reader,
  choice: BoardChoice & { by: 'unit' | 'group' },
  seen: { sites: readonly Site[]; markOfSite(siteId: string): Mark },
): IndexView {
  const { words, format } = reader
  const { by, page } = choice
  const gathered = Map.groupBy(seen.sites, (site) => (by === 'unit' ? site.unitId : site.group) ?? '')
  const address = (n: number) => boardAddress(choice, { page: n })
  const { shown, pager } = pageOf(reader, [...gathered], String(page), { size: rowsPerPage, address })
  return {
    of: by === 'unit' ? words.board.ofUnit : words.board.ofGroup,
    columns: marks.map((mark) => ({ mark, word: words.watch.mark[mark] })),
    rows: shown.map(([key, sites]) => ({
      key: key || '-',
      name: nameOf(book, words.board.withoutUnit, { key, by }),
      href: key ? boardAddress(choice, { [by]: key, by: null }) : '',
      total: format.count(sites.length),
      counts: countsOf(reader, censusOf(sites.map(({ id }) => seen.markOfSite(id)))),
    })),
    pager,
  }
}

function nameOf(book: Book, none: string, { key, by }: { key: string; by: 'unit' | 'group' }): string {
  if (key === '') return none
  return by === 'unit' ? (book.units.get(key)?.name ?? key) : key
}

/** Nothing stands for a count of none: what is left to see is what there is. */
function countsOf({ format }: Reader, census: Census): { mark: Mark; text: string }[] {
  return marks.map((mark) => ({ mark, text: census[mark] > 0 ? format.count(census[mark]) : '' }))
}
