import { expect, test } from 'vitest'
import { ConfigError } from '../src/setting.ts'
import { explainStartFailure, StartFailure } from '../src/start-failure.ts'
import { FaultyBook, UnreadableBook } from '../src/storage/book/book-file.ts'
import { NewerLog } from '../src/storage/log/migrations.ts'
import { StoreFailure } from '../src/storage/ports.ts'

test('a faulty book is told with every problem on a line of its own, path first', () => {
  const problems = [
    { path: 'units[1].id', problem: 'duplicate_id' as const, with: { value: 'u-1' } },
    { path: 'shifts[3].personId', problem: 'unknown_person' as const, with: { value: 'p-none' } },
  ]
  const lines = explainStartFailure(new FaultyBook('/d/book.json', problems)).split('\n')
  expect(lines).toHaveLength(3)
  expect(lines[0]).toContain('/d/book.json')
  expect(lines[2]).toMatch(/^ {2}shifts\[3\]\.personId：.*p-none.*there is no person/)
})

test('a folder in use, a wrong network and a taken port are each one line with what it is about', () => {
  const taken = Object.assign(new Error('listen'), { code: 'EADDRINUSE' })
  const lines = [
    explainStartFailure(new StartFailure('folder_in_use', '/d')),
    explainStartFailure(new StartFailure('bad_network', '10.0.0.0/99')),
    explainStartFailure(new StartFailure('cannot_listen', '127.0.0.1:80', taken)),
  ]
  expect(lines.map((line) => line.includes('\n'))).toEqual([false, false, false])
  expect(lines.join(' ')).toMatch(/\/d .*10\.0\.0\.0\/99 .*127\.0\.0\.1:80.*EADDRINUSE/)
})

test('what already says what to do is said as it is, and a defect keeps its trace', () => {
  for (const error of [new ConfigError('PORT'), new UnreadableBook('damaged'), new NewerLog('newer')]) {
    expect(explainStartFailure(error)).toBe(error.message)
  }
  expect(explainStartFailure(new TypeError('oops'))).toContain('start-failure.test.ts')
  expect(explainStartFailure('plain')).toBe('plain')
})

test('a disk that is full or cannot be written is one line that says what to do, with the folder where it is known', () => {
  const full = new StoreFailure('full', new Error('database or disk is full'))
  expect(explainStartFailure(full)).toMatch(/^磁盘满了.*make room[^\n]*$/)
  const readOnly = new StoreFailure('unwritable', new Error('attempt to write a readonly database'))
  expect(explainStartFailure(new StartFailure('folder_unusable', '/d', readOnly))).toMatch(/^\/d：.*只读[^\n]*$/)
  const refused = Object.assign(new Error("EACCES: permission denied, open '/d/session.key'"), {
    code: 'EACCES',
    path: '/d/session.key',
  })
  expect(explainStartFailure(refused)).toBe("EACCES: permission denied, open '/d/session.key'")
})
