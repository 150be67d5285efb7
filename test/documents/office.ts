import { readFileSync } from 'node:fs'
import { readWorkbook } from '../../src/documents/read-workbook.ts'
import { type BookFile, openBook } from '../../src/domain/book/book.ts'
import { shiftsOfPeriod } from '../../src/domain/roster/placed.ts'
import type { TableContext } from '../../src/domain/roster-table/context.ts'
import { type Proposal, propose } from '../../src/domain/roster-table/propose.ts'
import type { TableSheet } from '../../src/domain/roster-table/sheet.ts'
import { town } from '../web/town.ts'

/** The town with the people whom the tables name: two 王洁, a colleague, an education and a finance office. */
export const officeBook: BookFile = {
  ...town,
  units: [...(town.units ?? []), { id: 'u-edu', name: '市教育局' }, { id: 'u-fin', name: '市财政局' }],
  people: [
    ...(town.people ?? []),
    { id: 'p-li', name: '李明', unitId: 'u-xingang', mobile: '+8613800000011' },
    { id: 'p-jie', name: '王洁', unitId: 'u-edu', mobile: '+8613800000012' },
    { id: 'p-jie2', name: '王洁', unitId: 'u-fin', mobile: '+8613800000013' },
    { id: 'p-sun', name: '孙立群', unitId: 'u-edu', mobile: '+8613800000014' },
  ],
  sites: (town.sites ?? []).map((site) => (site.name === '市教育局' ? { ...site, unitId: 'u-edu' } : site)),
  periods: [{ id: 'nd-2026', name: '国庆节', from: '2026-10-01', to: '2026-10-07', state: 'draft' }],
  shifts: [],
}

export type ReadAs = Partial<Pick<TableContext, 'keeps' | 'people' | 'mayAddTo' | 'siteId'>>

/** A table of the office, read for its period. */
export function contextOf(file: BookFile, as: ReadAs = {}): TableContext {
  const book = openBook(file)
  const period = book.periods.get('nd-2026')
  if (!period) throw new Error('the book has no such period')
  const people = [...book.people.values()].filter(({ disabled }) => !disabled)
  return { book, period, people, keeps: () => true, mayAddTo: () => true, siteId: null, ...as }
}

export function proposed(sheets: readonly TableSheet[], file: BookFile = officeBook, as: ReadAs = {}): Proposal {
  const context = contextOf(file, as)
  return propose(context, sheets, [...shiftsOfPeriod(context.book, 'nd-2026').values()].flat())
}

/** The sheets of one of the tables in this folder, read as an upload is. */
export async function sheetsOf(name: string): Promise<TableSheet[]> {
  const reading = await readWorkbook(readFileSync(new URL(`./tables/${name}.xlsx`, import.meta.url)))
  if (!reading.ok) throw new Error(`${name} was refused: ${reading.why}`)
  return reading.sheets
}

/** A proposal as lines: site, role, day and hour, who. Names stand for people, `?` before one that is asked about. */
export function linesOf({ changes, questions }: Proposal, file: BookFile = officeBook): string[] {
  const book = openBook(file)
  return changes.map(({ cell, after }) => {
    const names = after.map(({ who }) =>
      'personId' in who
        ? (book.people.get(who.personId)?.name ?? '')
        : `?${questions.find(({ key }) => key === who.question)?.name}`,
    )
    const site = book.sites.get(cell.siteId)
    return `${site?.shortName ?? site?.name} ${cell.role} ${cell.slot.date} ${names.join('、')}`
  })
}

/** A sheet of plain texts, for what needs no file. */
export function sheetWith(
  rows: readonly (readonly (string | number | null)[])[],
  more: Partial<TableSheet> = {},
): TableSheet {
  return {
    ...{ name: '表', merges: [], is1904: false },
    rows: rows.map((row) =>
      row.map((value) => {
        if (value === null) return null
        return typeof value === 'number' ? { text: String(value), number: value } : { text: value }
      }),
    ),
    ...more,
  }
}
