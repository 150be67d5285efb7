import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChannelKind } from '../../../src/domain/book/settings.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { currentLevel, isRepeat, levelDueAt, levelsOf, rungsOf } from '../../../src/domain/incident/ladder.ts'
import { day, minute, second } from '../../../src/domain/instant.ts'
import { midnight, night, policy } from '../night.ts'

const rung = fc.record({
  afterMinutes: fc.constantFrom(0, 0.25, 3, 5, 5.5, 10, 60),
  tell: fc.constantFrom('staff' as const, 'lead' as const, 'office' as const),
  by: fc.subarray<ChannelKind>(['sms', 'voice'], { minLength: 1 }),
})
const policies = fc
  .record({
    ladder: fc.array(rung, { minLength: 1, maxLength: 8 }),
    ladderRepeatMinutes: fc.constantFrom(0.001, 1, 15),
  })
  .map((settings) => policy(settings))
const opened: Incident = night().goesDown().incident ?? raise()

function raise(): never {
  throw new Error('an outage opens an incident')
}

test('levels come due in their order, and together hold every rung once', () => {
  fc.assert(
    fc.property(policies, (rules) => {
      const levels = levelsOf(rules)
      const moments = levels.map(({ afterMs }) => afterMs)
      expect(new Set(moments).size).toBe(levels.length)
      expect(moments).toEqual(moments.toSorted((a, b) => a - b))
      expect(levels.flatMap(({ rungs }) => rungs)).toEqual(rules.ladder)
    }),
  )
})

test('each level is due after the one before it, repeats included', () => {
  fc.assert(
    fc.property(policies, fc.nat(40), (rules, index) => {
      expect(levelDueAt(opened, index + 1, rules)).toBeGreaterThan(levelDueAt(opened, index, rules))
    }),
  )
})

test('the current level is the newest overdue one and never an earlier one than the next to fire', () => {
  fc.assert(
    fc.property(policies, fc.nat(12), fc.nat(7 * day), (rules, level, stopMs) => {
      const now = midnight + stopMs
      const incident = { ...opened, level }
      const current = currentLevel(incident, now, rules)
      expect(current).toBeGreaterThanOrEqual(level)
      expect(levelDueAt(incident, current + 1, rules)).toBeGreaterThan(now)
      if (current > level) expect(levelDueAt(incident, current, rules)).toBeLessThanOrEqual(now)
    }),
  )
})

test('a year of standing still with repeats every second is judged in an instant', () => {
  const rules = policy({ ladderRepeatMinutes: 0.001 })
  const began = performance.now()
  expect(currentLevel(opened, midnight + 365 * day, rules)).toBeGreaterThan(31_000_000)
  expect(performance.now() - began).toBeLessThan(50)
})

test('a repeat tells whoever the last level tells, or else the nearest level that has somebody', () => {
  const rules = policy()
  const tells = (can: string[]) => rungsOf(9, rules, ({ tell }) => can.includes(tell)).map(({ tell }) => tell)
  expect(isRepeat(9, rules)).toBe(true)
  expect([tells(['lead', 'staff']), tells(['staff']), tells([])]).toEqual([
    ['lead', 'office'],
    ['staff'],
    ['lead', 'office'],
  ])
})

test('repeats stand a second apart at least', () => {
  const rules = policy({ ladderRepeatMinutes: 0.001 })
  expect(levelDueAt(opened, 5, rules) - levelDueAt(opened, 4, rules)).toBe(second)
  expect(levelDueAt(opened, 4, policy()) - levelDueAt(opened, 3, policy())).toBe(15 * minute)
})
