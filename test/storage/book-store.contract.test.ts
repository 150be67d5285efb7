import { describe, expect, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { withEntry } from '../../src/domain/book/book-change.ts'
import { BookFileAdapter } from '../../src/storage/book/book-file.ts'
import { openBookStore } from '../../src/storage/book/book-store.ts'
import { openMemoryBook } from '../../src/storage/book/memory-book.ts'
import type { BookStore } from '../../src/storage/ports.ts'
import { contractBook } from '../domain/roster.ts'
import { folder } from './logs.ts'

const silent = { quarantine: () => undefined, copyFailed: () => undefined, stamp: () => 'stamp' }
const unit = (id: string) => (file: BookFile) => withEntry(file, 'units', { id, name: id })

async function inFile(): Promise<BookStore> {
  const adapter = new BookFileAdapter(folder(), silent)
  await adapter.write(contractBook as unknown as BookFile)
  return openBookStore(adapter)
}

describe.each([
  ['in a file', inFile],
  ['in memory', () => openMemoryBook(contractBook as unknown as BookFile)],
])('the book, %s', (_name, open) => {
  test('a change is shown to readers and answers the book before and after', async () => {
    const store = await open()
    const before = store.current()
    const changed = await store.change(unit('u-new'))
    expect(changed).toMatchObject({ ok: true, before: before.file })
    expect([before.units.has('u-new'), store.current().units.has('u-new')]).toEqual([false, true])
  })

  test('a refused change answers every problem and changes nothing', async () => {
    const store = await open()
    const before = store.current()
    const refused = await store.change((file) => ({ ...file, shifts: [{ id: 'x' } as never] }))
    expect(refused.ok ? [] : refused.problems.map(({ path }) => path)).toContain('shifts[0].siteId')
    expect(store.current()).toBe(before)
  })

  test('changes made at once are made one after the other, none lost', async () => {
    const store = await open()
    await Promise.all(Array.from({ length: 30 }, (_, i) => store.change(unit(`u-${i}`))))
    expect(store.current().units.size).toBe(32)
  })

  test('an edit that throws is its caller’s error, and the next change goes on', async () => {
    const store = await open()
    const thrown = store.change(() => {
      throw new Error('my own')
    })
    const next = store.change(unit('u-next'))
    await expect(thrown).rejects.toThrow('my own')
    expect((await next).ok).toBe(true)
  })

  test('an edit that changes nothing writes nothing', async () => {
    const store = await open()
    const before = store.current()
    expect((await store.change((file) => file)).ok).toBe(true)
    expect(store.current()).toBe(before)
  })
})

test('a write that fails throws, memory keeps the old book, and the next one may succeed', async () => {
  let isFull = true
  const written: BookFile[] = []
  const store = await openBookStore({
    read: async () => contractBook as unknown as BookFile,
    write: async (file) => {
      if (isFull) throw new Error('ENOSPC')
      written.push(file)
    },
  })
  const before = store.current()
  await expect(store.change(unit('u-lost'))).rejects.toThrow('ENOSPC')
  expect(store.current()).toBe(before)
  isFull = false
  await store.change(unit('u-kept'))
  expect(written.map(({ units }) => units?.map(({ id }) => id))).toEqual([['u-portal', 'u-water', 'u-kept']])
})

test('readers never see a change before it is on the disk', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const store = await openBookStore({ read: async () => null, write: () => promise })
  const change = store.change(unit('u-new'))
  await Promise.resolve()
  expect(store.current().units.size).toBe(0)
  resolve()
  await change
  expect(store.current().units.size).toBe(1)
})
