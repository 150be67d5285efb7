import type { SiteTable } from '../../actions/sites/site-import.ts'
import type { SiteList } from '../../documents/site-list.ts'
import type { Book } from '../../domain/book/book.ts'
import { type ColumnMap, siteColumns } from '../../domain/site-import/columns.ts'
import type { SiteProposal } from '../../domain/site-import/propose.ts'
import type { RowFault } from '../../domain/site-import/site-row.ts'
import type { Choice } from '../desk/form-view.ts'
import { addressWith } from '../desk/register-view.ts'
import type { FieldError } from '../form.ts'
import type { Reader } from '../reader.ts'

export type SitePlan = {
  table: SiteTable
  map: ColumnMap
  proposal: SiteProposal
  digest: string
  errors: readonly FieldError[]
}

/** So many lines of each list stand on the page; a row that is refused is always among them, up to a page's worth. */
const mostRefused = 1000
const mostShown = 200

/** The dry run: what each column means, what cannot be taken over, and every change, row by row. */
export function buildSitePlan(book: Book, reader: Reader, { table, map, proposal, digest, errors }: SitePlan) {
  const { words, format } = reader
  const say = words.siteTable
  const { added, changed, closed, refused, newUnits, same, guessed, padded, strangers } = proposal
  const siteName = (id: string) => book.sites.get(id)?.name ?? id
  const isWritable = added.length + changed.length > 0
  return {
    action: `/sites/import/${table.upload.id}`,
    heading: say.sentence(added.length, changed.length, refused.length),
    lede: say.lede(table.upload.fileName, table.head + 1, format.count(same)),
    digest,
    columns: columnsOf(reader, table, map),
    // Where the name and what tells sites apart are known, nobody need look at the columns first.
    isMapped: map.includes('name') && (map.includes('url') || map.includes('siteCode')),
    refused: refused.slice(0, mostRefused).map(({ row, name, faults }) => ({
      place: say.row(row),
      text: `${name === '' ? '' : say.named(name)}${reasonsOf(reader, faults)}`,
    })),
    refusedHref: refusedAddress(table, map),
    refusedTitle: say.refusedTitle(refused.length),
    moreRefused: more(reader, refused.length, mostRefused),
    notes: [
      ...(newUnits.length > 0 ? [say.newUnits(newUnits.length, words.frame.listOf(newUnits.slice(0, 20)))] : []),
      ...(guessed > 0 ? [say.guessed(guessed)] : []),
      ...(padded > 0 ? [say.padded(padded)] : []),
      ...closed.slice(0, mostShown).map(({ row, siteId }) => {
        return siteId === null ? say.closed(row.row, row.name) : say.closedKnown(row.row, siteName(siteId))
      }),
      ...strangers.slice(0, mostShown).map(({ row, names }) => say.stranger(row, words.frame.listOf(names))),
    ],
    changed: changed.slice(0, mostShown).flatMap(({ row, siteId, changes }) =>
      changes.map(({ field, before, after }) => ({
        place: say.row(row.row),
        site: siteName(siteId),
        field: say.column[field],
        before: before === '' ? say.nothing : before,
        after,
      })),
    ),
    moreChanged: more(reader, changed.length, mostShown),
    added: added.slice(0, mostShown).map(({ row, name, url, unit, siteCode }) => {
      return { place: say.row(row), name, url, unit, siteCode }
    }),
    moreAdded: more(reader, added.length, mostShown),
    write: isWritable ? say.write(added.length, changed.length, newUnits.length) : '',
    errors,
  }
}

/** Every row that is refused, with its reasons: a file to mend the list by. */
export function refusedRows(reader: Reader, { refused }: SiteProposal): SiteList {
  const say = reader.words.siteTable
  return {
    name: say.sheet,
    head: [say.rowHead, say.column.name, say.reasonHead],
    rows: refused.map(({ row, name, faults }) => [String(row), name, reasonsOf(reader, faults)]),
  }
}

function refusedAddress({ upload }: SiteTable, map: ColumnMap): string {
  const columns = Object.fromEntries(map.map((column, i) => [`c${i}`, column]))
  return addressWith(`/sites/import/${upload.id}/refused.csv`, { map: '1', ...columns })
}

function reasonsOf(reader: Reader, faults: readonly RowFault[]): string {
  return faults.map((fault) => faultText(reader, fault)).join(reader.words.siteTable.and)
}

function columnsOf({ words }: Reader, { heads, rows, head }: SiteTable, map: ColumnMap) {
  const say = words.siteTable
  return heads.map((text, i) => {
    const options = [
      { value: '', label: say.notRead },
      ...siteColumns.map((value) => ({ value, label: say.column[value] })),
    ]
    const choices: Choice[] = options.map((one) => ({ ...one, isChosen: one.value === (map[i] ?? '') }))
    const example = rows.slice(head + 1, head + 20).find((row) => row[i] && row[i].text !== '')?.[i]?.text ?? ''
    return { name: `c${i}`, value: map[i] ?? '', head: text === '' ? say.noHead(i + 1) : text, example, choices }
  })
}

function more({ words }: Reader, count: number, most: number): string {
  return count > most ? words.siteTable.more(count - most) : ''
}

function faultText({ words }: Reader, fault: RowFault): string {
  const say = words.siteTable.fault
  switch (fault.kind) {
    case 'long':
      return say.long(words.siteTable.column[fault.column])
    case 'bad_url':
      return say.bad_url(fault.value)
    case 'same_code':
    case 'same_url':
      return say[fault.kind](fault.value, fault.row)
    case 'same_site':
      return say.same_site(fault.row)
    case 'url_of_other':
      return say.url_of_other(fault.name, fault.value)
    case 'two_sites':
      return say.two_sites(words.frame.listOf(fault.names.slice(0, 3)))
    case 'code_taken':
      return say.code_taken(fault.name, fault.value)
    default:
      return say[fault.kind]
  }
}
