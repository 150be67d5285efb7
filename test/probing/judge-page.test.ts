import fc from 'fast-check'
import { expect, test } from 'vitest'
import errorPages from '../../data/reference/error-pages.json' with { type: 'json' }
import { bodyBytes } from '../../src/probing/body.ts'
import { judgeContent, keptBytes } from '../../src/probing/judge-page.ts'
import { readPageText } from '../../src/probing/page-text.ts'
import { watch } from '../../src/web/words/zh-hans-watch.ts'
import { corpus, expectationOf } from './corpus/pages.ts'
import { anyPage, at, localProbe, never, startRaw, targetOf } from './room.ts'

test.each(corpus)('$name: $code', (page) => {
  expect(
    judgeContent({ body: page.body, contentType: page.type, status: 200 }, expectationOf(page))?.code ?? null,
  ).toBe(page.code)
})

test('the corpus is judged the same over a connection', async () => {
  let page = corpus[0]
  const raw = await startRaw((socket) =>
    socket.once('data', () => {
      const type = page?.type === undefined ? '' : `Content-Type: ${page.type}\r\n`
      socket.write(`HTTP/1.1 200 OK\r\n${type}Content-Length: ${page?.body.length}\r\n\r\n`)
      socket.end(page?.body ?? Buffer.alloc(0))
    }),
  )
  for (page of corpus) {
    const target = targetOf(`http://127.0.0.1:${raw.port}/`, { expect: expectationOf(page) })
    const { ok, failure } = await localProbe()(target, at, never)
    expect([page.name, ok, failure?.code ?? null]).toEqual([page.name, page.code === null, page.code])
  }
  raw.close()
})

test('where an error status is expected, an error page is too', () => {
  const page = { body: Buffer.from('<title>404 Not Found</title>'), contentType: 'text/html' }
  expect(judgeContent({ ...page, status: 404 }, anyPage)).toBeNull()
  expect(judgeContent({ ...page, status: 200 }, anyPage)?.code).toBe('ERROR_PAGE')
})

test('each fault of a page has a sentence of its own', () => {
  const codes = ['ERROR_PAGE', 'PAGE_TOO_SMALL', 'TITLE_MISSING', 'WORDS_MISSING', 'WORDS_FORBIDDEN']
  const sentences = codes.map((code) => watch.failure({ kind: 'words', phase: 'words', code }))
  expect(new Set(sentences).size).toBe(codes.length)
})

test('a page of which nothing is expected is kept only so far as its title', () => {
  expect(keptBytes(anyPage, bodyBytes)).toBeLessThan(bodyBytes / 8)
  expect(keptBytes({ ...anyPage, title: '市' }, bodyBytes)).toBeLessThan(bodyBytes / 8)
  expect(keptBytes({ ...anyPage, minBytes: 1 }, bodyBytes)).toBe(bodyBytes)
})

test('the words of error pages are written as they are compared', () => {
  for (const words of [...errorPages.titles, ...errorPages.words]) {
    expect(words).toBe(words.toLowerCase().trim())
    expect(words.length).toBeGreaterThanOrEqual(3)
  }
})

test('whatever bytes a page is made of, it is judged', () => {
  const parts = fc.constantFrom(
    '<title>',
    '</title',
    '<TITLE',
    '>',
    '&#99999999;',
    '&#x110000;',
    '&amp',
    'charset=utf-16',
    '\ufeff',
  )
  const bytes = fc.array(
    fc.oneof(
      parts.map((part) => Buffer.from(part)),
      fc.uint8Array({ maxLength: 40 }),
    ),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(bytes, fc.string(), (all, type) => {
      const body = Buffer.concat(all)
      judgeContent(
        { body, contentType: type, status: 200 },
        { ...anyPage, title: '市', forbidden: ['x'], refusesErrorPages: true },
      )
      const title = readPageText(body, undefined).title()
      expect(title === null || title === title.trim()).toBe(true)
    }),
    { numRuns: 500 },
  )
})
