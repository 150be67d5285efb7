import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  hasStanding,
  highestStanding,
  isOffice,
  leadsUnit,
  standingOn,
  standingOnIncident,
  standings,
} from '../../src/domain/authority.ts'
import { openBook, type Shift } from '../../src/domain/book/book.ts'
import { audienceOf, canBePaged, findDuty, isOnShift, isOrphan, snapshotOf } from '../../src/domain/duty.ts'
import { courtesyAt } from '../../src/domain/incident/quiet-hours.ts'
import { addDays, day, hour, instantOf, momentOn, second } from '../../src/domain/instant.ts'
import { chen, night } from './night.ts'
import { bookWith, opening, shift } from './roster.ts'

const people = ['p-li', 'p-wang', 'p-chen', 'p-zhao'] as const
const names = (book: ReturnType<typeof openBook>, at: number) => {
  const duty = findDuty(book, 's-portal', at)
  return { lead: duty.lead?.id ?? null, staff: duty.staff.map(({ id }) => id), source: duty.source }
}

/** Thirty days of shifts from `date`, each person in turn, changing at `time`. */
function turns(date: string, time: string): Shift[] {
  return Array.from({ length: 30 }, (_, i) => ({
    ...{ id: `x${i}`, siteId: 's-portal', role: 'staff' as const, personId: people[i % 4] ?? 'p-li' },
    from: `${addDays(date, i)}T${time}:00+08:00`,
    to: `${addDays(date, i + 1)}T${time}:00+08:00`,
  }))
}

describe('who is on duty', () => {
  test('a second before and a second after any handover it is exactly the right person', () => {
    const starts = fc.constantFrom('2023-09-20', '2024-02-15', '2026-09-20', '2026-12-15', '2027-10-01')
    const times = fc.constantFrom('00:00', '08:30', '20:00')
    fc.assert(
      fc.property(
        starts,
        times,
        fc.integer({ min: 1, max: 29 }),
        fc.integer({ min: -1, max: 1 }),
        (date, time, i, off) => {
          const book = openBook(bookWith({ periods: [], shifts: turns(date, time) }))
          const at = momentOn(addDays(date, i), time, 'Asia/Shanghai') + off * second
          expect(names(book, at).staff).toEqual([people[(off < 0 ? i - 1 : i) % 4]])
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('does not depend on the zone of the machine', () => {
    expect(process.env['TZ']).toBe('America/New_York')
    const book = openBook(bookWith({ shifts: [shift('a', 0, 24), shift('b', 24, 48, { personId: 'p-wang' })] }))
    expect(names(book, Date.parse('2026-10-02T00:29:59Z')).staff).toEqual(['p-chen'])
    expect(names(book, Date.parse('2026-10-02T00:30:00Z')).staff).toEqual(['p-wang'])
  })

  test('shifts of a draft do not count, those of no period do', () => {
    const draft = {
      id: 'national-day-2026',
      name: '国庆节',
      from: '2026-10-01',
      to: '2026-10-07',
      state: 'draft' as const,
    }
    const shifts = [shift('a', 0, 24), shift('b', 24, 48, { periodId: null })]
    const book = openBook(bookWith({ periods: [draft], shifts }))
    expect(names(book, opening).source).toBe('standing')
    expect(names(book, opening + 30 * hour)).toMatchObject({ staff: ['p-chen'], source: 'roster' })
  })

  test('a roster without a lead falls back on the standing lead, one without staff has nobody on that rung', () => {
    const staffOnly = openBook(bookWith({ shifts: [shift('a', 0, 24)] }))
    expect(names(staffOnly, opening)).toEqual({ lead: 'p-li', staff: ['p-chen'], source: 'roster' })
    const leadOnly = openBook(bookWith({ shifts: [shift('a', 0, 24, { role: 'lead', personId: 'p-wang' })] }))
    expect(names(leadOnly, opening)).toEqual({ lead: 'p-wang', staff: [], source: 'roster' })
  })

  test('outside its shifts the contacts, then the standing lead, then the office', () => {
    const book = openBook(bookWith({}))
    expect(names(book, opening)).toEqual({ lead: 'p-li', staff: ['p-wang'], source: 'standing' })
    const water = findDuty(book, 's-water', opening)
    expect([water.source, water.office.map(({ id }) => id)]).toEqual(['office', ['p-zhao']])
    expect(findDuty(openBook({ schema: 'zhishou.book/1' }), 's-none', opening)).toMatchObject({
      source: 'none',
      lead: null,
    })
  })

  test('people who have left are never on duty', () => {
    const file = bookWith({ shifts: [shift('a', 0, 24)] })
    const left = (file.people ?? []).map((person) => ({ ...person, disabled: person.id === 'p-chen' }))
    expect(names(openBook({ ...file, people: left }), opening).staff).toEqual(['p-wang'])
  })

  test('an incident keeps names, and each audience its people', () => {
    const duty = findDuty(openBook(bookWith({ shifts: [shift('a', 0, 24)] })), 's-portal', opening)
    expect(snapshotOf(duty)).toMatchObject({ lead: { id: 'p-li', name: '李明' }, staff: [{ name: '陈海涛' }] })
    expect([audienceOf(duty, 'lead'), audienceOf({ ...duty, lead: null }, 'lead')]).toEqual([[duty.lead], []])
  })

  test('a site is an orphan when nobody of its duty has a mobile', () => {
    const bare = { id: 'p-x', name: '无手机' }
    expect(isOrphan({ lead: bare, staff: [], office: [], source: 'roster' })).toBe(true)
    expect(isOrphan({ lead: bare, staff: [chen], office: [], source: 'roster' })).toBe(false)
    expect(canBePaged({ ...chen, disabled: true })).toBe(false)
  })
})

describe('what a person is to a site', () => {
  const book = openBook(
    bookWith({
      shifts: [shift('a', 0, 24), shift('b', 0, 24, { role: 'lead', personId: 'p-wang', siteId: 's-water' })],
    }),
  )
  const on = (who: string, where: string, at = opening) => standingOn(book, who, where, at)

  test('is by the roster from a week before the shift to a week after it', () => {
    expect(on('p-chen', 's-portal')).toBe('staff')
    expect([on('p-chen', 's-portal', opening - 7 * day), on('p-chen', 's-portal', opening - 7 * day - 1)]).toEqual([
      'staff',
      'viewer',
    ])
    expect([on('p-chen', 's-portal', opening + 8 * day - 1), on('p-chen', 's-portal', opening + 8 * day)]).toEqual([
      'staff',
      'viewer',
    ])
  })

  test('is nothing at another unit’s site, and nothing at a site that does not exist', () => {
    expect([on('p-chen', 's-water'), on('p-li', 's-water'), on('p-li', 's-none'), on('p-none', 's-portal')]).toEqual(
      Array(4).fill('viewer'),
    )
  })

  test('is lead by roster or by standing, and office everywhere', () => {
    expect([on('p-li', 's-portal'), on('p-wang', 's-water'), on('p-zhao', 's-water')]).toEqual([
      'lead',
      'lead',
      'office',
    ])
    expect([leadsUnit(book, 'p-wang', 'u-water', opening), leadsUnit(book, 'p-wang', 'u-portal', opening)]).toEqual([
      true,
      false,
    ])
  })

  test('whoever has left is a viewer everywhere, the office’s people too', () => {
    const file = bookWith({})
    const left = openBook({ ...file, people: (file.people ?? []).map((person) => ({ ...person, disabled: true })) })
    expect(people.map((id) => highestStanding(left, id, opening))).toEqual(Array(4).fill('viewer'))
    expect(isOffice(left, 'p-zhao')).toBe(true)
  })

  test('the highest standing is that of the best site', () => {
    expect(people.map((id) => highestStanding(book, id, opening))).toEqual(['lead', 'lead', 'staff', 'office'])
    expect(standings.filter((standing) => hasStanding(standing, 'lead'))).toEqual(['lead', 'office'])
  })

  test('whoever was told of an incident, or was on duty then, may act on it', () => {
    const story = night()
    story.goesDown()
    const told = { ...story.incident(), siteId: 's-water' }
    expect(standingOnIncident(book, 'p-chen', told, opening)).toBe('staff')
    const escalated = { ...told, told: [{ id: 'p-chen', name: '陈海涛', audience: 'lead' as const }] }
    expect(standingOnIncident(book, 'p-chen', escalated, opening)).toBe('lead')
    expect(standingOnIncident(book, 'p-li', told, opening)).toBe('viewer')
  })
})

describe('courtesy texts', () => {
  const book = openBook(bookWith({ shifts: [shift('a', 0, 24)] }))
  const at = (iso: string) => instantOf(`${iso}+08:00`, 'utc')

  test('wait from 22:00 to 07:00, except for whoever is on shift', () => {
    expect(courtesyAt(book, 'p-li', at('2026-10-01T21:59:59'))).toBe(at('2026-10-01T21:59:59'))
    expect(courtesyAt(book, 'p-li', at('2026-10-01T22:00:00'))).toBe(at('2026-10-02T07:00:00'))
    expect(courtesyAt(book, 'p-li', at('2026-10-02T06:59:59'))).toBe(at('2026-10-02T07:00:00'))
    expect(courtesyAt(book, 'p-li', at('2026-10-02T07:00:00'))).toBe(at('2026-10-02T07:00:00'))
    expect(courtesyAt(book, 'p-chen', at('2026-10-02T03:00:00'))).toBe(at('2026-10-02T03:00:00'))
    expect(isOnShift(book, 'p-chen', opening + 24 * hour)).toBe(false)
  })

  test('may be given no quiet hours, or hours within one day', () => {
    const with_ = (quietHours: { from: string; to: string }) => openBook(bookWith({ settings: { quietHours } }))
    const noon = at('2026-10-01T12:30:00')
    expect(courtesyAt(with_({ from: '07:00', to: '07:00' }), 'p-li', noon)).toBe(noon)
    expect(courtesyAt(with_({ from: '12:00', to: '14:00' }), 'p-li', noon)).toBe(at('2026-10-01T14:00:00'))
  })
})
