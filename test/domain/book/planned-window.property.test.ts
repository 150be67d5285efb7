import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PlannedWindow, windowSpans, windowStanding } from '../../../src/domain/book/planned-window.ts'
import { day, instantOf, isoOf, minute } from '../../../src/domain/instant.ts'

const zone = 'Asia/Shanghai'
const begin = Date.parse('2026-10-01T00:00:00+08:00')
const windows: fc.Arbitrary<PlannedWindow> = fc
  .record({
    start: fc.integer({ min: 0, max: 20 * 24 * 60 }),
    length: fc.integer({ min: 1, max: 31 * 24 * 60 }),
    daily: fc.boolean(),
    ended: fc.option(fc.integer({ min: 0, max: 60 * 24 * 60 }), { nil: undefined }),
  })
  .map(({ start, length, daily, ended }) => ({
    ...{ id: 'w', siteId: 's', reason: 'r', daily },
    from: isoOf(begin + start * minute, zone),
    to: isoOf(begin + (start + length) * minute, zone),
    ...(ended === undefined ? {} : { endedAt: isoOf(begin + ended * minute, zone) }),
  }))

test('the stretches of a window are in order, apart, within its ends, and none after it was ended', () => {
  fc.assert(
    fc.property(windows, (window) => {
      const spans = windowSpans(window, zone)
      const last = Math.min(instantOf(window.to, zone), window.endedAt ? instantOf(window.endedAt, zone) : Infinity)
      let free = instantOf(window.from, zone)
      for (const { fromAt, toAt } of spans) {
        expect(fromAt).toBeGreaterThanOrEqual(free)
        expect(toAt).toBeGreaterThan(fromAt)
        expect(toAt).toBeLessThanOrEqual(last)
        if (window.daily) expect(toAt - fromAt).toBeLessThanOrEqual(day)
        free = toAt
      }
    }),
  )
})

test('a window runs exactly within its stretches', () => {
  fc.assert(
    fc.property(windows, fc.integer({ min: 0, max: 60 * 24 * 60 }), (window, minutes) => {
      const now = begin + minutes * minute
      const isWithin = windowSpans(window, zone).some(({ fromAt, toAt }) => fromAt <= now && now < toAt)
      // One that was ended is over as a whole, whatever it had covered before.
      if (window.endedAt === undefined) expect(windowStanding(window, zone, now) === 'running').toBe(isWithin)
      expect(windowStanding({ ...window, state: 'asked' }, zone, now)).not.toBe('running')
    }),
  )
})
