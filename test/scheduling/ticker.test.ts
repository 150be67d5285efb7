import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { everySecond } from '../../src/scheduling/ticker.ts'

// node-schedule on vitest's fake timers. The monotonic clock is counted here, because setting the wall clock must not
// move it.

let mono = 0
let ticks = 0
let stop: () => void
const errors: unknown[] = []

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-10-01T02:00:00+08:00') })
  mono = 0
  ticks = 0
  errors.length = 0
  stop = everySecond(() => ticks++, { monotonic: () => mono, onError: (error) => errors.push(error) })
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

async function pass(seconds: number): Promise<void> {
  for (let i = 0; i < seconds * 10; i++) {
    mono += 100
    await vi.advanceTimersByTimeAsync(100)
  }
}

test('it ticks about once a second', async () => {
  await pass(60)
  expect(ticks).toBeGreaterThanOrEqual(59)
  expect(ticks).toBeLessThanOrEqual(61)
})

test('a clock set nine minutes forward makes no burst of ticks', async () => {
  await pass(5)
  const before = ticks
  vi.setSystemTime(Date.now() + 9 * 60_000)
  await pass(5)
  expect(ticks - before).toBeLessThanOrEqual(6)
  expect(ticks - before).toBeGreaterThanOrEqual(3)
})

test('a clock set eleven minutes back stops the ticks for three seconds at most', async () => {
  await pass(5)
  vi.setSystemTime(Date.now() - 11 * 60_000)
  const before = ticks
  await pass(4)
  expect(ticks).toBeGreaterThan(before)
  const settled = ticks
  await pass(20)
  expect(ticks - settled).toBeGreaterThanOrEqual(18)
})

test('a process that was paused ticks once for the gap', async () => {
  await pass(5)
  const before = ticks
  mono += 600_000
  vi.setSystemTime(Date.now() + 600_000)
  await pass(1)
  expect(ticks - before).toBeLessThanOrEqual(2)
})

test('a tick that throws ends nothing', async () => {
  stop()
  let calls = 0
  const fail = () => {
    calls++
    throw new Error('no')
  }
  stop = everySecond(fail, { monotonic: () => mono, onError: (error) => errors.push(error) })
  await pass(3)
  expect(calls).toBeGreaterThanOrEqual(2)
  expect(errors).toHaveLength(calls)
})

test('once stopped it is silent', async () => {
  await pass(2)
  stop()
  const before = ticks
  await pass(10)
  expect(ticks).toBe(before)
})
