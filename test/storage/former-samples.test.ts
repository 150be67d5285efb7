import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { day, hour, minute } from '../../src/domain/instant.ts'
import type { Sample } from '../../src/domain/watch/probe.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import { openParts } from '../../src/storage/log/sample-log.ts'
import { tidySteps } from '../../src/storage/log/sample-packing.ts'
import { openSqlite } from '../../src/storage/log/sqlite.ts'
import { failure, good, midnight } from '../domain/night.ts'
import { folder } from './logs.ts'
import { rulesOf } from './sample-rules.ts'

const days = 10
const now = midnight + days * day

/** Looks every ten minutes for ten days at two sites, with an outage in the second hour of each day. */
function looksAt(siteId: string): Sample[] {
  return Array.from({ length: (days * day) / (10 * minute) }, (_, i) => {
    const at = midnight + i * 10 * minute
    const isOut = Math.floor((at % day) / hour) === 17 // 01:00 in Beijing
    const phases = { dns: 3, connect: 20, firstByte: 100 + (i % 7) }
    return isOut
      ? { ...failure(at), siteId, ping: { answer: 'no' as const } }
      : { ...good(at), siteId, phases, address: '203.0.113.9', certificateEndsAt: now + 30 * day }
  })
}

const sites = ['s-a', 's-b']
const all = sites.flatMap(looksAt)

/** `samples.db` as the releases before the present one left it: a row a look. Never edited, however the schema goes on. */
function oldSamples(): string {
  const where = folder()
  const db = new DatabaseSync(join(where, 'samples.db'))
  db.exec(`CREATE TABLE sample (
    site_id TEXT NOT NULL, at INTEGER NOT NULL, ms INTEGER NOT NULL, ok INTEGER NOT NULL, status INTEGER,
    detail TEXT, PRIMARY KEY (site_id, at)) STRICT, WITHOUT ROWID; PRAGMA user_version = 1; BEGIN`)
  const put = db.prepare('INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?)')
  for (const { siteId, at, ms, ok, status, failure: why, phases, address, certificateEndsAt, ping } of all) {
    const detail = JSON.stringify({ failure: why, phases, address, certificateEndsAt, ping })
    put.run(siteId, at, ms, ok ? 1 : 0, status ?? null, detail)
  }
  db.exec('COMMIT')
  db.close()
  return where
}

const own = (siteId: string) => all.filter((sample) => sample.siteId === siteId)
const week = now - 7 * day
/** What every reader must be told, whether the looks were taken over or not. */
async function seen(log: ReturnType<typeof openLog>) {
  const { samples } = log
  const found = await Promise.all(
    sites.map(async (siteId) => ({
      days: (await samples.days(siteId, midnight, now, 'Asia/Shanghai')).map(({ date, probes, failures, sumMs }) => ({
        ...{ date, probes, failures, sumMs },
      })),
      hours: (await samples.hours(siteId, midnight, now)).map(({ at, probes, failures }) => [at, probes, failures]),
      week: await samples.count(siteId, week + 10 * minute, now - 25 * minute),
      looks: await samples.ofSite(siteId, week, now),
    })),
  )
  return found
}

test('looks of a release before are there at once, and are the same once they are taken over', async () => {
  const log = openLog(oldSamples())
  const before = await seen(log)
  expect(before.map(({ looks }) => looks)).toEqual(sites.map((id) => own(id).filter(({ at }) => at >= week)))
  expect(before[0]?.days).toHaveLength(days)
  expect(before[0]?.hours).toHaveLength(days * 24)
  expect(before[0]?.week).toMatchObject({ failures: 7 * 6 })
  await log.samples.tidy(now, rulesOf())
  expect(await seen(log)).toEqual(before)
  log.close()
})

test('looks that come while others wait to be taken over stand beside them', async () => {
  const where = oldSamples()
  const log = openLog(where)
  const late = { ...good(now - hour + 1), siteId: 's-a' }
  await log.samples.append([late])
  const expected = [...own('s-a').filter(({ at }) => at >= now - hour), late].sort((a, b) => a.at - b.at)
  expect(await log.samples.ofSite('s-a', now - hour, now)).toEqual(expected)
  expect((await log.samples.hours('s-a', now - hour, now))[0]).toMatchObject({ probes: 7 })
  for (let times = 0; times < 2; times++) await log.samples.tidy(now + 2 * hour, rulesOf())
  expect(await log.samples.ofSite('s-a', now - hour, now)).toEqual(expected)
  expect((await log.samples.hours('s-a', now - hour, now))[0]).toMatchObject({ probes: 7 })
  log.close()
})

test('a process that dies between any two steps of it loses no look and counts none twice', async () => {
  const where = oldSamples()
  const before = openLog(where)
  const expected = await seen(before)
  before.close()
  for (const steps of [1, 2, 5, 9, 40]) {
    const db = openSqlite(join(where, 'samples.db'), 'bulk')
    const tidying = tidySteps(openParts(db), now, rulesOf())
    for (let step = 0; step < steps; step++) tidying.next()
    db.close()
    const log = openLog(where)
    expect(await seen(log)).toEqual(expected)
    log.close()
  }
  const db = openSqlite(join(where, 'samples.db'), 'bulk')
  expect(db.get("SELECT 1 FROM sqlite_schema WHERE name = 'sample'")).toBeUndefined()
  db.close()
})
