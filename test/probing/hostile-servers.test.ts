import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyPage, at, localProbe, targetOf } from './room.ts'

// Servers that mean harm, over real connections: each costs one deadline at most, and no memory to speak of.

const deadlineMs = 400
const mebibyte = 1024 * 1024
let farm: ChildProcess
let ports: Record<string, number> = {}

beforeAll(async () => {
  farm = fork(new URL('./hostile-farm.ts', import.meta.url))
  ;[ports] = (await once(farm, 'message')) as [Record<string, number>] // sent by that file
  // What is hot is compiled first, and its memory is nobody's.
  for (const name of Object.keys(ports)) await look(name, 'http')
}, 30_000)
afterAll(() => void farm.kill())

async function look(name: string, scheme: string) {
  const target = targetOf(`${scheme}://127.0.0.1:${ports[name]}/`, { expect: { ...anyPage, words: 'not there' } })
  const begun = performance.now()
  const sample = await localProbe()(target, at, AbortSignal.timeout(deadlineMs))
  return { sample, spentMs: performance.now() - begun }
}

test.each([
  ...['a gzip bomb', 'a brotli bomb', 'a deflate bomb', 'an endless body', 'an endless body in chunks'],
  ...['a body in chunks of one byte', 'endless headers', 'one endless header', 'an endless extension of a chunk'],
  ...['endless trailers', 'a flood of 100 Continue', 'a flood of 103 Early Hints', 'an endless status line'],
  ...['a byte now and then of the headers', 'a byte now and then of the body', 'nothing at all'],
  ...['ten thousand cookies', 'garbage'],
])('%s costs one deadline at most, and is a failure', async (name) => {
  expect(ports[name]).toBeGreaterThan(0)
  const before = process.memoryUsage.rss()
  const { sample, spentMs } = await look(name, 'http')
  expect(sample.ok).toBe(false)
  expect(spentMs).toBeLessThan(deadlineMs + 250)
  expect(process.memoryUsage.rss() - before).toBeLessThan(20 * mebibyte)
})

test.each(['nothing at all', 'garbage', 'an endless body', 'a byte now and then of the headers'])(
  'a handshake that meets %s costs one deadline at most, and is told as the handshake',
  async (name) => {
    const { sample, spentMs } = await look(name, 'https')
    expect(sample.failure).toMatchObject({ phase: 'tls' })
    expect(spentMs).toBeLessThan(deadlineMs + 250)
  },
)

test('a hundred of them at once leave nothing behind', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // what the flag has just made
  const held = () => {
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const names = Object.keys(ports)
  const round = () => Promise.all(Array.from({ length: 100 }, (_, n) => look(names[n % names.length] ?? '', 'http')))
  await round()
  const before = held()
  for (let n = 0; n < 3; n += 1) await round()
  expect(held() - before).toBeLessThan(20 * mebibyte)
}, 60_000)
