import { createServer } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProbing } from '../../src/probing/probing.ts'
import { type NameServer, startNameServer } from '../fakes/name-server.ts'
import { at, never, startRaw, targetOf } from './room.ts'

let names: NameServer
beforeAll(async () => {
  names = await startNameServer()
  names.set('both.example', { a: ['127.0.0.1'], aaaa: ['0:0:0:0:0:0:0:1'] })
  names.set('four.example', { a: ['127.0.0.1'] })
  names.set('inside.example', { a: ['127.0.0.1'], aaaa: ['fd00:0:0:0:0:0:0:1'] })
  names.set('far.example', { a: ['127.0.0.1'], aaaa: ['2001:db8:0:0:0:0:0:1'] })
})
afterAll(() => names.close())

async function look(url: string) {
  const probing = createProbing({
    networks: [
      { address: '::1', prefix: 128, family: 'ipv6' },
      { address: '127.0.0.1', prefix: 32, family: 'ipv4' },
      { address: '2001:db8::', prefix: 32, family: 'ipv6' },
    ],
    ...{
      monotonic: () => performance.now(),
      path: '',
      resolver: { servers: [names.address], timeoutMs: 200, tries: 1 },
    },
  })
  const seen = await probing.lookV6(targetOf(url), at, never)
  await probing.close()
  return seen
}

const hasV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))

describe.skipIf(!hasV6)('a name with both kinds of address', () => {
  test('is looked at over its IPv6 one, although IPv4 would answer otherwise', async () => {
    const server = createServer((_req, res) => res.end('six'))
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve))
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    expect(await look(`http://both.example:${port}/`)).toEqual({ answer: 'good' })
    server.close()
  })

  test('is bad over IPv6 when only IPv4 is listened on', async () => {
    const raw = await startRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    expect(await look(`http://both.example:${raw.port}/`)).toMatchObject({
      answer: 'bad',
      failure: { kind: 'connect_failed', code: 'ECONNREFUSED' },
    })
    expect(raw.connections()).toBe(0)
    raw.close()
  })
})

test.each(['http://four.example/', 'http://127.0.0.1/', 'http://[::1]/'])('%s has nothing to look at', async (url) => {
  expect(await look(url)).toEqual({ answer: 'none' })
})

test.each(['http://gone.example/', 'http://inside.example/'])('nothing is said of %s', async (url) =>
  expect(await look(url)).toEqual({ answer: 'unknown' }),
)

test('a machine without a way to the address says nothing of the site', async () => {
  // Documentation space: without a route it is our own fault; with one, nobody answers and the test would hang.
  const hasRoute = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ family, internal, address }) => family === 'IPv6' && !internal && !address.startsWith('fe80')),
  )
  if (!hasRoute) expect(await look('http://far.example:9/')).toEqual({ answer: 'unknown' })
})
