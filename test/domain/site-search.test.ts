import { expect, test } from 'vitest'
import { openBook } from '../../src/domain/book/book.ts'
import { searchSites } from '../../src/domain/site-search.ts'
import { town } from '../web/town.ts'

const letters: Record<string, string> = {
  新: 'x',
  港: 'g',
  区: 'q',
  滨: 'b',
  河: 'h',
  市: 's',
  教: 'j',
  育: 'y',
  局: 'j',
}
const search = searchSites(openBook(town), (character) => letters[character] ?? '')
const found = (typed: string) => search.find(typed).map(({ id }) => id)

test.each([
  ['新港', ['s-xingang']],
  ['东川县人民政府办公室', ['s-dongchuan']],
  ['WWW.WANGHAI', ['s-city']],
  ['０００００００００３', ['s-xingang']],
  ['xgq', ['s-xingang']],
  ['jyj', ['s-other-2']],
  ['市 教育', ['s-other-2']],
  ['沙漠', []],
])('%s finds what somebody means by it', (typed, ids) => {
  expect(found(typed)).toEqual(ids)
})

test('nothing typed finds everything, in the order of the book', () => {
  expect(found('  ')).toEqual(town.sites?.map(({ id }) => id))
})

test('a part of two neighbouring fields is no find', () => {
  expect(found('门户网站新港区')).toEqual([])
})
