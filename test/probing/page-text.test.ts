import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPageText } from '../../src/probing/page-text.ts'
import { sitePage, toGbk } from '../fakes/site-page.ts'

const hasWords = (body: Buffer, contentType: string | undefined, words: string) =>
  readPageText(body, contentType).includes(words)

test('the header names the charset', () => {
  expect(hasWords(toGbk('值班电话'), 'text/html; charset=GBK', '值班电话')).toBe(true)
  expect(hasWords(toGbk('值班电话'), 'text/html;charset="gb18030"', '值班电话')).toBe(true)
})

test('without a header the page names its own, in either form of the tag', () => {
  expect(hasWords(toGbk('<meta charset=gb2312><h1>市政府</h1>'), 'text/html', '市政府')).toBe(true)
  const old = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; CHARSET=gb2312"><h1>市政府</h1>'
  expect(hasWords(toGbk(old), undefined, '市政府')).toBe(true)
})

test('the header wins over the page', () => {
  expect(hasWords(Buffer.from('<meta charset="gbk">市政府'), 'text/html; charset=utf-8', '市政府')).toBe(true)
})

test('without any word, or with an unknown one, it is UTF-8', () => {
  expect(hasWords(Buffer.from('市政府'), undefined, '市政府')).toBe(true)
  expect(hasWords(Buffer.from('市政府'), 'text/html; charset=martian', '市政府')).toBe(true)
  expect(hasWords(Buffer.from('市政府'), 'text/html; charset=', '市政府')).toBe(true)
})

test('a word about the charset deep in the page is not believed', () => {
  expect(hasWords(Buffer.from(`${' '.repeat(1100)}<meta charset="gbk">市政府`), undefined, '市政府')).toBe(true)
})

test('a government page in GBK reads as it was written', () => {
  const page = sitePage('某市人民政府门户网站', 'gb2312')
  expect(hasWords(toGbk(page), 'text/html', page)).toBe(true)
})

test('any bytes under any header are searched without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), (bytes, word) => {
      expect(hasWords(Buffer.from(bytes), `text/html; charset=${word}`, '没有的词')).toBe(false)
    }),
  )
})

test('words that are not there are not found, in either charset', () => {
  expect(hasWords(Buffer.from('市政府'), 'text/html; charset=utf-8', '省政府')).toBe(false)
  expect(hasWords(toGbk('市政府'), 'text/html; charset=gbk', '省政府')).toBe(false)
  expect(hasWords(toGbk('市政府'), 'text/html; charset=utf-8', '市政府')).toBe(false)
})
