import { describe, expect, test } from 'vitest'
import { type BookFile, openBook, type Shift } from '../../../src/domain/book/book.ts'
import type { FeedSubject } from '../../../src/domain/feed.ts'
import { mayFollow } from '../../../src/domain/feed.ts'
import type { RosterChange } from '../../../src/domain/roster/difference.ts'
import { dutyEvents } from '../../../src/domain/roster/duty-events.ts'
import type { RosterVersion } from '../../../src/domain/roster/history.ts'
import { at, feedTown, shift, versionOf } from '../feed-town.ts'

const chen: FeedSubject = { kind: 'person', id: 'p-chen' }
const xu: FeedSubject = { kind: 'person', id: 'p-xu' }

function eventsOf(file: BookFile, subject: FeedSubject, versions: RosterVersion[] = [], since = 0) {
  return dutyEvents(openBook(file), subject, { versions, since, unknownAt: at('2026-09-01T00:00') })
}

function change(over: Partial<RosterChange>): RosterChange {
  return {
    siteId: 's-a',
    role: 'staff',
    fromAt: at('2026-10-01T08:30'),
    toAt: at('2026-10-02T08:30'),
    before: ['p-chen'],
    after: ['p-xu'],
    ...over,
  }
}

const oneDay = (personId: string, siteId = 's-a', role: Shift['role'] = 'staff') =>
  shift(`${siteId}-${role}`, siteId, role, personId, '2026-10-01T08:30', '2026-10-02T08:30')

describe('the turns of a calendar', () => {
  test('are one where a person has several sites in the same hours', () => {
    const file = feedTown([oneDay('p-chen', 's-a'), oneDay('p-chen', 's-b'), oneDay('p-xu', 's-c')])
    const events = eventsOf(file, chen)
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ siteIds: ['s-a', 's-b'], role: 'staff', isCancelled: false, sequence: 0 })
  })

  test('of two roles are two, and those that begin together and end apart have keys of their own', () => {
    const file = feedTown([
      oneDay('p-chen', 's-a', 'lead'),
      oneDay('p-chen', 's-b'),
      shift('half', 's-c', 'staff', 'p-chen', '2026-10-01T08:30', '2026-10-01T20:30'),
    ])
    const keys = eventsOf(file, chen).map(({ key }) => key)
    expect(new Set(keys).size).toBe(3)
    expect(keys).toContain('p-chen.staff.20261001T0030.2')
  })

  test('of a draft are none', () => {
    const file = feedTown([oneDay('p-chen')])
    const draft = { ...file, periods: file.periods?.map((period) => ({ ...period, state: 'draft' as const })) ?? [] }
    expect(eventsOf(draft, chen)).toEqual([])
  })

  test('that ended before the given moment are left out', () => {
    expect(eventsOf(feedTown([oneDay('p-chen')]), chen, [], at('2026-10-02T08:30'))).toEqual([])
  })

  test('of a site and of a unit hold everybody’s', () => {
    const file = feedTown([oneDay('p-chen', 's-a'), oneDay('p-xu', 's-b'), oneDay('p-xu', 's-c')])
    expect(eventsOf(file, { kind: 'site', id: 's-b' }).map(({ siteIds }) => siteIds)).toEqual([['s-b']])
    expect(eventsOf(file, { kind: 'unit', id: 'u-1' }).map(({ siteIds }) => siteIds)).toEqual([['s-a', 's-b']])
  })
})

describe('after a version that gave a turn to somebody else', () => {
  const file = feedTown([oneDay('p-xu')], 3)
  const before = feedTown([oneDay('p-chen')], 2)
  const versions = [versionOf(3, [change({})])]

  test('who lost it sees it cancelled under the key they know, with a higher sequence', () => {
    const [old] = eventsOf(before, chen)
    const [lost] = eventsOf(file, chen, versions)
    expect(lost).toMatchObject({ key: old?.key, isCancelled: true, siteIds: ['s-a'] })
    expect(lost?.sequence).toBeGreaterThan(old?.sequence ?? 0)
    expect(lost?.changedAt).toBe(versions[0]?.at)
  })

  test('who got it has it, as changed by that version', () => {
    expect(eventsOf(file, xu, versions)).toMatchObject([{ isCancelled: false, sequence: 2 }])
  })

  test('the site’s own calendar has one entry, under the same key as before', () => {
    const subject: FeedSubject = { kind: 'site', id: 's-a' }
    const now = eventsOf(file, subject, versions)
    expect(now.map(({ key }) => key)).toEqual(eventsOf(before, subject).map(({ key }) => key))
    expect(now).toMatchObject([{ isCancelled: false, sequence: 2 }])
  })

  test('a version that gave it back ends the cancellation, with a sequence that is higher still', () => {
    const back = [...versions, versionOf(4, [change({ before: ['p-xu'], after: ['p-chen'] })])]
    expect(eventsOf(feedTown([oneDay('p-chen')], 4), chen, back)).toMatchObject([{ isCancelled: false, sequence: 3 }])
  })

  test('a version that never came into force, or is not in force yet, counts for nothing', () => {
    const gone = [versionOf(3, [change({})], 'void'), versionOf(4, [change({})], 'publishing')]
    expect(eventsOf(feedTown([oneDay('p-chen')], 2), chen, gone)).toMatchObject([{ isCancelled: false, sequence: 0 }])
  })

  test('losing one of several sites changes the turn and cancels nothing', () => {
    const rest = feedTown([oneDay('p-xu', 's-a'), oneDay('p-chen', 's-b')], 3)
    expect(eventsOf(rest, chen, versions)).toMatchObject([{ isCancelled: false, sequence: 2, siteIds: ['s-b'] }])
  })

  test('losing the second half of a turn cuts it short under the same key', () => {
    const half = { fromAt: at('2026-10-01T20:30') }
    const cut = feedTown(
      [
        shift('x', 's-a', 'staff', 'p-chen', '2026-10-01T08:30', '2026-10-01T20:30'),
        shift('y', 's-a', 'staff', 'p-xu', '2026-10-01T20:30', '2026-10-02T08:30'),
      ],
      3,
    )
    const [old] = eventsOf(before, chen)
    expect(eventsOf(cut, chen, [versionOf(3, [change(half)])])).toMatchObject([
      { key: old?.key, isCancelled: false, sequence: 2, toAt: at('2026-10-01T20:30') },
    ])
  })

  test('several days that were lost in one change are cancelled day by day', () => {
    const days = [versionOf(3, [change({ toAt: at('2026-10-03T08:30') })])]
    const lost = eventsOf(feedTown([], 3), chen, days)
    expect(lost.map(({ fromAt }) => fromAt)).toEqual([at('2026-10-01T08:30'), at('2026-10-02T08:30')])
    expect(lost.every(({ isCancelled }) => isCancelled)).toBe(true)
  })
})

describe('who may follow what', () => {
  const book = openBook(feedTown([oneDay('p-chen')]))
  const now = at('2026-10-01T12:00')
  const may = (personId: string, kind: FeedSubject['kind'], id: string) => {
    const person = book.people.get(personId)
    return person ? mayFollow(book, person, { kind, id }, now) : null
  }

  test('oneself and nobody else, the office included', () => {
    expect(may('p-chen', 'person', 'p-chen')).toBe(true)
    expect(may('p-chen', 'person', 'p-xu')).toBe(false)
    expect(may('p-zhao', 'person', 'p-xu')).toBe(false)
  })

  test('sites and units on which one works; the office every one that exists', () => {
    expect([may('p-chen', 'site', 's-a'), may('p-chen', 'unit', 'u-1')]).toEqual([true, true])
    expect([may('p-chen', 'site', 's-c'), may('p-chen', 'unit', 'u-2')]).toEqual([false, false])
    expect([may('p-zhao', 'site', 's-c'), may('p-zhao', 'unit', 'u-2')]).toEqual([true, true])
    expect([may('p-zhao', 'site', 'none'), may('p-zhao', 'unit', 'none')]).toEqual([false, false])
  })
})
