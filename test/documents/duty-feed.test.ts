import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { dutyFeed } from '../../src/documents/duty-feed.ts'
import { type BookFile, openBook } from '../../src/domain/book/book.ts'
import type { FeedSubject } from '../../src/domain/feed.ts'
import type { Language } from '../../src/domain/language.ts'
import { dutyEvents } from '../../src/domain/roster/duty-events.ts'
import type { RosterVersion } from '../../src/domain/roster/history.ts'
import { at, feedTown, shift, versionOf } from '../domain/feed-town.ts'

// The files are read back by a parser that is none of ours and none of the writer's.

const chen: FeedSubject = { kind: 'person', id: 'p-chen' }
const roster = [
  shift('a1', 's-a', 'staff', 'p-chen', '2026-10-01T08:30', '2026-10-02T08:30'),
  shift('b1', 's-b', 'staff', 'p-chen', '2026-10-01T08:30', '2026-10-02T08:30'),
  shift('a2', 's-a', 'lead', 'p-xu', '2026-10-01T08:30', '2026-10-02T08:30'),
  shift('eve', 's-a', 'staff', 'p-chen', '2026-09-30T17:30', '2026-10-01T08:30'),
]

function fileOf(book: BookFile, subject: FeedSubject, versions: RosterVersion[] = [], language: Language = 'zh-Hans') {
  const opened = openBook(book)
  const events = dutyEvents(opened, subject, { versions, since: 0, unknownAt: at('2026-09-01T00:00') })
  return dutyFeed(opened, subject, { events, language })
}

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
  return { calendar, events }
}

describe('a duty calendar', () => {
  const text = fileOf(feedTown(roster), chen)
  const { calendar, events } = read(text)

  test('has the very instants of the shifts, in UTC, whatever zone the server stands in', () => {
    const spans = events.map((event) => [event.startDate.toJSDate().getTime(), event.endDate.toJSDate().getTime()])
    expect(spans).toEqual([
      [at('2026-09-30T17:30'), at('2026-10-01T08:30')],
      [at('2026-10-01T08:30'), at('2026-10-02T08:30')],
    ])
    expect(events.every(({ startDate }) => startDate.zone === ICAL.Timezone.utcTimezone)).toBe(true)
    expect(text).toContain('DTSTART:20260930T093000Z')
    expect(text).not.toContain('TZID')
  })

  test('says in Chinese what it is, for which sites, and with whom', () => {
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('值守 · 陈海涛的班')
    expect(events.map(({ summary }) => summary)).toEqual(['值班 新港区', '值班 新港区等 2 个网站'])
    expect(events[1]?.description).toBe(
      '新港区人民政府门户网站：带班 许静怡，值班 陈海涛\n新港区教育局：带班 空岗，值班 陈海涛',
    )
  })

  test('asks to be read again each hour, names the zone for display, and is a publication', () => {
    const value = (name: string) => String(calendar.getFirstPropertyValue(name))
    expect(value('method')).toBe('PUBLISH')
    expect(value('refresh-interval')).toBe('PT1H')
    expect(value('x-published-ttl')).toBe('PT1H')
    expect(value('x-wr-timezone')).toBe('Asia/Shanghai')
    expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H')
  })

  test('rings an hour before, and takes the person’s time', () => {
    const component = events[0]?.component
    const alarm = component?.getFirstSubcomponent('valarm')
    expect(String(alarm?.getFirstPropertyValue('trigger'))).toBe('-PT1H')
    expect(alarm?.getFirstPropertyValue('action')).toBe('DISPLAY')
    expect(component?.getFirstPropertyValue('transp')).toBe('OPAQUE')
  })

  test('breaks no line rule: CRLF, at most 75 octets, and no character cut in two', () => {
    const lines = text.split('\r\n')
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    expect(lines.some((line) => line.startsWith(' '))).toBe(true)
    expect(text).not.toContain('\uFFFD')
  })

  test('is the same file while nothing changes', () => {
    expect(fileOf(feedTown(roster), chen)).toBe(text)
    expect(events.every(({ component }) => component.getFirstPropertyValue('dtstamp') !== null)).toBe(true)
  })

  test('identifies its entries by nothing that names a host, each once', () => {
    const ids = events.map(({ uid }) => uid)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids[0]).toBe('p-chen.staff.20260930T0930@duty.zhishou')
  })
})

test('after a swap the one who lost the shift sees it cancelled, the other one has it', () => {
  const swapped = roster.map((one) => (one.id === 'eve' ? { ...one, personId: 'p-xu' } : one))
  const changes = [
    {
      siteId: 's-a',
      role: 'staff' as const,
      fromAt: at('2026-09-30T17:30'),
      toAt: at('2026-10-01T08:30'),
      before: ['p-chen'],
      after: ['p-xu'],
    },
  ]
  const versions = [versionOf(2, changes, 'swapped')]
  const before = read(fileOf(feedTown(roster, 1), chen)).events[0]
  const [lost] = read(fileOf(feedTown(swapped, 2), chen, versions)).events
  expect(lost?.uid).toBe(before?.uid)
  expect(lost?.sequence).toBeGreaterThan(before?.sequence ?? 0)
  expect(lost?.component.getFirstPropertyValue('status')).toBe('CANCELLED')
  expect(lost?.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT')
  expect(lost?.component.getFirstSubcomponent('valarm')).toBeNull()
  expect(lost?.summary).toBe('已取消：值班 新港区')
  expect(String(lost?.component.getFirstPropertyValue('last-modified'))).toBe('2026-09-22T08:20:00Z')
  const gained = read(fileOf(feedTown(swapped, 2), { kind: 'person', id: 'p-xu' }, versions)).events
  expect(gained[0]?.component.getFirstPropertyValue('status')).toBe('CONFIRMED')
})

test('the calendars of a site and of a unit say who, and take nobody’s time', () => {
  const site = read(fileOf(feedTown(roster), { kind: 'site', id: 's-a' }))
  expect(site.calendar.getFirstPropertyValue('x-wr-calname')).toBe('值守 · 新港区人民政府门户网站')
  expect(site.events.map(({ summary }) => summary)).toEqual(['值班 陈海涛', '值班 陈海涛', '带班 许静怡'])
  expect(site.events.map(({ component }) => component.getFirstPropertyValue('transp'))).toEqual(
    Array(3).fill('TRANSPARENT'),
  )
  expect(read(fileOf(feedTown(roster), { kind: 'unit', id: 'u-1' })).events).toHaveLength(3)
})

test.each(['zh-Hans', 'zh-Hant', 'en'] as const)(
  'no telephone number is in a calendar, not even one that somebody wrote into a name: %s',
  (language) => {
    const town = feedTown(roster)
    const people = town.people?.map((person) => ({ ...person, name: `${person.name}13800000038` })) ?? []
    const sites =
      town.sites?.map((site) => ({ ...site, name: `${site.name} 13912345678`, shortName: '18612345678' })) ?? []
    for (const subject of [chen, { kind: 'site', id: 's-a' }, { kind: 'unit', id: 'u-1' }] as const) {
      const text = fileOf({ ...town, people, sites }, subject, [], language)
      expect(text.replaceAll('\r\n ', '')).not.toMatch(/1[3-9]\d{9}/)
    }
  },
)
