import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createIcmpProbe, createPinger } from '../../src/probing/icmp.ts'
import { OwnFault } from '../../src/probing/own-fault.ts'
import type { Pinger } from '../../src/probing/ping-program.ts'
import { readPing } from '../../src/probing/ping-reading.ts'
import { createNames } from '../../src/probing/resolver.ts'
import { type NameServer, startNameServer } from '../fakes/name-server.ts'
import { at, guardAllowing, never, targetOf } from './room.ts'

const opened: Pinger[] = []

function pinger(speaks: string, patienceMs = 20_000) {
  const one = createPinger({ path: new URL(`../fakes/ping/${speaks}`, import.meta.url).pathname, patienceMs })
  opened.push(one)
  return one
}

let names: NameServer
beforeAll(async () => {
  names = await startNameServer()
})
afterAll(() => names.close())
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})

describe('ping says', () => {
  test('yes, with the time of the first reply', async () => {
    expect(await pinger('answers').ping('127.0.0.1', never)).toEqual({ answer: 'yes', ms: 1.25 })
  })

  test('no, only when its statistics do', async () => {
    expect(await pinger('silent-host').ping('127.0.0.1', never)).toEqual({ answer: 'no' })
  })

  test.each(['forbidden', 'firewalled', 'nothing', 'not-installed'])(
    'nothing about the host when it is %s',
    async (speaks) => {
      expect(await pinger(speaks).ping('127.0.0.1', never)).toEqual({ answer: 'unknown' })
    },
  )

  test.each(['chinese', 'one-word'])(
    'nothing when its words cannot be parsed (%s), and others still get theirs',
    async (speaks) => {
      const odd = pinger(speaks, 300)
      expect(await odd.ping('127.0.0.1', never)).toEqual({ answer: 'unknown' })
      expect(await odd.ping('127.0.0.1', never)).toEqual({ answer: 'unknown' })
    },
  )

  test('its words in English, and sees nothing of our environment', async () => {
    process.env['ZHISHOU_SECRET'] = 'token'
    expect(await pinger('environment').ping('127.0.0.1', never)).toEqual({ answer: 'yes', ms: 7 })
    delete process.env['ZHISHOU_SECRET']
  })
})

test('the real program, where there is one, never says no about this machine', async () => {
  const real = createPinger({ path: process.env['PATH'] ?? '' })
  opened.push(real)
  expect((await real.ping('127.0.0.1', never)).answer).not.toBe('no')
})

test.each(['-c5', '-V', 'localhost', '127.0.0.1 -f', '', '--'])('%o is never handed to the program', async (host) => {
  expect(await pinger('answers').ping(host, never)).toEqual({ answer: 'unknown' })
})

test('forty questions at once are all answered', async () => {
  const one = pinger('answers')
  const all = await Promise.all(Array.from({ length: 40 }, () => one.ping('127.0.0.1', never)))
  expect(all).toEqual(Array(40).fill({ answer: 'yes', ms: 1.25 }))
})

test('a caller who gives up, or a pinger that is closed, gets unknown', async () => {
  const one = pinger('answers')
  const caller = new AbortController()
  const given = one.ping('127.0.0.1', caller.signal)
  caller.abort()
  expect(await given).toEqual({ answer: 'unknown' })
  const open = one.ping('127.0.0.1', never)
  await one.close()
  expect(await open).toEqual({ answer: 'unknown' })
})

test('statistics without a reply prove nothing when the packets never left', () => {
  const counted = '3 packets transmitted, 0 received'
  expect(readPing(counted, null)).toEqual({ answer: 'no' })
  expect(readPing(`ping: sendmsg: Network is unreachable\n${counted}`, null)).toEqual({ answer: 'unknown' })
  expect(readPing('time=5 ms', 5)).toEqual({ answer: 'unknown' })
})

describe('a site that is only pinged', () => {
  function probe(speaks: string) {
    return createIcmpProbe({
      resolve: createNames({ servers: [names.address] }).resolve,
      mayReach: guardAllowing('127.0.0.1'),
      pinger: pinger(speaks),
      monotonic: () => performance.now(),
    })
  }
  const target = (url: string) => targetOf(url, { kind: 'icmp' })

  test.each(['icmp://127.0.0.1', '127.0.0.1', 'http://0x7f.1/', 'icmp://localhost', 'localhost'])(
    '%s is good when its host answers',
    async (url) => {
      expect(await probe('answers')(target(url), at, never)).toMatchObject({
        ok: true,
        address: '127.0.0.1',
        phases: { dns: expect.any(Number), connect: expect.any(Number) },
      })
    },
  )

  test('fails when its host does not answer', async () => {
    expect(await probe('silent-host')(target('127.0.0.1'), at, never)).toMatchObject({
      ok: false,
      failure: { kind: 'connect_timeout', phase: 'connect' },
      address: '127.0.0.1',
    })
  })

  test('is not judged at all when ping cannot say', async () => {
    await expect(probe('forbidden')(target('127.0.0.1'), at, never)).rejects.toThrow(OwnFault)
  })

  test.each(['icmp://127.0.0.2', 'icmp://0x7f.2', '169.254.169.254', '[::1]', '-f', 'icmp://-f', '', 'icmp://'])(
    '%o is not pinged',
    async (url) => {
      const { failure } = await probe('answers')(target(url), at, never)
      expect(['blocked', 'dns']).toContain(failure?.kind)
    },
  )

  test('fails by its name when the name is not answered in time', async () => {
    const sample = await probe('answers')(target('site.example'), at, AbortSignal.abort())
    expect(sample.failure).toEqual({ kind: 'dns', phase: 'dns', code: 'TIMEOUT', limitSeconds: 15 })
  })
})
