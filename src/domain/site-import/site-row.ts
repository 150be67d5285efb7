import type { Book, Person } from '../book/book.ts'
import { isNothing, squeezed } from '../roster-table/plain-words.ts'
import type { TableCell } from '../roster-table/sheet.ts'
import { addressKey, fullAddress, isSiteAddress } from './address.ts'
import type { ColumnMap, SiteColumn } from './columns.ts'

/** One row as it was understood; an empty field says nothing. */
export type SiteRow = {
  /** As the office's program numbers it, from 1. */
  row: number
  siteCode: string
  name: string
  shortName: string
  url: string
  /** Of the address, for comparing; empty where there is none. */
  key: string
  unit: string
  group: string
  hosting: string
  /** Null: none given, or one of them is nobody of the book (`strangers`). */
  contactPersonIds: string[] | null
  strangers: string[]
  isClosed: boolean
  isGuessed: boolean
  isPadded: boolean
  faults: RowFault[]
}

export type RowFault =
  | { kind: 'no_name' | 'no_url' | 'is_error' }
  | { kind: 'long'; column: SiteColumn }
  | { kind: 'bad_url'; value: string }
  | { kind: 'same_code' | 'same_url'; row: number; value: string }
  | { kind: 'same_site'; row: number }
  | { kind: 'url_of_other'; name: string; value: string }
  | { kind: 'two_sites'; names: string[] }
  | { kind: 'code_taken'; name: string; value: string }

const longestText = 120
const longestHosting = 500
const codeDigits = 10

type Reading = { book: Book; map: ColumnMap; peopleByName: ReadonlyMap<string, readonly Person[]> }

/** Reads one row; null where nothing stands in the columns that are read. */
export function readRow(
  { book, map, peopleByName }: Reading,
  cells: readonly (TableCell | null)[],
  row: number,
): SiteRow | null {
  const texts = new Map<SiteColumn, string>()
  let isError = false
  let number: number | undefined
  for (const [i, column] of map.entries()) {
    const cell = cells[i]
    if (column === null || !cell) continue
    isError ||= cell.isError === true
    if (column === 'siteCode') number = cell.number
    texts.set(column, plain(cell.text))
  }
  const text = (column: SiteColumn) => texts.get(column) ?? ''
  if ([...texts.values()].every((one) => one === '')) return null
  const { url, isGuessed } = fullAddress(text('url'))
  const { code, isPadded } = codeOf(text('siteCode'), number)
  const contacts = contactsOf(book, peopleByName, text('contacts'), text('unit'))
  const read: SiteRow = {
    ...{ row, siteCode: code, name: text('name'), shortName: text('shortName'), url, unit: text('unit') },
    ...{ group: text('group'), hosting: text('hosting'), isGuessed, isPadded, ...contacts },
    key: url === '' ? '' : (addressKey(url) ?? ''),
    isClosed: /关停|關停|关闭|關閉|注销|註銷|下线|下線|停用|closed/i.test(text('status')),
    faults: isError ? [{ kind: 'is_error' }] : [],
  }
  read.faults.push(...faultsOf(read))
  return read
}

/** What is wrong with a row by itself. Whether it lacks something depends on whether the book has the site. */
function faultsOf({ url, name, shortName, siteCode, unit, group, hosting }: SiteRow): RowFault[] {
  const faults: RowFault[] = []
  const texts = [
    ['name', name],
    ['shortName', shortName],
    ['siteCode', siteCode],
    ['unit', unit],
    ['group', group],
  ] as const
  for (const [column, text] of texts) if (text.length > longestText) faults.push({ kind: 'long', column })
  if (hosting.length > longestHosting) faults.push({ kind: 'long', column: 'hosting' })
  if (url !== '' && !isSiteAddress(url)) faults.push({ kind: 'bad_url', value: url.slice(0, longestText) })
  return faults
}

/**
 * A text as it is compared: one space between words, a sign that means nothing taken as nothing. An apostrophe before a
 * sign is how an exported text is kept from being worked out.
 */
export function plain(text: string): string {
  const one = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^'(?=[=+\-@＝＋－＠])/u, '')
  return isNothing(one) ? '' : one
}

/** A code that a spreadsheet took for a figure has lost its leading noughts. */
function codeOf(text: string, number: number | undefined): { code: string; isPadded: boolean } {
  const code = text.normalize('NFKC').replace(/\s+/g, '')
  if (number === undefined || !/^\d+$/.test(code) || code.length >= codeDigits) return { code, isPadded: false }
  return { code: code.padStart(codeDigits, '0'), isPadded: true }
}

function contactsOf(
  book: Book,
  peopleByName: Reading['peopleByName'],
  text: string,
  unit: string,
): Pick<SiteRow, 'contactPersonIds' | 'strangers'> {
  const names = text.split(/[、,，;；/\s]+/).filter(Boolean)
  if (names.length === 0) return { contactPersonIds: null, strangers: [] }
  const ids: string[] = []
  const strangers: string[] = []
  for (const name of names) {
    const all = peopleByName.get(squeezed(name)) ?? []
    const own = all.filter(({ unitId }) => unitId !== undefined && book.units.get(unitId)?.name === unit)
    const [only, ...others] = own.length > 0 ? own : all
    if (only && others.length === 0) ids.push(only.id)
    else strangers.push(name)
  }
  return { contactPersonIds: strangers.length > 0 ? null : ids, strangers }
}
