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
import { isSuspicious, witnessesNeeded } from '../../../src/domain/watch/blindness.ts'
import { type Look, outlookOf, seenSince, unseenSince } from '../../../src/domain/watch/outlook.ts'
import { planSlots, type Slot, slotsBetween } from '../../../src/domain/watch/slot.ts'
import { midnight } from '../night.ts'
import { bookWith, opening } from '../roster.ts'

const settings = withDefaults()

describe('slots', () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,20}$/), { minLength: 1, maxLength: 60 })
  const paced = (siteIds: readonly string[], intervalMs: number) => siteIds.map((siteId) => ({ siteId, intervalMs }))

  test('in any stretch of one interval each site has exactly one slot, and the next one is an interval later', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 600_000 }), fc.integer({ min: 0, max: 4e12 }), (all, ms, after) => {
        const plan = planSlots(paced(all, ms))
        const first = slotsBetween(plan, after, after + ms)
        expect(first.map(({ siteId }) => siteId).sort()).toEqual([...all].sort())
        for (const { at } of first) expect(at > after && at <= after + ms).toBe(true)
        const placeOf = (slots: Slot[]) => new Map(slots.map(({ siteId, at }) => [siteId, at % ms]))
        expect(placeOf(slotsBetween(plan, after + ms, after + 2 * ms))).toEqual(placeOf(first))
      }),
    )
  })

  test('stretches that follow each other miss nothing and name nothing twice', () => {
    fc.assert(
      fc.property(ids, fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 20 }), (all, lengths) => {
        const plan = planSlots([...paced(all, 1_000), ...paced(['slow-one'], 7_000)])
        const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((sum, ms) => sum + ms, midnight))
        const apart = ends.flatMap((end, i) => slotsBetween(plan, ends[i - 1] ?? midnight, end))
        const inOrder = (slots: Slot[]) => slots.map(({ siteId, at }) => `${at} ${siteId}`).sort()
        expect(inOrder(apart)).toEqual(inOrder(slotsBetween(plan, midnight, ends.at(-1) ?? midnight)))
      }),
    )
  })

  test.each([300, 5_000, 14_300])('of %i sites no second has more than a tenth over its share, or one', (count) => {
    const plan = planSlots(
      paced(
        Array.from({ length: count }, (_, i) => `s-${i}`),
        minute,
      ),
    )
    const seconds = Array.from({ length: 60 }, (_, i) => midnight + i * second)
    const busiest = Math.max(...seconds.map((from) => slotsBetween(plan, from, from + second).length))
    expect(busiest).toBeLessThanOrEqual(Math.max(1.1 * (count / 60), Math.ceil(count / 60) + 1))
  })

  test('neighbours in the book lie apart', () => {
    const plan = planSlots(
      paced(
        Array.from({ length: 1_000 }, (_, i) => `s-${String(i).padStart(4, '0')}`),
        minute,
      ),
    )
    const at = new Map(slotsBetween(plan, midnight, midnight + minute).map((slot) => [slot.siteId, slot.at]))
    const gaps = [...at.keys()]
      .sort()
      .map((id, i, all) => Math.abs((at.get(id) ?? 0) - (at.get(all[i - 1] ?? id) ?? 0)))
    expect(gaps.filter((ms) => ms > second).length).toBeGreaterThan(900)
  })

  test('a site that joins moves the others by less than a stretch of theirs', () => {
    const before = Array.from({ length: 600 }, (_, i) => `s-${i}`)
    const placesOf = (siteIds: string[]) =>
      new Map(slotsBetween(planSlots(paced(siteIds, minute)), 0, minute).map(({ siteId, at }) => [siteId, at]))
    const [old, grown] = [placesOf(before), placesOf([...before, 's-new'])]
    for (const id of before)
      expect(Math.abs((old.get(id) ?? 0) - (grown.get(id) ?? 0))).toBeLessThanOrEqual(minute / 600)
  })
})

describe('whether the watch must ask if it is blind', () => {
  const looks = (failing: number, passing: number, at = midnight): Look[] =>
    Array.from({ length: failing + passing }, (_, i) => ({ siteId: `s-${i}`, at, ok: i >= failing }))
  const isSuspiciousAt = (all: Look[], since = midnight) => isSuspicious(outlookOf(all), since, settings, midnight)
  const witnesses = (all: Look[]) => witnessesNeeded(outlookOf(all), midnight, settings)

  test('it asks when three in ten fail within a minute, and at least three', () => {
    const asks = ([failing, passing]: [number, number]) => isSuspiciousAt(looks(failing, passing))
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
    const early = midnight - 76 * second
    expect(isSuspiciousAt(looks(9, 0, early), early)).toBe(false)
    expect(isSuspiciousAt(looks(9, 0, early + second), early + second)).toBe(true)
  })

  test('of a town that was seen well a moment ago those looked at since decide', () => {
    const early = looks(0, 1_000, midnight - 30 * second)
    const since = looks(5, 5).map((look) => ({ ...look, siteId: `${look.siteId}-since` }))
    expect(isSuspiciousAt([...early, ...since])).toBe(true)
    expect(isSuspiciousAt([...early, ...since.slice(3)])).toBe(false)
  })

  test('no sites, no suspicion', () => {
    expect(isSuspiciousAt([])).toBe(false)
  })

  test('those not looked at since the first failure are called as witnesses, unless most others pass', () => {
    const early = looks(0, 5, midnight - minute)
    const failed: Look = { siteId: 's-x', at: midnight, ok: false }
    expect(witnesses([...early, failed])).toEqual(['s-0', 's-1', 's-2', 's-3', 's-4'])
    const passing = looks(0, 4, midnight + second).map((look) => ({ ...look, siteId: `${look.siteId}-later` }))
    expect(witnesses([...early, failed, ...passing])).toEqual([])
    expect(witnesses([failed])).toEqual([])
  })

  test('of many that could testify twenty are called, from all over', () => {
    const early = looks(0, 14_300, midnight - minute)
    const called = witnesses([...early, { siteId: 's-x', at: midnight, ok: false }])
    expect([called.length, new Set(called).size, called.at(-1)]).toEqual([20, 20, 's-13585'])
  })

  test('what is seen since a moment is the same however it is counted', () => {
    const moments = fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }), ok: fc.boolean() }), { maxLength: 60 })
    fc.assert(
      fc.property(moments, fc.integer({ min: -1, max: 51 }), (drawn, at) => {
        const all = drawn.map((look, i) => ({ ...look, siteId: `s-${i}` }))
        const since = all.filter((look) => look.at >= at)
        const failing = since.filter(({ ok }) => !ok).length
        expect(seenSince(outlookOf(all), at)).toEqual({ seen: since.length, failing })
        expect(unseenSince(outlookOf(all), at, 100)).toHaveLength(all.length - since.length)
      }),
    )
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
