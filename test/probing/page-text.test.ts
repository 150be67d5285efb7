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

test('a title is found wherever it begins and ends within what is looked through', () => {
  const title = '某市人民政府'
  const ways = ['', '<script>', '<!-- ', '<!-- <title>旧</title> -->', '<script>x="<title>旧</title>"</script>']
  for (let before = 1_980; before <= 2_060; before++) {
    for (const open of ways) {
      const isClosed = open === '' || open.endsWith('>旧</title> -->') || open.endsWith('</script>')
      const page = `${open}${'a'.repeat(before)}<title>${title}</title><p>`
      expect(readPageText(Buffer.from(page), 'text/html; charset=utf-8').title()).toBe(isClosed ? title : null)
    }
  }
})

test('a title that never ends is as long as one gets; one beyond sixteen kilobytes is none', () => {
  const open = Buffer.from(`<title>${'长'.repeat(3_000)}`)
  expect(readPageText(open, 'text/html; charset=utf-8').title()).toMatch(/^长{600,}/)
  const deep = Buffer.from(`${' '.repeat(16 * 1024)}<title>深</title>`)
  expect(readPageText(deep, 'text/html; charset=utf-8').title()).toBeNull()
})

test('pages in one charset after the other are each read in their own', () => {
  for (const charset of ['gbk', 'utf-8', 'martian', 'gbk', 'martian', 'utf-8']) {
    const page = charset === 'gbk' ? toGbk('<title>市政府</title>') : Buffer.from('<title>市政府</title>')
    expect(readPageText(page, `text/html; charset=${charset}`).title()).toBe('市政府')
  }
})
