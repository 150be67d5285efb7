import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../src/domain/book/settings.ts'
import { minute } from '../../../src/domain/instant.ts'
import { judge, followClock as moveState, unseen } from '../../../src/domain/watch/verdict.ts'
import { by, chen, failure, good, midnight, night, site, told } from '../night.ts'

const time = { kind: 'time_passed' } as const
const taken = { kind: 'acknowledged', takeOver: false, ...by(chen) } as const
const jump = (minutes: number) => ({ kind: 'clock_moved', byMs: minutes * minute }) as const

describe('the clock is set during an incident', () => {
  test('whatever the jump, the next rung keeps its distance from now and nobody is told', () => {
    const property = fc.property(fc.integer({ min: -3000, max: 3000 }), (minutes) => {
      const story = night()
      story.goesDown()
      const before = story.incident()
      const decision = story.step(1 + minutes, jump(minutes))
      expect(decision).toMatchObject({ pages: [], events: [], cancelPlanned: null, reason: 'clock_moved' })
      expect(story.incident()).toEqual({
        ...before,
        version: before.version + 1,
        ladderStartedAt: before.ladderStartedAt + minutes * minute,
        dueAt: (before.dueAt ?? 0) + minutes * minute,
      })
      expect(story.step(2 + minutes, time).reason).toBe('not_due')
    })
    fc.assert(property)
  })

  test('the ladder goes on where it stood, rung by rung', () => {
    const story = night()
    story.goesDown()
    story.step(61, jump(60))
    expect(told(story.step(65, time))).toEqual(told(fiveMinutesIn()))
  })

  test('an acknowledgement keeps its minutes, and what nobody waits for stays nothing', () => {
    const story = night()
    story.goesDown()
    story.step(1, taken)
    story.step(2 - 120, jump(-120))
    expect(story.incident()).toMatchObject({ acknowledgementExpiresAt: midnight - 89 * minute, settleAt: null })
    expect(story.step(30 - 120, time).reason).toBe('not_due')
    expect(story.step(31 - 120, time).reason).toBe('acknowledgement_expired')
  })

  test('a closed incident does not move', () => {
    const story = night()
    story.goesDown()
    story.step(1, { kind: 'voided', reason: '误报', ...by(chen) })
    expect(story.step(2, jump(60)).reason).toBe('refused_closed')
  })
})

describe('the clock is set between looks', () => {
  const rule = defaultSettings.probe

  test('a suspicion counts on, its first failure as long ago as it was', () => {
    const suspect = judge(unseen(site.id, midnight), failure(midnight), rule).state
    const moved = moveState(suspect, 60 * minute)
    expect(moved).toMatchObject({ verdict: 'suspect', since: midnight + 60 * minute })
    expect(moved.failures.map(({ at }) => at)).toEqual([midnight + 60 * minute])
  })

  test('a look after a small step back is no history', () => {
    const up = moveState(judge(unseen(site.id, midnight), good(midnight), rule).state, -20_000)
    expect(judge(up, failure(midnight - 19_000), rule).change).toBe('became_suspect')
  })

  test('an outage keeps the moments its incident is known by', () => {
    let state = unseen(site.id, midnight)
    for (const s of [0, 5, 12]) state = judge(state, failure(midnight + s * 1000), rule).state
    const moved = moveState(state, 60 * minute)
    expect([moved.since, moved.failures]).toEqual([state.since, state.failures])
    expect(moved.last?.at).toBe(midnight + 12_000 + 60 * minute)
  })
})

function fiveMinutesIn() {
  const story = night()
  story.goesDown()
  return story.step(5, time)
}
