import { expect, test } from 'vitest'
import type { Sample } from '../../src/domain/watch/probe.ts'
import { SampleBuffer } from '../../src/scheduling/sample-buffer.ts'
import type { SampleLog } from '../../src/storage/ports.ts'
import { good } from '../domain/night.ts'

/** A disk that takes what it is given, or refuses, and remembers how much came in one go. */
function disk() {
  const written: Sample[] = []
  const pieces: number[] = []
  const state = { isFull: false }
  const log: Pick<SampleLog, 'append'> = {
    append: async (samples) => {
      if (state.isFull) throw new Error('full')
      pieces.push(samples.length)
      written.push(...samples)
    },
  }
  return { written, pieces, state, buffer: new SampleBuffer(log) }
}

const looks = (from: number, count: number) => Array.from({ length: count }, (_, i) => good(from + i))
const atsOf = (samples: readonly Sample[]) => samples.map(({ at }) => at)

test('what a full disk refused is written once it takes writes again, in its order and once', async () => {
  const { buffer, written, state } = disk()
  state.isFull = true
  await expect(buffer.write(looks(0, 3))).rejects.toThrow('full')
  await expect(buffer.write(looks(3, 3))).rejects.toThrow('full')
  state.isFull = false
  await buffer.write(looks(6, 3))
  await buffer.write([])
  expect(atsOf(written)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
})

test('many looks go in pieces, and those that come meanwhile go behind them', async () => {
  const { buffer, written, pieces } = disk()
  const first = buffer.write(looks(0, 5_000))
  const second = buffer.write(looks(5_000, 10))
  await Promise.all([first, second])
  expect(atsOf(written)).toEqual(atsOf(looks(0, 5_010)))
  expect(Math.max(...pieces)).toBeLessThanOrEqual(2_000)
})

test('of more than can be kept the newest are', async () => {
  const { buffer, written, state } = disk()
  state.isFull = true
  await expect(buffer.write(looks(0, 30_000))).rejects.toThrow('full')
  state.isFull = false
  await buffer.write([])
  expect([written.length, written[0]?.at, written.at(-1)?.at]).toEqual([20_000, 10_000, 29_999])
})
