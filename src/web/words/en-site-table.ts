import type { siteTable as model } from './zh-hans-site-table.ts'

const s = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`)

/** Sites as lists: an export of the reporting system in, the book's own sites out. */
export const siteTable: typeof model = {
  title: 'Import sites',
  link: 'Import',
  text: 'An export of the national reporting system or a list of your own. Every change is listed first, and nothing is written before you confirm. No site is ever removed.',
  sheet: 'Sites',
  getXlsx: 'All sites as they are (.xlsx)',
  getCsv: 'All sites as they are (.csv)',
  file: 'File',
  fileHint: '.xlsx, .csv or .json, 8 MB at most',
  rules: [
    'A site is known by its code, else by its address. What fits neither is a new site.',
    'An empty cell changes nothing. An address without http:// or https:// is given http://.',
    'Units that do not exist are made when you confirm. Contacts are people who are on file.',
    'A site marked as closed is not added, and not removed either.',
  ],
  refused: {
    too_large: 'The file is larger than 8 MB. Remove pictures and sheets nobody needs',
    too_many_cells: 'Too many rows; nothing was read. 60,000 is the most',
    bad_json: 'This .json holds no list of sites',
  },
  column: {
    siteCode: 'Site code',
    name: 'Name',
    shortName: 'Short name',
    url: 'Address',
    unit: 'Unit',
    group: 'Group',
    contacts: 'Contacts',
    hosting: 'Hosting',
    status: 'Status',
  },
  notRead: 'Not read',
  noHead: (n) => `Column ${n} (no heading)`,
  mapTitle: 'What each column is',
  mapText: 'What is known is chosen. Put right what is not, and look again.',
  mapHead: 'Heading',
  mapExample: 'For example',
  mapMeaning: 'Read as',
  mapDo: 'Look again',
  sentence: (added, changed, refused) => {
    const parts = [
      ...(added > 0 ? [`${s(added, 'new site', 'new sites')}`] : []),
      ...(changed > 0 ? [`${changed} changed`] : []),
      ...(refused > 0 ? [`${s(refused, 'row', 'rows')} refused`] : []),
    ]
    return parts.length > 0 ? parts.join(', ') : 'Nothing to change'
  },
  lede: (file, head, same) =>
    `From ${file}, headings in row ${head}. Nothing is written yet. ${same} more rows say what is there already.`,
  row: (n) => `Row ${n}`,
  and: '; ',
  named: (name) => `"${name}": `,
  rowHead: 'Row',
  reasonHead: 'Why not',
  refusedFile: 'All reasons as a file (.csv)',
  refusedTitle: (n) => `${s(n, 'row', 'rows')} cannot be taken over`,
  refusedText: 'Correct them in the file and send it again; the others can be written now.',
  fault: {
    no_name: 'has no name',
    no_url: 'has no address',
    is_error: 'a cell holds an error',
    long: (column) => `${column} is too long`,
    bad_url: (value) => `"${value}" is no web address`,
    same_code: (value, row) => `the code ${value} is also in row ${row}`,
    same_url: (value, row) => `the address ${value} is also in row ${row}`,
    same_site: (row) => `row ${row} is about the same site`,
    url_of_other: (name, value) => `${value} is the address of another site, "${name}"`,
    two_sites: (names) => `several sites have this address: ${names}; give the code`,
    code_taken: (name, value) => `this address is that of "${name}", whose code is ${value}`,
  },
  newUnits: (n, names) => `${s(n, 'new unit', 'new units')}: ${names}${n > 20 ? ' and more' : ''}`,
  guessed: (n) => `${s(n, 'address', 'addresses')} without a scheme: http:// was put before`,
  padded: (n) => `${s(n, 'code', 'codes')} had lost leading noughts, which were put back`,
  closed: (row, name) => `Row ${row}: "${name}" is closed and not added`,
  closedKnown: (row, name) => `Row ${row} says closed; "${name}" is still watched. To stop, remove it on its page`,
  stranger: (row, names) => `Row ${row}: ${names} is not on file, or there are several; contacts are left alone`,
  changes: 'Changes',
  additions: 'New',
  fieldHead: 'Field',
  nothing: 'empty',
  more: (n) => `${s(n, 'more row', 'more rows')} not listed.`,
  write: (added, changed, units) =>
    `Write ${added} new, ${changed} changed${units > 0 ? `, ${s(units, 'new unit', 'new units')}` : ''}`,
  changed: 'The sites changed meanwhile and nothing was written. Here is the comparison made anew',
  taken: (added, changed, units) =>
    `${s(added, 'site', 'sites')} added, ${changed} changed${units > 0 ? `, ${s(units, 'unit', 'units')} made` : ''}.`,
}
