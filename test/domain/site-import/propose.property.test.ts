import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readList } from '../../../src/documents/read-list.ts'
import { writeSiteText } from '../../../src/documents/site-list.ts'
import { type BookFile, openBook, type Site } from '../../../src/domain/book/book.ts'
import { checkBook } from '../../../src/domain/book/book-check.ts'
import { guessColumns } from '../../../src/domain/site-import/columns.ts'
import { proposeSites } from '../../../src/domain/site-import/propose.ts'
import { withProposal } from '../../../src/domain/site-import/take-over.ts'

const heads = ['网站标识码', '网站名称', '简称', '首页网址', '主办单位', '分组', '联系人', '托管']
const map = guessColumns(heads)
const book: BookFile = {
  schema: 'zhishou.book/1',
  units: [{ id: 'u-1', name: '市水务局' }],
  people: [
    { id: 'p-1', name: '陈海涛', unitId: 'u-1' },
    { id: 'p-2', name: '周敏' },
    { id: 'p-3', name: '周敏', unitId: 'u-1' },
  ],
  sites: [
    { id: 's-1', name: '市水务局', url: 'https://water.example/', siteCode: '3300000001', unitId: 'u-1' },
    { id: 's-2', name: '市林业局', url: 'http://forest.example/new/' },
  ],
}
const pick = (...texts: string[]) => fc.constantFrom('', ...texts)
const row = fc
  .tuple(
    pick('3300000001', '3300000002', ' 3300000003', 'bm01'),
    fc.oneof(pick('市水务局', '新 名称'), fc.string({ maxLength: 130 })),
    pick('水务'),
    fc.oneof(
      pick('water.example', 'http://WATER.example', 'https://forest.example/new', 'new.example', 'a b'),
      fc.webUrl(),
    ),
    pick('市水务局', '市林业局'),
    pick('市直'),
    pick('陈海涛', '周敏', '没有的人、陈海涛'),
    fc.string({ maxLength: 20 }),
  )
  .map((cells) => [...cells])
const cellsOf = (rows: readonly string[][]) => rows.map((cells) => cells.map((text) => (text === '' ? null : { text })))

test('whatever a list says: nothing is removed, the book stays sound, and taken over once it says nothing new', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const table = { rows: cellsOf([heads, ...rows]), head: 0, map }
      const proposal = proposeSites(openBook(book), table)
      let drawn = 0
      const after = withProposal(book, proposal, (prefix) => `${prefix}-new-${drawn++}`)
      expect(checkBook(after)).toMatchObject({ ok: true })
      const ids = (sites: readonly Site[] = []) => sites.map(({ id }) => id)
      expect(ids(after.sites).slice(0, 2)).toEqual(ids(book.sites))
      expect(after.sites).toHaveLength(2 + proposal.added.length)
      // A row that was refused may find its place free once the others are in: that is for the next list.
      const isRefused = new Set(proposal.refused.map(({ row }) => row))
      const taken = table.rows.map((cells, i) => (isRefused.has(i + 1) ? [] : cells))
      const again = proposeSites(openBook(after), { ...table, rows: taken })
      expect([again.added, again.changed, again.newUnits]).toEqual([[], [], []])
      const { added, changed, same, closed, refused } = proposal
      const filled = rows.filter((cells) => cells.some((text) => text.trim() !== '')).length
      expect(added.length + changed.length + same + closed.length + refused.length).toBeLessThanOrEqual(filled)
    }),
  )
})

const exported = fc
  .uniqueArray(fc.webUrl({ size: 'small' }), { maxLength: 6 })
  .chain((urls) =>
    fc.tuple(
      ...urls.map((url, i) =>
        fc
          .record({ name: fc.string({ minLength: 1, maxLength: 40 }), group: fc.string({ maxLength: 10 }) })
          .map(({ name, group }): Site => ({ id: `s-${i}`, name, url, group, siteCode: `code${i}` })),
      ),
    ),
  )

test('an exported list brought back adds and changes nothing, whatever sites are called', async () => {
  await fc.assert(
    fc.asyncProperty(exported, async (sites) => {
      const rows = sites.map(({ siteCode = '', name, url, group = '' }) => [siteCode, name, '', url, '', group, '', ''])
      const reading = await readList(Buffer.from(writeSiteText({ name: 'x', head: heads, rows })))
      if (!reading.ok) throw new Error(reading.why)
      const table = { rows: reading.sheets[0]?.rows ?? [], head: 0, map }
      const { added, changed } = proposeSites(openBook({ ...book, sites }), table)
      expect([added, changed]).toEqual([[], []])
    }),
  )
})
