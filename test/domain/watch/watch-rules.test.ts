import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openBook, plannedWindow, probeRule } from '../../../src/domain/book/book.ts'
import { withDefaults } from '../../../src/domain/book/settings.ts'
import {
  addDays,
  dateOf,
  daysBetween,
  hour,
  instantOf,
  isoOf,
  minute,
  momentOn,
  second,
} from '../../../src/domain/instant.ts'
import { isSuspicious, type Look, witnessesNeeded } from '../../../src/domain/watch/blindness.ts'
import { nextSlotAt, phaseOf } from '../../../src/domain/watch/slot.ts'
import { midnight } from '../night.ts'
import { bookWith, opening } from '../roster.ts'

const settings = withDefaults()

describe('slots', () => {
  test('the next slot is later, within one interval, and always at the same place of it', () => {
    const ids = fc.stringMatching(/^[a-z0-9-]{1,20}$/)
    fc.assert(
      fc.property(
        ids,
        fc.integer({ min: 1, max: 600_000 }),
        fc.integer({ min: 0, max: 4e12 }),
        (id, interval, after) => {
          const next = nextSlotAt(id, interval, after)
          expect(next).toBeGreaterThan(after)
          expect(next).toBeLessThanOrEqual(after + interval)
          expect(next % interval).toBe(phaseOf(id, interval))
          expect(nextSlotAt(id, interval, next)).toBe(next + interval)
        },
      ),
    )
  })

  test('a thousand neighbours are spread evenly over the minute', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let i = 0; i < 1000; i++) {
      const tenth = Math.floor(phaseOf(`s-${String(i).padStart(4, '0')}`, minute) / (6 * second))
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    expect(Math.min(...tenths)).toBeGreaterThan(60)
    expect(Math.max(...tenths)).toBeLessThan(140)
  })
})

describe('whether the watch must ask if it is blind', () => {
  const looks = (failing: number, passing: number, at = midnight): Look[] =>
    Array.from({ length: failing + passing }, (_, i) => ({ siteId: `s-${i}`, at, ok: i >= failing }))

  test('it asks when three in ten fail within a minute, and at least three', () => {
    const asks = ([failing, passing]: [number, number]) => isSuspicious(looks(failing, passing), settings, midnight)
    expect(
      (
        [
          [3, 7],
          [2, 8],
          [2, 0],
          [3, 0],
          [29, 71],
          [30, 70],
        ] as [number, number][]
      ).map(asks),
    ).toEqual([...[true, false, false, true, false, true]])
  })

  test('failures of earlier minutes do not count', () => {
    expect(isSuspicious(looks(9, 0, midnight - 76 * second), settings, midnight)).toBe(false)
    expect(isSuspicious(looks(9, 0, midnight - 75 * second), settings, midnight)).toBe(true)
  })

  test('no sites, no suspicion', () => {
    expect(isSuspicious([], settings, midnight)).toBe(false)
  })

  test('those not looked at since the first failure are called as witnesses, unless most others pass', () => {
    const early = looks(0, 5, midnight - minute)
    const failed: Look = { siteId: 's-x', at: midnight, ok: false }
    expect(witnessesNeeded([...early, failed], midnight, settings)).toEqual(['s-0', 's-1', 's-2', 's-3', 's-4'])
    const passing = looks(0, 4, midnight + second).map((look) => ({ ...look, siteId: `${look.siteId}-later` }))
    expect(witnessesNeeded([...early, failed, ...passing], midnight, settings)).toEqual([])
    expect(witnessesNeeded([failed], midnight, settings)).toEqual([])
  })
})

describe('moments', () => {
  test('a moment written and read again is the same, in any zone', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'UTC', 'America/New_York')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), zones, (at, zone) => instantOf(isoOf(at, zone), 'UTC') === at),
    )
  })

  test('days begin at midnight of the zone, not of the machine', () => {
    expect(dateOf(Date.parse('2026-09-30T15:59:59Z'), 'Asia/Shanghai')).toBe('2026-09-30')
    expect(dateOf(Date.parse('2026-09-30T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-10-01')
    expect(isoOf(momentOn('2026-10-01', '08:30', 'Asia/Shanghai'), 'Asia/Shanghai')).toBe('2026-10-01T08:30:00+08:00')
  })

  test('days are counted across months, years and leap days', () => {
    expect([addDays('2026-12-31', 1), addDays('2028-03-01', -1)]).toEqual(['2027-01-01', '2028-02-29'])
    expect(daysBetween('2026-09-29', '2026-10-01')).toEqual(['2026-09-29', '2026-09-30', '2026-10-01'])
    expect(daysBetween('2026-10-02', '2026-10-01')).toEqual([])
  })

  test('a text that is no moment throws instead of becoming a NaN', () => {
    expect(() => instantOf('十月一日', 'Asia/Shanghai')).toThrow()
  })
})

describe('settings', () => {
  test('what is not written has its default, and what is written stands', () => {
    const { probe, blindness, ladderRepeatMinutes } = withDefaults({
      probe: { intervalSeconds: 5 },
      blindness: { minimum: 9 },
    })
    expect(probe).toMatchObject({ intervalSeconds: 5, timeoutSeconds: 15, recheckSeconds: [5, 12] })
    expect([blindness.minimum, blindness.share, ladderRepeatMinutes]).toEqual([9, 0.3, 15])
  })

  test('the ladder is read in the order in which its rungs come due', () => {
    const ladder = [10, 0, 5].map((afterMinutes) => ({ afterMinutes, tell: 'staff' as const, by: ['sms' as const] }))
    expect(withDefaults({ ladder }).ladder.map(({ afterMinutes }) => afterMinutes)).toEqual([0, 5, 10])
  })

  test('a site overrides its own probe, and a filed window silences it from its start until its end', () => {
    const span = { from: '2026-10-01T08:30:00+08:00', to: '2026-10-01T09:30:00+08:00' }
    const book = openBook(bookWith({ windows: [{ id: 'w', siteId: 's-portal', reason: '升级', ...span }] }))
    const site = { id: 's-portal', name: '站', url: 'http://127.0.0.1/', probe: { intervalSeconds: 300 } }
    expect(probeRule(book, site)).toMatchObject({ intervalSeconds: 300, timeoutSeconds: 15 })
    const silenced = [opening - 1, opening, opening + hour - 1, opening + hour].map(
      (at) => plannedWindow(book, 's-portal', at)?.id,
    )
    expect(silenced).toEqual([undefined, 'w', 'w', undefined])
  })
})
