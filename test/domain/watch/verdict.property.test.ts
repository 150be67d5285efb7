import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultSettings } from '../../../src/domain/book/settings.ts'
import { minute, second } from '../../../src/domain/instant.ts'
import { failuresForDown, judge, judgeSilence, type SiteState, unseen } from '../../../src/domain/watch/verdict.ts'
import { failure, good, midnight, site } from '../night.ts'

const rule = fc.record({
  recheckSeconds: fc.array(fc.constantFrom(5, 12, 20), { maxLength: 4 }),
  goodToRecover: fc.integer({ min: 1, max: 4 }),
  goodSpacingSeconds: fc.constantFrom(0, 10, 30),
})
const looks = fc.array(fc.record({ ok: fc.boolean(), after: fc.constantFrom(1, 5, 12, 30, 60, 600) }), {
  maxLength: 80,
})
const looked = fc.record({ rule, looks })
type Looked = typeof looked extends fc.Arbitrary<infer T> ? T : never
type Look = { at: number; ok: boolean }

/** Judges every look, silence before it included, and shows each step with the looks so far. */
function watch({ rule: some, looks: plan }: Looked, read: (past: Look[], before: SiteState, after: SiteState) => void) {
  const probe = { ...defaultSettings.probe, ...some }
  let state = unseen(site.id, midnight)
  let now = midnight
  const past: Look[] = []
  for (const { ok, after } of plan) {
    now += after * second
    const quiet = judgeSilence(state, probe, now)
    const next = judge(quiet, ok ? good(now) : failure(now), probe).state
    past.push({ at: now, ok })
    read(past, quiet, next)
    state = next
  }
  return probe
}

function runOf(past: Look[], ok: boolean): Look[] {
  const start = past.findLastIndex((look) => look.ok !== ok) + 1
  return past.slice(start)
}

test('a site is called down only after as many failures in a row as the rule wants, since the first of them', () => {
  fc.assert(
    fc.property(looked, (told) => {
      const wanted = told.rule.recheckSeconds.length + 1
      watch(told, (past, before, after) => {
        if (after.verdict !== 'down' || before.verdict === 'down' || before.verdict === 'recovering') return
        const failures = runOf(past, false)
        expect(failures.length).toBeGreaterThanOrEqual(wanted)
        expect(failures.map(({ at }) => at)).toContain(after.since)
        expect(after.failures.map(({ at }) => at)).toEqual(failures.slice(-wanted).map(({ at }) => at))
      })
    }),
  )
})

test('so many failures in a row without a silence do call it down', () => {
  fc.assert(
    fc.property(rule, fc.integer({ min: 0, max: 10 }), (some, goods) => {
      const probe = { ...defaultSettings.probe, ...some }
      let state = unseen(site.id, midnight)
      for (let i = 0; i < goods; i++) state = judge(state, good(midnight + i * minute), probe).state
      const failures = Array.from({ length: failuresForDown(probe) }, (_, i) => midnight + (goods + i) * minute)
      for (const moment of failures) state = judge(state, failure(moment), probe).state
      expect(state).toMatchObject({ verdict: 'down', since: failures[0] })
    }),
  )
})

test('a site that was down is up only after enough good looks in a row, far enough apart', () => {
  fc.assert(
    fc.property(looked, (told) => {
      watch(told, (past, before, after) => {
        if (after.verdict !== 'up' || (before.verdict !== 'down' && before.verdict !== 'recovering')) return
        let spaced = 0
        let lastAt = Number.NEGATIVE_INFINITY
        for (const { at } of runOf(past, true)) {
          if (at - lastAt < told.rule.goodSpacingSeconds * second) continue
          spaced++
          lastAt = at
        }
        expect(spaced).toBeGreaterThanOrEqual(told.rule.goodToRecover)
      })
    }),
  )
})

test('an outage keeps its first failure as its beginning until the site is up again', () => {
  fc.assert(
    fc.property(looked, (told) => {
      let beganAt: number | null = null
      watch(told, (_past, before, after) => {
        if (after.verdict === 'down' && before.verdict === 'recovering') expect(after.since).toBe(beganAt)
        if (after.verdict === 'down') beganAt ??= after.since
        if (after.verdict === 'up') beganAt = null
      })
    }),
  )
})

test('after a silence nothing is green, and an outage stays an outage', () => {
  fc.assert(
    fc.property(looked, (told) => {
      const probe = { ...defaultSettings.probe, ...told.rule }
      watch(told, (past, _before, after) => {
        const later = (past.at(-1)?.at ?? 0) + (2 * probe.intervalSeconds + probe.timeoutSeconds) * second
        const silent = judgeSilence(after, probe, later)
        const isOut = after.verdict === 'down' || after.verdict === 'recovering'
        expect(silent.verdict).toBe(isOut ? after.verdict : 'unknown')
        expect(judgeSilence(after, probe, later - 1)).toBe(after)
      })
    }),
  )
})

test('a look that began shortly before the last judged one changes nothing', () => {
  const state = judge(unseen(site.id, midnight), good(midnight + 30 * second), defaultSettings.probe).state
  expect(judge(state, failure(midnight), defaultSettings.probe)).toMatchObject({ state, change: 'none' })
})

test('after the clock was set back looks are judged on, and a recovery does not wait for the old time to return', () => {
  const probe = { ...defaultSettings.probe, recheckSeconds: [] }
  const down = judge(unseen(site.id, midnight), failure(midnight), probe).state
  const recovering = judge(down, good(midnight + minute), probe).state
  expect(judge(recovering, good(midnight - 60 * minute), probe).change).toBe('came_up')
  expect(judge(recovering, failure(midnight - 60 * minute), probe).change).toBe('fell_back')
})

test('a failure during recovery is a change that must be kept, a failure while down is not', () => {
  const probe = { ...defaultSettings.probe, recheckSeconds: [] }
  const down = judge(unseen(site.id, midnight), failure(midnight), probe)
  const recovering = judge(down.state, good(midnight + minute), probe)
  const changes = [down, recovering, judge(recovering.state, failure(midnight + 2 * minute), probe)].map(
    ({ change }) => change,
  )
  expect(changes).toEqual(['went_down', 'recovering', 'fell_back'])
  expect(judge(down.state, failure(midnight + minute), probe).change).toBe('failed_again')
})
