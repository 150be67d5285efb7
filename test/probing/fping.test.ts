import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { createFping } from '../../src/probing/fping.ts'
import { readFping } from '../../src/probing/fping-reading.ts'
import { createPinger } from '../../src/probing/icmp.ts'
import { never } from './room.ts'

const folder = (name: string) => new URL(`../fakes/fping/${name}`, import.meta.url).pathname
const opened: { close(): unknown }[] = []
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())))

function fping(name: string, patienceMs = 20_000) {
  const one = createFping({ path: folder(name), patienceMs })
  opened.push(one)
  return one
}

describe('fping', () => {
  test('is given addresses alone, and all that came together in one process', async () => {
    process.env['ZHISHOU_SECRET'] = 'token'
    const one = fping('checks')
    const answers = await Promise.all(
      ['127.0.0.1', '192.0.2.1', '198.51.100.1', '127.0.0.1'].map((a) => one.ping(a, never)),
    )
    delete process.env['ZHISHOU_SECRET']
    // The fake tells by its time how many addresses it was given.
    expect(answers).toEqual([
      { answer: 'yes', ms: 3 },
      { answer: 'no' },
      { answer: 'yes', ms: 4.5 },
      { answer: 'yes', ms: 3 },
    ])
  })

  test('is asked apart for IPv6', async () => {
    const one = fping('checks')
    const answers = await Promise.all(['127.0.0.1', '::1', '2001:db8::1'].map((a) => one.ping(a, never)))
    expect(answers.map((answer) => answer?.ms)).toEqual([1, 2, 2])
  })

  test.each(['-c5', 'localhost', '127.0.0.1 -f', '', '--', '127.0.0.1\n10.0.0.1'])(
    'is never handed %o',
    async (address) => expect(await fping('checks').ping(address, never)).toEqual({ answer: 'unknown' }),
  )

  test('a machine without file handles cannot start it, and goes on', async () => {
    const script = new URL('./starved-ping.ts', import.meta.url).pathname
    const started = ['-c', 'ulimit -n 60; exec "$0" "$1" "$2"', process.execPath, script, folder('checks')]
    const { stdout } = await promisify(execFile)('sh', started)
    expect(JSON.parse(stdout)).toBeNull()
  })

  test('says nothing when its output is odd, or when it hangs', async () => {
    expect(await fping('odd').ping('127.0.0.1', never)).toEqual({ answer: 'unknown' })
    expect(await fping('hangs', 100).ping('127.0.0.1', never)).toEqual({ answer: 'unknown' })
  })

  test('that is missing, or may not send, leaves the question to ping', async () => {
    expect(await fping('nowhere').ping('127.0.0.1', never)).toBeNull()
    const one = fping('forbidden')
    expect(await one.ping('127.0.0.1', never)).toBeNull()
    expect(await one.ping('127.0.0.1', never)).toBeNull()
    const both = createPinger({ path: folder('forbidden') })
    opened.push(both)
    expect(await both.ping('127.0.0.1', never)).toEqual({ answer: 'yes', ms: 1.25 })
  })

  test('leaves no question open when it is closed, and lets go of a caller who gives up', async () => {
    const one = fping('hangs')
    const caller = new AbortController()
    const given = one.ping('127.0.0.1', caller.signal)
    caller.abort()
    expect(await given).toEqual({ answer: 'unknown' })
    const open = one.ping('127.0.0.2', never)
    one.close()
    expect(await open).toEqual({ answer: 'unknown' })
  })

  test('the real one, where there is one, never says no about this machine', async () => {
    const real = createFping({ path: process.env['PATH'] ?? '' })
    opened.push(real)
    expect((await real.ping('127.0.0.1', never))?.answer ?? 'unknown').not.toBe('no')
  })
})

describe('its output', () => {
  const one = (text: string) => readFping(text, ['192.0.2.1']).get('192.0.2.1')

  test.each([
    ['192.0.2.1 : 0.05 0.06 0.07\n', { answer: 'yes', ms: 0.05 }],
    ['192.0.2.1      : - - 12\n', { answer: 'yes', ms: 12 }],
    ['192.0.2.1 : - - -\n', { answer: 'no' }],
    ['ICMP Host Unreachable from 10.0.0.1 for ICMP Echo sent to 192.0.2.1\n192.0.2.1 : - - -\n', { answer: 'no' }],
    ['192.0.2.1 : - -\n', undefined],
    ['192.0.2.1 : - - - -\n', undefined],
    ['192.0.2.1 : 1,5 - -\n', undefined],
    ['192.0.2.2 : - - -\n', undefined],
    ['192.0.2.1 : - - -\n192.0.2.1 : - - -\n', undefined],
    ['192.0.2.1 : - - -\nfping: sendto: Operation not permitted\n', undefined],
    ['', undefined],
  ])('%j is read as %j', (text, result) => expect(one(text)).toEqual(result))

  test('whatever it prints, no address is called silent that has no line of its own', () => {
    const parts = fc.constantFrom('192.0.2.1', ' : ', '- - -', '0.1 - -', '\n', 'ICMP ', '正在', ' ')
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string())), (all) => {
        const text = all.join('')
        if (one(text)?.answer === 'no') expect(text).toMatch(/^192\.0\.2\.1 +: - - -$/m)
      }),
    )
  })
})

test('a folder named like the program is no program', async () => {
  const path = mkdtempSync(join(tmpdir(), 'fping-'))
  mkdirSync(join(path, 'fping'))
  expect(await createFping({ path }).ping('127.0.0.1', never)).toBeNull()
  rmSync(path, { recursive: true })
})
