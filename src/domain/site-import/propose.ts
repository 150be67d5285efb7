import type { Book, Site } from '../book/book.ts'
import { squeezed } from '../roster-table/plain-words.ts'
import type { TableCell } from '../roster-table/sheet.ts'
import { addressKey, saysSame } from './address.ts'
import type { ColumnMap } from './columns.ts'
import { plain, type RowFault, readRow, type SiteRow } from './site-row.ts'

/** The fields of a site that a list may say; a unit by its name, since it may not exist yet. */
export const importedFields = ['siteCode', 'name', 'shortName', 'url', 'unit', 'group', 'contacts', 'hosting'] as const
export type ImportedField = (typeof importedFields)[number]
export type FieldChange = { field: ImportedField; before: string; after: string }

/** What a list would do to the book, row by row. Nothing is ever removed, and an empty cell changes nothing. */
export type SiteProposal = {
  added: SiteRow[]
  changed: { row: SiteRow; siteId: string; changes: FieldChange[] }[]
  /** Rows that say what the book says. */
  same: number
  /** Rows of sites that are closed: not added. `siteId`: it is in the book, and stays. */
  closed: { row: SiteRow; siteId: string | null }[]
  refused: { row: number; name: string; faults: RowFault[] }[]
  newUnits: string[]
  /** Addresses that were given without a scheme; codes that had lost their noughts. */
  guessed: number
  padded: number
  strangers: { row: number; names: string[] }[]
}

export type ListedSites = { rows: readonly (readonly (TableCell | null)[])[]; head: number; map: ColumnMap }

/** Compares a list with the book. Pure: the same list and book always come to the same. */
export function proposeSites(book: Book, table: ListedSites): SiteProposal {
  const steps = proposing(book, table)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const rowsPerStep = 500

/** The same in steps of some milliseconds, for a list of a whole country: between two of them others have their turn. */
export function* proposing(book: Book, table: ListedSites): Generator<void, SiteProposal, void> {
  const known = indexBook(book)
  const active = [...book.people.values()].filter(({ disabled }) => !disabled)
  const reading = { book, map: table.map, peopleByName: Map.groupBy(active, ({ name }) => squeezed(name)) }
  const seen: Seen = { codes: new Map(), keys: new Map(), sites: new Map() }
  const proposal: SiteProposal = {
    ...{ added: [], changed: [], same: 0, closed: [], refused: [], newUnits: [], guessed: 0, padded: 0, strangers: [] },
  }
  const newUnits = new Map<string, string>()
  yield
  for (let i = table.head + 1; i < table.rows.length; i++) {
    if (i % rowsPerStep === 0) yield
    const row = readRow(reading, table.rows[i] ?? [], i + 1)
    if (!row) continue
    const { site, faults } = match(known, row)
    const all = [...row.faults, ...faults, ...repeated(seen, row, site), ...(site ? [] : lacking(row))]
    if (all.length > 0) proposal.refused.push({ row: row.row, name: row.name, faults: all })
    else put(proposal, newUnits, { book, known, row, site })
  }
  proposal.newUnits = [...newUnits.values()]
  return proposal
}

type Known = {
  byCode: ReadonlyMap<string, Site>
  byKey: ReadonlyMap<string, readonly Site[]>
  unitNames: ReadonlyMap<string, string>
}

function indexBook(book: Book): Known {
  const sites = [...book.sites.values()]
  return {
    byCode: new Map(sites.flatMap((site) => (site.siteCode ? [[site.siteCode, site] as const] : []))),
    byKey: Map.groupBy(sites, ({ url }) => addressKey(url) ?? ''),
    unitNames: new Map([...book.units.values()].map(({ name }) => [squeezed(name), name])),
  }
}

/** Which site of the book the row is about: by its code, else by its address. */
function match(known: Known, { siteCode, key, url }: SiteRow): { site: Site | null; faults: RowFault[] } {
  const byCode = siteCode === '' ? undefined : known.byCode.get(siteCode)
  const byKey = key === '' ? [] : (known.byKey.get(key) ?? [])
  if (byCode) {
    const other = byKey.some(({ id }) => id === byCode.id) ? undefined : byKey[0]
    return { site: byCode, faults: other ? [{ kind: 'url_of_other', name: other.name, value: url }] : [] }
  }
  const [only, ...others] = byKey
  if (!only) return { site: null, faults: [] }
  if (others.length > 0) return { site: null, faults: [{ kind: 'two_sites', names: byKey.map(({ name }) => name) }] }
  // The same address under another code is another site, or a wrong code: nobody can tell but the office.
  if (siteCode !== '' && only.siteCode && only.siteCode !== siteCode) {
    return { site: null, faults: [{ kind: 'code_taken', name: only.name, value: only.siteCode }] }
  }
  return { site: only, faults: [] }
}

/** The row in which each was met first. */
type Seen = Record<'codes' | 'keys' | 'sites', Map<string, number>>

/** The first row with a code or an address has it, and so has the first one that means a site. */
function repeated(seen: Seen, row: SiteRow, site: Site | null): RowFault[] {
  const faults: RowFault[] = []
  const ofCode = row.siteCode === '' ? undefined : seen.codes.get(row.siteCode)
  const ofKey = row.key === '' ? undefined : seen.keys.get(row.key)
  if (ofCode !== undefined) faults.push({ kind: 'same_code', row: ofCode, value: row.siteCode })
  else if (row.siteCode !== '') seen.codes.set(row.siteCode, row.row)
  if (ofKey !== undefined) faults.push({ kind: 'same_url', row: ofKey, value: row.url })
  else if (row.key !== '') seen.keys.set(row.key, row.row)
  const ofSite = site ? seen.sites.get(site.id) : undefined
  if (ofSite !== undefined && faults.length === 0) faults.push({ kind: 'same_site', row: ofSite })
  else if (site && ofSite === undefined) seen.sites.set(site.id, row.row)
  return faults
}

function lacking({ name, url, isClosed }: SiteRow): RowFault[] {
  if (isClosed) return []
  return [...(name === '' ? [{ kind: 'no_name' } as const] : []), ...(url === '' ? [{ kind: 'no_url' } as const] : [])]
}

type Put = { book: Book; known: Known; row: SiteRow; site: Site | null }

function put(proposal: SiteProposal, newUnits: Map<string, string>, { book, known, row, site }: Put): void {
  if (row.isClosed) return void proposal.closed.push({ row, siteId: site?.id ?? null })
  if (row.strangers.length > 0) proposal.strangers.push({ row: row.row, names: row.strangers })
  const changes = site ? changesOf(book, site, row) : null
  if (changes?.length === 0) {
    proposal.same++
    return
  }
  if (row.unit !== '' && !known.unitNames.has(squeezed(row.unit))) newUnits.set(squeezed(row.unit), row.unit)
  if (row.isPadded) proposal.padded++
  if (row.isGuessed && (!site || changes?.some(({ field }) => field === 'url'))) proposal.guessed++
  if (site && changes) proposal.changed.push({ row, siteId: site.id, changes })
  else proposal.added.push(row)
}

function changesOf(book: Book, site: Site, row: SiteRow): FieldChange[] {
  const changes: FieldChange[] = []
  const compare = (field: ImportedField, before: string, after: string) => {
    if (after !== '' && after !== plain(before)) changes.push({ field, before, after })
  }
  compare('siteCode', site.siteCode ?? '', row.siteCode)
  compare('name', site.name, row.name)
  compare('shortName', site.shortName ?? '', row.shortName)
  if (!saysSame(row, site.url)) compare('url', site.url, row.url)
  const unit = (site.unitId && book.units.get(site.unitId)?.name) || ''
  if (squeezed(unit) !== squeezed(row.unit)) compare('unit', unit, row.unit)
  compare('group', site.group ?? '', row.group)
  compare('hosting', site.hosting ?? '', row.hosting)
  if (row.contactPersonIds !== null) {
    const names = (ids: readonly string[]) => ids.map((id) => book.people.get(id)?.name ?? id).join('、')
    const old = site.contactPersonIds ?? []
    if ([...old].sort().join() !== [...row.contactPersonIds].sort().join())
      changes.push({ field: 'contacts', before: names(old), after: names(row.contactPersonIds) })
  }
  return changes
}
