import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, hour, minute, second } from '../../../src/domain/instant.ts'
import { firstVetoCount, meterOf, unreachableShare } from '../../../src/domain/watch/meter.ts'
import type { Sample } from '../../../src/domain/watch/probe.ts'
import { addRollups, rollupOf, tallyOf } from '../../../src/domain/watch/rollup.ts'
import { failure, good, midnight } from '../night.ts'

const tallyWith = (probes: number, unreached: number, planned = { probes: 0, unreached: 0 }) => ({
  ...{ probes, failures: unreached, visits: probes, unreached },
  ...{ plannedVisits: planned.probes, plannedUnreached: planned.unreached },
})

test.each([
  ['the legal minimum of 20 a day', 140, 7],
  ['every half hour', 336, 17],
  ['every five minutes', 2016, 101],
  ['every minute', 10_080, 504],
])('%s: of %i visits a week the %i. failure is the veto, and the one before is not', (_, visits, first) => {
  expect(firstVetoCount(visits)).toBe(first)
  expect(meterOf(tallyWith(visits, first)).tone).toBe('veto')
  expect(meterOf(tallyWith(visits, first - 1)).tone).toBe('amber')
})

test('amber begins at three in a hundred, included', () => {
  expect([302, 303].map((failures) => meterOf(tallyWith(10_080, failures)).tone)).toEqual(['fine', 'amber'])
  expect(meterOf(tallyWith(100, 3)).tone).toBe('amber')
})

test('a page that took fifteen seconds was not reached although it came; one of a millisecond less was', () => {
  const slow = (ms: number): Sample => ({ ...good(midnight), ms })
  expect(tallyOf([slow(15_000), slow(14_999)])).toMatchObject({ probes: 2, failures: 0, unreached: 1 })
})

test('a blip that two re-probes confirm is one failed visit, and three failed looks', () => {
  const again = (at: number): Sample => ({ ...failure(at), isRecheck: true })
  const looks = [
    failure(midnight),
    again(midnight + 5 * second),
    again(midnight + 12 * second),
    good(midnight + minute),
  ]
  expect(tallyOf(looks)).toMatchObject({ probes: 4, failures: 3, visits: 2, unreached: 1 })
  expect(meterOf(tallyOf(looks))).toMatchObject({ visits: 2, failures: 1 })
})

test('filed windows are left out of the rate and shown beside it', () => {
  const meter = meterOf(tallyWith(1000, 100, { probes: 100, unreached: 100 }))
  expect(meter).toEqual({ visits: 900, failures: 0, tone: 'fine', plannedVisits: 100, plannedFailures: 100 })
  expect(meterOf(tallyWith(9, 9, { probes: 9, unreached: 9 })).tone).toBe('none')
})

test('the veto is what whole numbers say, for any count', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000 }), fc.nat(30_000), (visits, wanted) => {
      const failures = Math.min(wanted, visits)
      const { tone } = meterOf(tallyWith(visits, failures))
      expect(tone === 'veto').toBe(20 * failures >= visits)
      expect(tone === 'veto').toBe(failures >= firstVetoCount(visits))
      // What is printed never says less than what is judged.
      if (tone === 'veto') expect(Number(unreachableShare({ visits, failures }))).toBeGreaterThanOrEqual(5)
      expect(Number(unreachableShare({ visits, failures })) > 0).toBe(failures > 0)
    }),
  )
})

test('hours added up say what all their looks say together', () => {
  const look = fc.record({ at: fc.nat(day - 1), ms: fc.nat(30_000), ok: fc.boolean(), isPlanned: fc.boolean() })
  fc.assert(
    fc.property(fc.uniqueArray(look, { selector: ({ at }) => at, maxLength: 80 }), (drawn) => {
      const looks = drawn
        .map(({ at, isPlanned, ...rest }) => ({
          at: midnight + at,
          phases: {},
          ...rest,
          ...(isPlanned ? { isPlanned } : {}),
        }))
        .sort((a, b) => a.at - b.at)
      const hours = Array.from({ length: 24 }, (_, i) => {
        const [from, to] = [midnight + i * hour, midnight + (i + 1) * hour]
        return rollupOf(
          looks.filter(({ at }) => from <= at && at < to),
          { from, to, intervalMs: minute },
        )
      })
      const whole = rollupOf(looks, { from: midnight, to: midnight + day, intervalMs: minute })
      const { probes, failures, unreached, sumMs, minMs, maxMs } = whole
      expect(addRollups(hours)).toMatchObject({ probes, failures, unreached, sumMs, minMs, maxMs })
    }),
  )
})

test('a look speaks for its interval on either side; what lies between is no data', () => {
  const span = { from: midnight, to: midnight + hour, intervalMs: minute }
  const at = (minutes: number) => failure(midnight + minutes * minute)
  expect(rollupOf([], span).dataSeconds).toBe(0)
  expect(rollupOf([at(10)], span).dataSeconds).toBe((2 * minute) / second)
  expect(rollupOf([at(10), at(11), at(59.5)], span).dataSeconds).toBe((4.5 * minute) / second)
})
