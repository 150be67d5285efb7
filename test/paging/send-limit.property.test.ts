import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTurns } from '../../src/paging/send-limit.ts'

const limits = [
  { count: 5, perMs: 1000 },
  { count: 100, perMs: 60_000 },
]
const pauses = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 400 })

test('whenever it is asked, no window ever holds more sends than it may', () => {
  fc.assert(
    fc.property(pauses, (gaps) => {
      let now = 0
      const turns = createTurns(limits, () => now)
      const begun: number[] = []
      for (const gap of gaps) {
        now += gap
        if (turns.take() === 0) begun.push(now)
      }
      for (const { count, perMs } of limits)
        for (const [i, at] of begun.entries())
          expect((begun[i + count] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(perMs)
    }),
  )
})

test('who waits as long as was said gets a turn, and no sooner', () => {
  fc.assert(
    fc.property(pauses, fc.integer({ min: 0, max: 5000 }), (gaps, pauseMs) => {
      let now = 0
      const turns = createTurns(limits, () => now)
      for (const gap of gaps) {
        now += gap
        turns.take()
      }
      turns.pause(pauseMs)
      const waitMs = turns.take()
      if (waitMs === 0) return
      now += waitMs - 1
      expect(turns.take()).toBe(1)
      now += 1
      expect(turns.take()).toBe(0)
    }),
  )
})
