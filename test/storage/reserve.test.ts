import { statSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeDurably } from '../../src/storage/book/durable-file.ts'
import { keepReserve } from '../../src/storage/log/reserve.ts'
import { openSqlite } from '../../src/storage/log/sqlite.ts'
import { StoreFailure } from '../../src/storage/ports.ts'
import { folder } from './logs.ts'

/** A file of the log that may not grow by a single page any more. */
function fullFile(hasReserve: boolean) {
  const path = join(folder(), 'log.db')
  const db = openSqlite(path, 'durable')
  db.exec('CREATE TABLE page (text TEXT)')
  if (hasReserve) keepReserve(db)
  db.exec(`PRAGMA max_page_count = ${Number(db.get('PRAGMA page_count')?.['page_count'])}`)
  const write = () => db.run('INSERT INTO page (text) VALUES (?)', '打不开'.repeat(100))
  return { db, path, write }
}

test('a file that cannot grow refuses with the words of the ports', () => {
  const { db, write } = fullFile(false)
  const untilFull = () => {
    for (;;) write()
  }
  expect(untilFull).toThrow(StoreFailure)
  expect(() => db.transaction(untilFull)).toThrow(expect.objectContaining({ trouble: 'full' }))
  db.close()
})

test('with a reserve, a thousand pages are still written when the file cannot grow', () => {
  const { db, write } = fullFile(true)
  for (let n = 0; n < 1000; n++) write()
  expect(db.get('SELECT count(*) AS n FROM page')?.['n']).toBe(1000)
  db.close()
})

test('a reserve takes up its room once, in the file and beside it, and is filled up again when it was used', () => {
  const { db, path, write } = fullFile(true)
  const sizes = () => [path, `${path}-wal`].map((file) => statSync(file).size)
  const before = sizes()
  keepReserve(db)
  expect(sizes()).toEqual(before)
  for (const size of before) expect(size).toBeGreaterThan(2_000_000)
  for (let n = 0; n < 1000; n++) write()
  db.exec('PRAGMA max_page_count = 100000')
  keepReserve(db)
  expect(Number(db.get('PRAGMA freelist_count')?.['freelist_count'])).toBeGreaterThan(500)
  db.close()
})

test('a file that could not be written leaves nothing half written behind', async () => {
  const path = join(folder(), 'book.json')
  await mkdir(path)
  await expect(writeDurably(path, 'text')).rejects.toThrow()
  expect(await readdir(join(path, '..'))).toEqual(['book.json'])
})
