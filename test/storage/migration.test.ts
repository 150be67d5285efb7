import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openLog } from '../../src/storage/log/open-log.ts'
import { midnight } from '../domain/night.ts'
import { folder, incident } from './logs.ts'

// `schema-1.sql` is the log as the first release made it: never edited, however the schema goes on.
const schema = readFileSync(new URL('schema-1.sql', import.meta.url), 'utf8')

/** A log as the first release left it, with a row in each table. */
function oldLog(): string {
  const where = folder()
  const db = new DatabaseSync(join(where, 'log.db'))
  db.exec(schema)
  db.exec('PRAGMA user_version = 1')
  const one = incident()
  const put = (sql: string, ...values: (string | number | null)[]) => db.prepare(sql).run(...values)
  put(
    'INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?)',
    ...[one.id, one.siteId, one.state, 1, one.startedAt, null, JSON.stringify(one)],
  )
  put('INSERT INTO event VALUES (1, ?, ?, ?)', one.id, midnight, '{"at":1,"kind":"went_down"}')
  const fixed = { id: 'p1', incidentId: one.id, personId: 'p-chen', to: '+8613800000038', plannedAt: midnight }
  put(
    `INSERT INTO page VALUES ('p1', ?, '1', 'p-chen', NULL, 'page', 'sms', 'failed', ?, ?, 1, 'text', NULL, NULL, '30005', ?)`,
    ...[one.id, midnight, midnight, JSON.stringify(fixed)],
  )
  put(
    "INSERT INTO attempt VALUES ('p1', 1, 'sms', 'text', ?, ?, 'failed', 'SM1', '30005', ?)",
    ...[midnight, midnight, midnight],
  )
  put("INSERT INTO code VALUES ('K7QM', 'p-chen')")
  put("INSERT INTO incident_code VALUES (?, 'p-chen', 'K7QM')", one.id)
  put('INSERT INTO site_state VALUES (?, ?)', one.siteId, '{"siteId":"s-portal"}')
  put("INSERT INTO inbound VALUES ('SM9', '+1', '收到', 1, 1, NULL, 1)")
  put("INSERT INTO password VALUES ('p-chen', 'hash', 1)")
  put("INSERT INTO invitation VALUES ('digest', 'p-sun', ?)", midnight + 1)
  put("INSERT INTO session VALUES ('a', 'p-chen', '{}', ?)", midnight + 1)
  put("INSERT INTO audit VALUES (1, 1, 'p-zhao', '赵欣怡', '::1', 'changed', 'people/p-chen', NULL, '{}')")
  put("INSERT INTO notice VALUES ('blind', 'yes', 1)")
  db.close()
  return where
}

test('a log of the first release opens, keeps every row, and takes what is new', async () => {
  const where = oldLog()
  const log = openLog(where)
  const one = incident()
  expect([await log.incidents.find(one.id), (await log.incidents.events(one.id)).length]).toEqual([one, 1])
  expect(await log.pages.find('p1')).toMatchObject({ state: 'failed', reason: '30005', text: 'text' })
  expect(await log.pages.attempts(['p1'])).toMatchObject([{ n: 1, state: 'failed', errorCode: '30005' }])
  expect(await log.incidents.findCode('K7QM', 0)).toEqual({ personId: 'p-chen', incidentIds: [one.id] })
  expect(await log.incidents.siteStates()).toEqual([{ siteId: 's-portal' }])
  expect(await log.inbound.record({ providerId: 'SM9', from: '+1', body: '收到', at: 1 }, 1)).toBe(false)
  expect([await log.accounts.passwordHash('p-chen'), await log.accounts.findInvitation('digest', midnight)]).toEqual([
    'hash',
    'p-sun',
  ])
  expect([await log.sessions.read('a', midnight), (await log.notices.get('blind'))?.value]).toEqual(['{}', 'yes'])
  expect((await log.audit.list({}, { limit: 9, cursor: null })).items).toMatchObject([{ subject: 'people/p-chen' }])
  // What the new release asks of old rows, and what it adds beside them.
  expect((await log.pages.lastOutcomes()).get('p-chen')).toMatchObject({ delivered: false, to: '+8613800000038' })
  const key = { code: 'K7QM', personId: 'p-sun', purpose: 'roster', subject: 'd', expiresAt: midnight } as const
  expect(await log.keys.give([key, { ...key, code: 'AAAA' }])).toEqual([key])
  const proven = {
    id: 'n',
    version: 1,
    state: 'proven',
    subject: '+1',
    personId: 'p-chen',
    at: 1,
    dueAt: null,
  } as const
  expect([await log.records.numbers.save(proven), await log.records.numbers.find('n')]).toEqual(['saved', proven])
  log.close()
})

test('it is brought up to date once, however often it is opened', async () => {
  const where = oldLog()
  for (let times = 0; times < 3; times++) openLog(where).close()
  const db = new DatabaseSync(join(where, 'log.db'))
  expect(db.prepare('SELECT count(*) AS n FROM incident').get()).toEqual({ n: 1 })
  db.close()
})

test('a step that fails leaves the log as it was, for the old release to go on with', () => {
  const where = oldLog()
  const db = new DatabaseSync(join(where, 'log.db'))
  db.exec('CREATE TABLE watch_key (code TEXT)') // in the way of the next step's last tables
  db.close()
  expect(() => openLog(where)).toThrow()
  const after = new DatabaseSync(join(where, 'log.db'))
  expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
  expect(after.prepare("SELECT name FROM sqlite_schema WHERE name = 'record'").get()).toBeUndefined()
  after.close()
})
