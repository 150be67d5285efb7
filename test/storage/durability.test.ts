import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import { writeDurably } from '../../src/storage/book/durable-file.ts'
import { NewerLog } from '../../src/storage/log/migrations.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import { lockFile, openSqlite } from '../../src/storage/log/sqlite.ts'
import { commitOf, folder, incident } from './logs.ts'

const steps = vi.hoisted((): string[] => [])
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const name = (path: unknown) => String(path).split('/').at(-1)
  return {
    ...real,
    open: async (path: string, flags: string, mode?: number) => {
      const handle = await real.open(path, flags, mode)
      const sync = handle.sync.bind(handle)
      handle.sync = () => {
        steps.push(`sync ${flags === 'r' ? 'folder' : name(path)}`)
        return sync()
      }
      steps.push(`open ${flags === 'r' ? 'folder' : name(path)}`)
      return handle
    },
    rename: async (from: string, to: string) => {
      steps.push(`rename ${name(to)}`)
      await real.rename(from, to)
    },
  }
})

test('a file is flushed before it takes the old one’s place, and the folder after', async () => {
  await writeDurably(join(folder(), 'book.json'), 'text')
  const beside = `book.json.${process.pid}.tmp`
  expect(steps).toEqual([`open ${beside}`, `sync ${beside}`, 'rename book.json', 'open folder', 'sync folder'])
})

test('a second lock on the same folder is refused until the first is released', () => {
  const path = join(folder(), 'lock')
  const first = lockFile(path)
  expect([first === null, lockFile(path)]).toEqual([false, null])
  first?.release()
  const second = lockFile(path)
  expect(second).not.toBe(null)
  second?.release()
})

test('the lock of a process that is killed is free at once', async () => {
  const path = join(folder(), 'lock')
  const module = new URL('../../src/storage/log/sqlite.ts', import.meta.url)
  const program = `import { lockFile } from '${module}'; console.log(lockFile(process.argv[1]) ? 'locked' : 'refused'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  expect([said.toString().trim(), lockFile(path)]).toEqual(['locked', null])
  child.kill('SIGKILL')
  await once(child, 'exit')
  const mine = lockFile(path)
  expect(mine).not.toBe(null)
  mine?.release()
})

test('what a process was told is committed survives its being killed', async () => {
  const where = folder()
  const module = new URL('../../src/storage/log/open-log.ts', import.meta.url)
  const program = `import { openLog } from '${module}'
    const log = openLog(process.argv[1])
    console.log(await log.incidents.commit(JSON.parse(process.argv[2])))
    setInterval(() => {}, 1000)`
  const order = JSON.stringify(commitOf(incident()))
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, where, order], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  child.kill('SIGKILL')
  await once(child, 'exit')
  const log = openLog(where)
  expect([said.toString().trim(), await log.incidents.find('2026-1004-01')]).toEqual(['committed', incident()])
  log.close()
})

test('a log of the present schema opens again with what it held', async () => {
  const where = folder()
  const first = openLog(where)
  await first.incidents.commit(commitOf(incident()))
  first.close()
  const second = openLog(where)
  expect(await second.incidents.live()).toHaveLength(1)
  second.close()
})

test.each(['log.db', 'samples.db'])('a newer %s is refused with a reason, and left as it is', (name) => {
  const where = folder()
  openLog(where).close()
  const db = new DatabaseSync(join(where, name))
  db.exec('PRAGMA user_version = 99')
  db.close()
  expect(() => openLog(where)).toThrow(NewerLog)
  expect(() => openLog(where)).toThrow(/schema 99.*start the newer release/)
  const after = openSqlite(join(where, name), 'durable')
  expect(after.get('PRAGMA user_version')).toEqual({ user_version: 99 })
  after.close()
})

test('a transaction that throws leaves no trace and the error goes on', () => {
  const db = openSqlite(':memory:', 'durable')
  db.exec('CREATE TABLE t (n INTEGER)')
  const work = () => {
    db.run('INSERT INTO t VALUES (1)')
    throw new Error('half way')
  }
  expect(() => db.transaction(work)).toThrow('half way')
  expect([db.all('SELECT * FROM t'), db.transaction(() => 7)]).toEqual([[], 7])
  db.close()
})
