import { expect, test } from 'vitest'
import { saveEntry } from '../../../src/actions/edit-book.ts'
import { keepUpload } from '../../../src/actions/keep-upload.ts'
import { editRoster } from '../../../src/actions/roster/edit-roster.ts'
import { digestOf, proposalOf, type TableRights, takeUpload } from '../../../src/actions/roster/roster-upload.ts'
import type { BookFile } from '../../../src/domain/book/book.ts'
import { day } from '../../../src/domain/instant.ts'
import type { TableSheet } from '../../../src/domain/roster-table/sheet.ts'
import type { TableUpload } from '../../../src/domain/table-upload.ts'
import { officeBook, sheetWith } from '../../documents/office.ts'
import { type Desk, now, openDesk } from '../desk.ts'

const editor = { personId: 'p-zhao', personName: '赵欣怡', from: 'test' }
const head = ['日期', '网站', '带班', '值班', '电话']
const table = (...rows: (string | null)[][]) => [sheetWith([head, ...rows])]

const rightsOn =
  (desk: Desk): TableRights =>
  () => ({
    keeps: () => true,
    people: [...desk.book.current().people.values()].filter(({ disabled }) => !disabled),
    mayAddTo: () => true,
  })

async function brought(desk: Desk, sheets: TableSheet[]): Promise<TableUpload> {
  const file = { subject: 'nd-2026', personId: 'p-zhao', fileName: '表.xlsx', siteId: null, sheets }
  return keepUpload(desk, file, now)
}

function shownOf(desk: Desk, upload: TableUpload): string {
  const proposal = proposalOf(desk, upload, rightsOn(desk))
  if (!proposal) throw new Error('the period is gone')
  return digestOf(proposal)
}

const take = (desk: Desk, upload: TableUpload, answers: Record<string, string> = {}, shown = shownOf(desk, upload)) =>
  takeUpload(desk, editor, { upload, rights: rightsOn(desk), answers: new Map(Object.entries(answers)), shown }, now)

const shiftsOf = (desk: Desk) =>
  (desk.book.current().file.shifts ?? []).map(({ siteId, role, personId, from }) => [
    siteId,
    role,
    personId,
    from.slice(0, 10),
  ])

test('bringing a table changes nothing; confirming it writes people and roster in one edit', async () => {
  const desk = await openDesk(officeBook)
  const before = desk.book.current().file
  const upload = await brought(desk, table(['10月1日', '新港区', '周敏', '吴新来', '13800000077']))
  expect(desk.book.current().file).toBe(before)
  expect(await take(desk, upload)).toEqual({ kind: 'taken', cells: 2, people: 1 })
  const added = desk.book.current().file.people?.find(({ name }) => name === '吴新来')
  expect(added).toMatchObject({ unitId: 'u-xingang', mobile: '+8613800000077' })
  expect(shiftsOf(desk)).toEqual([
    ['s-xingang', 'lead', 'p-zhou', '2026-10-01'],
    ['s-xingang', 'staff', added?.id, '2026-10-01'],
  ])
  const { items } = await desk.log.records.edits.list({ subject: 'nd-2026' }, { limit: 5, cursor: null })
  expect(items.map(({ state }) => state)).toEqual(['imported'])
})

test('what was taken over or replaced keeps none of what it said', async () => {
  const desk = await openDesk(officeBook)
  const first = await brought(desk, table(['10月1日', '新港区', '周敏', '陈海涛', null]))
  const second = await brought(desk, table(['10月2日', '新港区', '周敏', '陈海涛', null]))
  await take(desk, second)
  const stored = await Promise.all([first, second].map(({ id }) => desk.log.records.uploads.find(id)))
  expect(stored.map((one) => [one?.state, one?.rows])).toEqual([
    ['dropped', []],
    ['applied', []],
  ])
})

test('what nobody has confirmed for a week is emptied when the next table comes', async () => {
  const desk = await openDesk(officeBook)
  const forgotten = await brought(desk, table(['10月1日', '新港区', '周敏', '陈海涛', null]))
  const file = { subject: 'nd-2026', personId: 'p-zhou', fileName: '表.xlsx', siteId: null, sheets: [] }
  await keepUpload(desk, file, now + 6 * day)
  expect((await desk.log.records.uploads.find(forgotten.id))?.state).toBe('read')
  await keepUpload(desk, file, now + 8 * day)
  expect(await desk.log.records.uploads.find(forgotten.id)).toMatchObject({ state: 'dropped', rows: [] })
})

test('a roster that changed after it was shown is shown again, and nothing is written, the new people included', async () => {
  const desk = await openDesk(officeBook)
  const upload = await brought(desk, table(['10月1日', '新港区', '周敏', '吴新来', null]))
  const shown = shownOf(desk, upload)
  const other = await brought(desk, table(['10月1日', '新港区', '周敏', '陈海涛', null]))
  await take(desk, other)
  const before = desk.book.current().file
  // The first upload was replaced by the second; it is confirmed from a page that is still open.
  expect(await take(desk, upload, {}, shown)).toEqual({ kind: 'missing' })
  const again = await brought(desk, table(['10月1日', '新港区', '周敏', '吴新来', null]))
  expect(await take(desk, again, {}, shown)).toEqual({ kind: 'changed' })
  expect(desk.book.current().file).toBe(before)
  expect(await take(desk, again)).toMatchObject({ kind: 'taken', cells: 1 })
})

test('of many confirmations at once one has an effect', async () => {
  const desk = await openDesk(officeBook)
  const upload = await brought(desk, table(['10月1日', '新港区', '周敏', '吴新来', null]))
  const shown = shownOf(desk, upload)
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => take(desk, upload, {}, shown)))
  expect(outcomes.filter(({ kind }) => kind === 'taken')).toHaveLength(1)
  expect(desk.book.current().file.people?.filter(({ name }) => name === '吴新来')).toHaveLength(1)
  expect(shiftsOf(desk)).toHaveLength(2)
})

test('two of one name are asked about, and nothing is written until it is answered', async () => {
  const desk = await openDesk(officeBook)
  const upload = await brought(desk, table(['10月1日', '市教育局', '孙立群', '王洁', null]))
  const before = desk.book.current().file
  expect(await take(desk, upload)).toEqual({ kind: 'unanswered' })
  expect(await take(desk, upload, { q0: 'p-zhou' })).toEqual({ kind: 'unanswered' })
  expect(desk.book.current().file).toBe(before)
  expect(await take(desk, upload, { q0: 'p-jie2' })).toEqual({ kind: 'taken', cells: 2, people: 0 })
  expect(shiftsOf(desk).map(([, , personId]) => personId)).toEqual(['p-sun', 'p-jie2'])
})

test('whoever is left out is not added, and their cell stays as it is', async () => {
  const desk = await openDesk(officeBook)
  const upload = await brought(desk, table(['10月1日', '新港区', '周敏', '吴新来', null]))
  expect(await take(desk, upload, { q0: 'skip' })).toEqual({ kind: 'taken', cells: 1, people: 0 })
  expect(desk.book.current().file.people?.some(({ name }) => name === '吴新来')).toBe(false)
  expect(shiftsOf(desk)).toEqual([['s-xingang', 'lead', 'p-zhou', '2026-10-01']])
})

test('a number that somebody else has taken since is a change: neither the person nor the roster is written', async () => {
  const desk = await openDesk(officeBook)
  const upload = await brought(desk, table(['10月1日', '新港区', '周敏', '吴新来', '13800000077']))
  const shown = shownOf(desk, upload)
  await saveEntry(desk, editor, 'people', { id: 'p-rival', name: '吴先到', mobile: '+8613800000077' }, now)
  const before = desk.book.current().file
  expect(await take(desk, upload, {}, shown)).toEqual({ kind: 'changed' })
  expect(desk.book.current().file).toBe(before)
})

test('in a published period an import makes the next version; what is in force stays', async () => {
  const published: BookFile = {
    ...officeBook,
    periods: (officeBook.periods ?? []).map((period) => ({ ...period, state: 'published', version: 1 })),
  }
  const desk = await openDesk(published)
  const upload = await brought(desk, table(['10月1日', '新港区', '周敏', '陈海涛', null]))
  expect(await take(desk, upload)).toMatchObject({ kind: 'taken', cells: 2 })
  expect(desk.book.current().file.shifts ?? []).toEqual([])
  expect(desk.book.current().file.drafts?.[0]?.shifts).toHaveLength(2)
})

test('an edit that adds a person and changes no shift adds nobody', async () => {
  const desk = await openDesk(officeBook)
  const make: Parameters<typeof editRoster>[2]['make'] = ({ shifts, addPerson }) => {
    addPerson({ id: 'p-ghost', name: '无班的人' })
    return shifts
  }
  await editRoster(desk, editor, { periodId: 'nd-2026', what: 'imported', make }, now)
  expect(desk.book.current().people.has('p-ghost')).toBe(false)
})
