import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/probing/address-guard.ts'
import type { OwnFault } from '../../src/probing/own-fault.ts'
import { createNames } from '../../src/probing/resolver.ts'
import { createTcpProbe } from '../../src/probing/tcp.ts'
import { type NameServer, startNameServer } from '../fakes/name-server.ts'
import { at, guardAllowing, never, startRaw, targetOf } from './room.ts'

let raw: Awaited<ReturnType<typeof startRaw>>
let names: NameServer

beforeAll(async () => {
  raw = await startRaw(() => undefined)
  names = await startNameServer()
  names.set('inside.example', { a: ['127.0.0.1'] })
})
afterAll(async () => {
  raw.close()
  await names.close()
})

function look(url: string, mayReach = guardAllowing('127.0.0.1'), signal = never) {
  const { resolve } = createNames({ servers: [names.address] })
  const probe = createTcpProbe({ resolve, mayReach, monotonic: () => performance.now() })
  return probe(targetOf(url, { kind: 'tcp' }), at, signal)
}

test('a port that takes a connection is good', async () => {
  expect(await look(`tcp://inside.example:${raw.port}`)).toMatchObject({
    ok: true,
    address: '127.0.0.1',
    phases: { dns: expect.any(Number), connect: expect.any(Number) },
  })
})

test('a port that nobody listens on, and a name that nobody knows, are failures of their own', async () => {
  const gone = await startRaw(() => undefined)
  gone.close()
  expect((await look(`tcp://127.0.0.1:${gone.port}`)).failure).toEqual({
    kind: 'connect_failed',
    phase: 'connect',
    code: 'ECONNREFUSED',
  })
  expect((await look('tcp://gone.example:1')).failure).toMatchObject({ kind: 'dns', code: 'NXDOMAIN' })
})

test('a connection that is not taken in time is a timeout', async () => {
  const caller = new AbortController()
  // 192.0.2.1 is documentation space: nobody answers there.
  const pending = look('tcp://192.0.2.1:81', guardAllowing('192.0.2.0/24'), caller.signal)
  setImmediate(() => setImmediate(() => caller.abort()))
  const { failure } = await pending.catch((fault: OwnFault) => ({ failure: { kind: fault.code } }))
  expect(['connect_timeout', 'connect_failed']).toContain(failure?.kind)
})

test.each([
  ...['tcp://127.0.0.1', 'tcp://127.0.0.1:0', 'tcp://:80', 'http://127.0.0.1:80/', 'file:///etc/passwd', ''],
  ...['tcp://0x7f.1', 'tcp://'],
])('%o is not connected to', async (url) => {
  expect((await look(url)).failure).toEqual({ kind: 'blocked', phase: 'refused_address', code: 'BAD_URL' })
})

test.each(['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:7f00:1]', 'inside.example', 'localhost'])(
  'a port of %s is not reached without leave',
  async (host) => {
    const before = raw.connections()
    const { failure } = await look(`tcp://${host}:${raw.port}`, createAddressGuard([]))
    expect(failure).toEqual({ kind: 'blocked', phase: 'refused_address' })
    expect(raw.connections()).toBe(before)
  },
)
