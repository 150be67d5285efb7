import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findingsOf, seenTwice } from '../../../src/domain/content/findings.ts'
import type { PageFeatures } from '../../../src/domain/content/page-features.ts'

const menus = [
  '首页',
  '政务公开',
  '办事服务',
  '互动交流',
  '走进望海',
  '通知公告',
  '政策文件',
  '新闻动态',
  '领导之窗',
  '机构职能',
]
const asItShould: PageFeatures = {
  title: '望海市人民政府',
  textLength: 4_000,
  landmarks: menus,
  linked: ['www.gov.cn', 'www.lnzw.example'],
  hidden: [],
  embedded: ['bszs.conac.cn'],
  words: [],
}
const trust = { linked: ['gov.cn', 'news.cn'], embedded: ['conac.cn'] }
const changed = (change: Partial<PageFeatures>) => findingsOf({ ...asItShould, ...change }, asItShould, trust)

test('a page as it was, and one whose news changed, has nothing odd about it', () => {
  expect(changed({})).toEqual([])
  expect(changed({ textLength: 5_200, linked: ['www.gov.cn', 'www.news.cn', 'jyj.wanghai.gov.cn'] })).toEqual([])
})

test.each([
  { change: { words: ['博彩'] }, finding: { kind: 'words', values: ['博彩'] } },
  { change: { hidden: ['bet.example'] }, finding: { kind: 'hidden', values: ['bet.example'] } },
  { change: { embedded: ['evil.example'] }, finding: { kind: 'embedded', values: ['evil.example'] } },
  { change: { title: 'Hacked by X' }, finding: { kind: 'title', values: ['Hacked by X'] } },
  { change: { title: '' }, finding: { kind: 'title', values: [''] } },
  { change: { textLength: 40, landmarks: [] }, finding: { kind: 'text_gone', values: ['40'] } },
  { change: { landmarks: ['首页', '联系我们'] }, finding: { kind: 'text_gone', values: ['4000'] } },
  { change: { linked: ['www.gov.cn', 'shop.example'] }, finding: { kind: 'linked', values: ['shop.example'] } },
] as const)('$finding.kind: $finding.values is for a human to judge', ({ change, finding }) => {
  expect(changed(change as Partial<PageFeatures>)).toEqual([finding]) // the table is read-only, a page is not
})

test('without a baseline only what is odd by itself counts', () => {
  const strange = { ...asItShould, title: '别的', linked: ['shop.example'], hidden: ['bet.example'], words: ['百家乐'] }
  expect(findingsOf(strange, null, trust).map(({ kind }) => kind)).toEqual(['words', 'hidden'])
})

test('a trusted name does not lend its trust to one that only ends like it', () => {
  expect(changed({ hidden: ['www.gov.cn'] })).toEqual([])
  expect(changed({ hidden: ['fakegov.cn'] })).toEqual([{ kind: 'hidden', values: ['fakegov.cn'] }])
})

test('what only one of two looks saw is not told', () => {
  const first = changed({ words: ['博彩', '百家乐'], title: '另一个' })
  expect(seenTwice(first, changed({ words: ['博彩'] }))).toEqual([{ kind: 'words', values: ['博彩'] }])
  expect(seenTwice(first, [])).toEqual([])
})

test('a page is never odd in comparison with itself', () => {
  const host = fc.constantFrom('a.example', 'b.example', 'c.gov.cn')
  const hosts = fc.uniqueArray(host)
  const pages = fc.record({
    title: fc.string(),
    textLength: fc.nat(10_000),
    landmarks: fc.uniqueArray(fc.constantFrom(...menus)),
    ...{ linked: hosts, hidden: hosts, embedded: hosts, words: fc.uniqueArray(fc.constantFrom('博彩', '百家乐')) },
  })
  fc.assert(
    fc.property(pages, (page) => {
      expect(findingsOf(page, page, trust)).toEqual([])
    }),
  )
})
