import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, hour, type Instant, minute } from '../../src/domain/instant.ts'
import type { Phases, Sample } from '../../src/domain/watch/probe.ts'
import { tallyOf } from '../../src/domain/watch/rollup.ts'
import { migrateSamples } from '../../src/storage/log/migrations.ts'
import { createSampleLog, openParts } from '../../src/storage/log/sample-log.ts'
import { tidySteps } from '../../src/storage/log/sample-packing.ts'
import { openSqlite, type Sqlite } from '../../src/storage/log/sqlite.ts'
import { StoreFailure } from '../../src/storage/ports.ts'
import { good, midnight } from '../domain/night.ts'
import { folder } from './logs.ts'
import { rulesOf } from './sample-rules.ts'

const sites = ['s-a', 's-b', 's-c']
const to = midnight + 5 * hour
/** Moments that meet: some the same, some a millisecond apart, some at the edge of an hour. */
const moment = fc.oneof(
  fc.integer({ min: midnight, max: to - 1 }),
  fc.integer({ min: 0, max: 299 }).map((n) => midnight + n * minute),
  fc.constantFrom(midnight + hour - 1, midnight + hour),
)
const ms = fc.nat(40_000)
const phases = fc.record({ dns: ms, connect: ms, tls: ms, firstByte: ms, body: ms }, { requiredKeys: [] })
const address = fc.option(fc.constantFrom('203.0.113.7', '2001:db8::7', '198.51.100.9'), { nil: undefined })

const sample: fc.Arbitrary<Sample> = fc
  .record({
    ...{ siteId: fc.constantFrom(...sites), at: moment, ms, ok: fc.boolean(), phases, address },
    handshake: fc.option(fc.constantFrom('full' as const, 'resumed' as const), { nil: undefined }),
    status: fc.option(fc.constantFrom(200, 304, 503), { nil: undefined }),
    isPlanned: fc.boolean(),
    isRecheck: fc.boolean(),
    failed: fc.record({
      failure: fc.record({
        kind: fc.constantFrom('dns' as const, 'status' as const, 'connect_timeout' as const),
        phase: fc.constantFrom('dns' as const, 'connect' as const),
        code: fc.string({ unit: 'binary', maxLength: 12 }),
        limitSeconds: fc.nat(60),
      }),
      ping: fc.record({ answer: fc.constantFrom('yes' as const, 'no' as const), ms: fc.integer({ min: 0, max: 99 }) }),
    }),
    certificateEndsAt: fc.option(fc.constantFrom(midnight, midnight + day), { nil: undefined }),
  })
  .map(({ status, address: seen, handshake, isPlanned, isRecheck, failed, certificateEndsAt, ...rest }) => ({
    ...rest,
    ...(status === undefined ? {} : { status }),
    ...(seen === undefined ? {} : { address: seen }),
    ...(certificateEndsAt === undefined ? {} : { certificateEndsAt }),
    ...(handshake === undefined ? {} : { handshake }),
    ...(isPlanned ? { isPlanned } : {}),
    ...(isRecheck ? { isRecheck } : {}),
    ...(rest.ok ? {} : failed),
  }))

/** What happens to a history: looks come in, hours are packed (to the end, or until the process dies), it starts anew. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ append: fc.array(sample, { maxLength: 25 }) }) },
  { weight: 2, arbitrary: fc.record({ tidyAt: fc.integer({ min: midnight, max: midnight + 9 * hour }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ dieAt: fc.constantFrom(midnight + 3 * hour, midnight + 9 * hour), steps: fc.nat(12) }),
  },
  { weight: 1, arbitrary: fc.constant({ restart: true }) },
)

test('what was appended is what is read back: in any order, over restarts, packing, and deaths in the middle of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 14 }), async (happenings) => {
      const path = join(folder(), 'samples.db')
      const opened: Sqlite[] = []
      // Whoever dies closes nothing: what it held open stays so until the end.
      const anew = (where: string, death: Parameters<typeof dieWhileTidying>[1] | null) => {
        if (death) opened.push(dieWhileTidying(where, death))
        const next = begin(where)
        opened.push(next.db)
        return next
      }
      let open = anew(path, null)
      const model = new Map<string, Sample>()
      for (const one of happenings) {
        if ('append' in one) {
          await open.samples.append(one.append)
          for (const each of one.append) model.set(`${each.siteId} ${each.at}`, each)
        }
        if ('tidyAt' in one) await open.samples.tidy(one.tidyAt, rulesOf())
        if ('dieAt' in one) open = anew(path, one)
        if ('restart' in one) open = anew(path, null)
        await expectModel(open.samples, [...model.values()])
      }
      for (const db of opened) db.close()
    }),
  )
})

function begin(path: string): { db: Sqlite; samples: ReturnType<typeof createSampleLog> } {
  const db = openSqlite(path, 'bulk')
  migrateSamples(db)
  return { db, samples: createSampleLog(db) }
}

function dieWhileTidying(path: string, { dieAt, steps }: { dieAt: Instant; steps: number }): Sqlite {
  const db = openSqlite(path, 'bulk')
  const tidying = tidySteps(openParts(db), dieAt, rulesOf())
  for (let step = 0; step < steps; step++) tidying.next()
  return db
}

async function expectModel(samples: ReturnType<typeof createSampleLog>, model: readonly Sample[]): Promise<void> {
  for (const siteId of sites) {
    const own = model.filter((one) => one.siteId === siteId).sort((a, b) => a.at - b.at)
    expect(await samples.ofSite(siteId, 0, midnight + day)).toEqual(own)
    const [from, end] = [midnight + 17 * minute, to - 23 * minute]
    expect(await samples.count(siteId, from, end)).toEqual(tallyOf(own.filter(({ at }) => from <= at && at < end)))
    const hours = await samples.hours(siteId, midnight, to)
    expect(hours.map(({ at, probes, sumMs }) => ({ at, probes, sumMs }))).toEqual(hoursOf(own))
    const [only] = await samples.days(siteId, midnight, to, 'Asia/Shanghai')
    expect(only).toMatchObject(tallyOf(own))
  }
}

function hoursOf(own: readonly Sample[]): { at: Instant; probes: number; sumMs: number }[] {
  const byHour = Map.groupBy(own, ({ at }) => Math.floor(at / hour))
  return [...byHour].map(([number, list]) => ({
    at: number * hour,
    probes: list.length,
    sumMs: list.reduce((sum, one) => sum + (one.ok ? one.ms : 0), 0),
  }))
}

test('a phase of part of a millisecond is told in whole ones', async () => {
  const { db, samples } = begin(':memory:')
  const phases: Phases = { dns: 0.4, connect: 1.6 }
  await samples.append([{ siteId: 's', at: midnight, ms: 2.2, ok: true, phases }])
  expect(await samples.ofSite('s', midnight, to)).toEqual([
    { siteId: 's', at: midnight, ms: 2, ok: true, phases: { dns: 0, connect: 2 } },
  ])
  db.close()
})

test('a disk that refuses in the middle of packing loses nothing, and what was begun is ended later', async () => {
  const { db } = begin(':memory:')
  let allowed = Number.POSITIVE_INFINITY
  const transaction: Sqlite['transaction'] = (work) => {
    if (allowed-- <= 0) throw new StoreFailure('full', new Error('full'))
    return db.transaction(work)
  }
  const samples = createSampleLog({ ...db, transaction })
  const looks = Array.from({ length: 200 }, (_, site) => ({ ...good(midnight), siteId: `s-${site}` }))
  await samples.append(looks)
  const countAll = () => Promise.all(looks.map(({ siteId }) => samples.count(siteId, midnight, to)))
  for (const until of [0, 1, 2]) {
    allowed = until
    await expect(samples.tidy(midnight + 2 * hour, rulesOf())).rejects.toThrow('full')
    expect((await countAll()).every(({ probes }) => probes === 1)).toBe(true)
  }
  allowed = Number.POSITIVE_INFINITY
  await samples.append([{ ...good(midnight + minute), siteId: 's-0' }])
  await samples.tidy(midnight + 2 * hour, rulesOf())
  expect(db.get('SELECT count(*) AS n FROM sample_tail')).toEqual({ n: 0 })
  expect((await countAll()).map(({ probes }) => probes)).toEqual([2, ...Array(199).fill(1)])
  db.close()
})
