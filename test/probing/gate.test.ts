import { expect, test } from 'vitest'
import { createGate, unlessAborted } from '../../src/probing/gate.ts'
import { never } from './room.ts'

test('no more than the limit run at once, in the order in which they came', async () => {
  const gate = createGate(3)
  const ends: (() => void)[] = []
  const order: number[] = []
  let running = 0
  let most = 0
  const runs = Array.from({ length: 10 }, (_, n) =>
    gate(async () => {
      order.push(n)
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((resolve) => ends.push(resolve))
      running -= 1
    }, never),
  )
  for (let ended = 0; ended < 10; ended += 1) {
    ends[ended]?.()
    await new Promise(setImmediate)
  }
  await Promise.all(runs)
  expect(most).toBe(3)
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('a task that fails gives its place to the next', async () => {
  const gate = createGate(1)
  await expect(gate(() => Promise.reject(new Error('no')), never)).rejects.toThrow('no')
  await expect(gate(async () => 'yes', never)).resolves.toBe('yes')
})

test('a task whose caller gave up while it waited is never started', async () => {
  const gate = createGate(1)
  const first = Promise.withResolvers<void>()
  const caller = new AbortController()
  let started = false
  const running = gate(() => first.promise, never)
  const waiting = gate(async () => {
    started = true
  }, caller.signal)
  caller.abort()
  first.resolve()
  await running
  await expect(waiting).rejects.toThrow()
  expect(started).toBe(false)
})

test('work that cannot be stopped is no longer waited for', async () => {
  const caller = new AbortController()
  const answer = unlessAborted(new Promise<string>(() => undefined), caller.signal, 'late')
  caller.abort()
  await expect(answer).resolves.toBe('late')
  await expect(unlessAborted(Promise.reject(new Error('x')), caller.signal, 'late')).resolves.toBe('late')
})

test('a task that takes long gives its place back before it ends, once', async () => {
  const gate = createGate(1, 5)
  const slow = Promise.withResolvers<string>()
  const first = gate(() => slow.promise, never)
  expect(await gate(async () => 'second', never)).toBe('second')
  const held = Promise.withResolvers<string>()
  const third = gate(() => held.promise, never)
  slow.resolve('first')
  expect(await first).toBe('first')
  let isIn = false
  const fourth = gate(async () => {
    isIn = true
  }, never)
  await Promise.resolve()
  expect(isIn).toBe(false)
  held.resolve('third')
  await Promise.all([third, fourth])
})
