import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shrink } from '../../src/storage/log/shrink.ts'
import { openSqlite } from '../../src/storage/log/sqlite.ts'
import { folder } from './logs.ts'

const megabyte = 2 ** 20

function fileOf(megabytes: number, kept: number) {
  const path = join(folder(), 'some.db')
  const db = openSqlite(path, 'bulk')
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, data BLOB)')
  for (let id = 1; id <= megabytes; id++) db.run('INSERT INTO t VALUES (?, zeroblob(?))', id, megabyte)
  db.run('DELETE FROM t WHERE id > ?', kept)
  db.get('PRAGMA wal_checkpoint(TRUNCATE)')
  return { db, size: () => statSync(path).size / megabyte }
}

test('a file of which four fifths lie empty gives them back to the disk and keeps the rest', () => {
  const { db, size } = fileOf(70, 10)
  expect(size()).toBeGreaterThan(70)
  shrink(db)
  expect(size()).toBeLessThan(12)
  expect(db.get('SELECT count(*) AS n, sum(length(data)) AS bytes FROM t')).toEqual({ n: 10, bytes: 10 * megabyte })
  db.close()
})

test.each([
  ['a half empty one', 70, 35],
  ['a small one', 20, 0],
])('%s stays as it is', (_, megabytes, kept) => {
  const { db, size } = fileOf(megabytes, kept)
  const before = size()
  shrink(db)
  expect(size()).toBe(before)
  db.close()
})
