import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { BookFileAdapter, FaultyBook, UnreadableBook } from '../../src/storage/book/book-file.ts'
import { bookWith } from '../domain/roster.ts'
import { folder } from './logs.ts'

const small: BookFile = { schema: 'zhishou.book/1', units: [{ id: 'u-1', name: '甲' }] }
const text = `${JSON.stringify(small, null, 1)}\n`

let dir = ''
let heard: string[] = []
const path = (name = 'book.json') => join(dir, name)
const read = (name?: string) => readFileSync(path(name), 'utf8')

function adapter(): BookFileAdapter {
  let n = 0
  return new BookFileAdapter(dir, {
    quarantine: (damaged, copy) =>
      heard.push(`quarantine ${damaged.slice(dir.length + 1)} ${copy.slice(dir.length + 1)}`),
    copyFailed: () => heard.push('copy failed'),
    stamp: () => `stamp-${n++}`,
  })
}

beforeEach(() => {
  dir = folder()
  heard = []
})

describe('writing', () => {
  test('leaves the book, an equal copy, and nothing else, readable by their owner only', async () => {
    await adapter().write(small)
    expect([read(), read('book.last-good.json')]).toEqual([text, text])
    expect(readdirSync(dir).toSorted()).toEqual(['book.json', 'book.last-good.json'])
    expect(statSync(path()).mode & 0o777).toBe(0o600)
  })

  test('is whole at every instant: a reader beside it sees the old book or the new one', async () => {
    const big = bookWith({ units: Array.from({ length: 2000 }, (_, i) => ({ id: `u-${i}`, name: '某局'.repeat(20) })) })
    const books = adapter()
    await books.write(small)
    const sizes = new Set<number>()
    let isWriting = true
    const writing = (async () => {
      for (let i = 0; i < 6; i++) await books.write(i % 2 ? small : big)
      isWriting = false
    })()
    while (isWriting) {
      sizes.add((JSON.parse(read()) as BookFile).units?.length ?? 0)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await writing
    expect([...sizes].every((size) => size === 1 || size === 2000)).toBe(true)
  })

  test('that fails leaves the old book where it was', async () => {
    const books = adapter()
    await books.write(small)
    mkdirSync(path(`book.json.${process.pid}.tmp`)) // the place beside it is taken: nothing can be written there
    await expect(books.write({ ...small, units: [] })).rejects.toThrow()
    expect(read()).toBe(text)
  })

  test('is true although the copy cannot be renewed, and that is reported', async () => {
    mkdirSync(path('book.last-good.json'))
    await adapter().write(small)
    expect([heard, read()]).toEqual([['copy failed'], text])
  })
})

describe('reading', () => {
  test('no file and no copy is no book yet', async () => {
    expect(await adapter().read()).toBe(null)
    expect(readdirSync(dir)).toEqual([])
  })

  test('a byte-order mark does not matter', async () => {
    writeFileSync(path(), `\uFEFF${text}`)
    expect(await adapter().read()).toEqual(small)
  })

  test('a book cut short at any length is set aside and the last good copy used, loudly', async () => {
    const books = adapter()
    await books.write(small)
    for (let length = 0; length < text.length - 1; length++) {
      writeFileSync(path(), text.slice(0, length))
      heard = []
      expect(await books.read()).toEqual(small)
      const [damaged = ''] = readdirSync(dir).filter((name) => name.includes('damaged'))
      expect(heard).toEqual([`quarantine ${damaged} book.last-good.json`])
      expect([read(damaged), read()]).toEqual([text.slice(0, length), text])
      rmSync(path(damaged))
    }
  })

  test('a book that is gone while its copy is there is not an empty book', async () => {
    await adapter().write(small)
    rmSync(path())
    expect(await adapter().read()).toEqual(small)
    expect([heard.length, read()]).toEqual([1, text])
  })

  test('a damaged book without a good copy is refused, and nothing is touched', async () => {
    writeFileSync(path(), '')
    await expect(adapter().read()).rejects.toThrow(UnreadableBook)
    writeFileSync(path('book.last-good.json'), '{"schema"')
    await expect(adapter().read()).rejects.toThrow(UnreadableBook)
    expect([read(), read('book.last-good.json'), heard]).toEqual(['', '{"schema"', []])
  })

  test.each([
    ['{}', 'schema'],
    ['null', ''],
    ['[]', ''],
    ['{"schema":"zhishou.book/2"}', 'schema'],
    ['{"schema":"zhishou.book/1","units":[{"id":"A"}]}', 'units[0].id'],
  ])(
    '%s is refused with its problems although a good copy is there, and the file stays as it is',
    async (raw, first) => {
      await adapter().write(small)
      writeFileSync(path(), raw)
      const refused = await adapter()
        .read()
        .catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(FaultyBook)
      expect(refused instanceof FaultyBook && refused.problems[0]?.path).toBe(first)
      expect([read(), heard]).toEqual([raw, []])
    },
  )

  test('a book that is there and cannot be read is never an empty book', async () => {
    symlinkSync('book.json', path()) // a loop: reading fails with ELOOP, for the administrator as well
    await expect(adapter().read()).rejects.toThrow(UnreadableBook)
    rmSync(path())
    mkdirSync(path())
    await expect(adapter().read()).rejects.toThrow(UnreadableBook)
  })

  test('a copy that cannot be read is not a missing copy', async () => {
    mkdirSync(path('book.last-good.json'))
    await expect(adapter().read()).rejects.toThrow(UnreadableBook)
  })
})
