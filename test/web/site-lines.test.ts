import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSiteLines } from '../../src/web/door/site-lines.ts'

const none = new Set<string>()

test('a line is a name, an address and a unit, with spaces, tabs or commas between them', () => {
  const lines = readSiteLines(
    '市门户 http://a.example 市府办\n教育局\thttps://b.example/x\n局 ， http://c.example，单位',
    none,
  )
  expect(lines.map(({ name, url, unit }) => [name, url, unit])).toEqual([
    ['市门户', 'http://a.example/', '市府办'],
    ['教育局', 'https://b.example/x', ''],
    ['局', 'http://c.example/', '单位'],
  ])
})

test('every bad line says what is wrong with it, by its own number', () => {
  const text =
    '好的 http://a.example\n\n没有网址\nhttp://b.example\n坏的 http://\n又是 http://a.example/\n有了 http://known.example'
  const lines = readSiteLines(text, new Set(['http://known.example/']))
  expect(lines.map(({ n, problem }) => [n, problem])).toEqual([
    [1, null],
    [3, 'no_url'],
    [4, 'no_name'],
    [5, 'bad_url'],
    [6, 'twice'],
    [7, 'known'],
  ])
})

test('any text at all is read, and no address is understood twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const urls = readSiteLines(`${text}\n${text}`, none).flatMap(({ url, problem }) => (problem ? [] : [url]))
      expect(new Set(urls).size).toBe(urls.length)
    }),
  )
})
