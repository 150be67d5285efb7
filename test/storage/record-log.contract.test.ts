import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RecordBody } from '../../src/domain/shift-work/record.ts'
import { type RecordFilter, type RecordLog, recordKinds } from '../../src/storage/ports.ts'
import { midnight } from '../domain/night.ts'
import { everyLog, type OpenedLog } from './logs.ts'

/** A log of records asked for what all kinds promise: the fields of a kind's own are nothing to it. */
const logOf = (log: OpenedLog, kind: (typeof recordKinds)[number] = 'swaps') =>
  log.records[kind] as unknown as RecordLog<RecordBody> // a kind's own fields come back as they were stored

const record = (id: string, fields: Partial<RecordBody> = {}): RecordBody => ({
  ...{ id, version: 1, state: 'asked', subject: 's-portal', personId: 'p-chen', at: midnight, dueAt: null },
  ...fields,
})
const everything = { limit: 1000, cursor: null }
const idsOf = async (log: RecordLog<RecordBody>, filter: RecordFilter = {}) =>
  (await log.list(filter, everything)).items.map(({ id }) => id)

everyLog('the records of duty life', (open) => {
  test('a record comes back as it was stored, fields of its kind included', async () => {
    const log = logOf(open())
    const whole = { ...record('a', { personId: null, dueAt: midnight }), steps: [{ note: '家里有事', by: null }] }
    expect([await log.save(whole), await log.find('a'), await log.find('b')]).toEqual(['saved', whole, null])
  })

  test('a version is stored after the one before it and no other', async () => {
    const log = logOf(open())
    expect(await log.save(record('a', { version: 2 }))).toBe('conflict')
    expect(await log.save(record('a'))).toBe('saved')
    for (const version of [1, 3, 7]) expect(await log.save(record('a', { version, state: 'lost' }))).toBe('conflict')
    expect(await log.save(record('a', { version: 2, state: 'accepted' }))).toBe('saved')
    expect(await log.find('a')).toEqual(record('a', { version: 2, state: 'accepted' }))
  })

  test('of twenty writers on one version exactly one wins, twenty times over', async () => {
    const log = logOf(open())
    await log.save(record('a'))
    for (let version = 2; version <= 21; version++) {
      const writers = Array.from({ length: 20 }, (_, i) => log.save(record('a', { version, subject: `w${i}` })))
      const results = await Promise.all(writers)
      expect(results.filter((result) => result === 'saved')).toHaveLength(1)
      expect((await log.find('a'))?.subject).toBe(`w${results.indexOf('saved')}`)
    }
  })

  test('several are stored together or not at all, wherever the lost one stands', async () => {
    const log = logOf(open())
    await log.save(record('b'))
    for (const order of [
      ['a', 'b', 'c'],
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
    ]) {
      expect(await log.save(...order.map((id) => record(id, { state: 'new' })))).toBe('conflict')
      expect([await idsOf(log), (await log.find('b'))?.state]).toEqual([['b'], 'asked'])
    }
    expect(await log.save(record('a'), record('b', { version: 2 }), record('b', { version: 3 }))).toBe('saved')
    expect((await log.find('b'))?.version).toBe(3)
    expect(await log.save()).toBe('saved')
  })

  test('whatever is saved in whatever order, the store holds what a map with versions would hold', async () => {
    const one = fc.record({ id: fc.constantFrom('a', 'b', 'c'), version: fc.integer({ min: 1, max: 4 }) })
    const property = fc.asyncProperty(fc.array(fc.array(one, { maxLength: 3 }), { maxLength: 12 }), async (saves) => {
      const log = logOf(open())
      let model = new Map<string, RecordBody>()
      for (const [turn, records] of saves.entries()) {
        const batch = records.map(({ id, version }) => record(id, { version, at: midnight + turn }))
        const next = new Map(model)
        const isWon = batch.every((body) => {
          const isNext = (next.get(body.id)?.version ?? 0) + 1 === body.version
          if (isNext) next.set(body.id, body)
          return isNext
        })
        expect(await log.save(...batch)).toBe(isWon ? 'saved' : 'conflict')
        if (isWon) model = next
      }
      for (const id of ['a', 'b', 'c']) expect(await log.find(id)).toEqual(model.get(id) ?? null)
    })
    await fc.assert(property, { numRuns: 25 })
  })

  test('each kind keeps its own, also where ids are the same', async () => {
    const log = open()
    for (const kind of recordKinds) await logOf(log, kind).save(record('same', { subject: kind, dueAt: midnight }))
    for (const kind of recordKinds) {
      const own = [expect.objectContaining({ subject: kind })]
      expect((await logOf(log, kind).list({}, everything)).items).toEqual(own)
      expect([await logOf(log, kind).due(midnight), [await logOf(log, kind).find('same')]]).toEqual([own, own])
    }
  })

  test('the list is newest first, page by page, each once, also where many have one moment and ids hold marks', async () => {
    const log = logOf(open())
    const all = Array.from({ length: 23 }, (_, i) =>
      record(`national-day-2026.${i % 2 ? 'p~chen' : '~'}.${String(i).padStart(2, '0')}`, {
        at: midnight + Math.floor(i / 5),
      }),
    )
    await log.save(...all)
    const expected = all.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).map(({ id }) => id)
    for (const limit of [1, 4, 22, 23, 24]) {
      const found: string[] = []
      let cursor: string | null = null
      do {
        const page: { items: RecordBody[]; next: string | null } = await log.list({}, { limit, cursor })
        found.push(...page.items.map(({ id }) => id))
        cursor = page.next
      } while (cursor !== null)
      expect(found).toEqual(expected)
    }
  })

  test('the list is narrowed by what it is about, whose it is, its states and its time, each and all', async () => {
    const log = logOf(open())
    const all = [0, 1, 2, 3, 4, 5, 6, 7].map((i) =>
      record(`r${i}`, {
        ...{ at: midnight + i, subject: i & 1 ? 's-water' : 's-portal', personId: i & 2 ? null : 'p-sun' },
        state: i & 4 ? 'approved' : 'asked',
      }),
    )
    await log.save(...all)
    const is = (filter: RecordFilter) => (body: RecordBody) =>
      (filter.subject === undefined || body.subject === filter.subject) &&
      (filter.personId === undefined || body.personId === filter.personId) &&
      (filter.states === undefined || filter.states.includes(body.state)) &&
      (filter.from === undefined || filter.from <= body.at) &&
      (filter.to === undefined || body.at < filter.to)
    const filters: RecordFilter[] = [
      { subject: 's-water' },
      { personId: 'p-sun' },
      { states: ['approved'] },
      { states: ['approved', 'asked'] },
      { states: [] },
      { from: midnight + 2, to: midnight + 6 },
      { subject: 's-portal', personId: 'p-sun', states: ['asked'], from: midnight, to: midnight + 8 },
      { subject: 's-nobody' },
    ]
    for (const filter of filters) {
      const expected = all.filter(is(filter)).map(({ id }) => id)
      expect(await idsOf(log, filter)).toEqual(expected.toReversed())
    }
  })

  test('what the clock waits for comes when it is due, the longest overdue first, and leaves when it no longer waits', async () => {
    const log = logOf(open())
    await log.save(
      record('later', { dueAt: midnight + 1 }),
      record('now', { dueAt: midnight }),
      record('long', { dueAt: midnight - 9 }),
      record('never'),
    )
    const due = async (now: number) => (await log.due(now)).map(({ id }) => id)
    expect([await due(midnight - 10), await due(midnight), await due(midnight + 1)]).toEqual([
      [],
      ['long', 'now'],
      ['long', 'now', 'later'],
    ])
    await log.save(record('long', { version: 2, dueAt: null }), record('now', { version: 2, dueAt: midnight + 5 }))
    expect([await due(midnight), await due(midnight + 5)]).toEqual([[], ['later', 'now']])
  })
})
