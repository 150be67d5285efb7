import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProbing, type Probing } from '../../src/probing/probing.ts'
import { type NameServer, startNameServer } from '../fakes/name-server.ts'
import { at, never, startRaw, targetOf } from './room.ts'

// Every way to write an address that nobody may reach, on every way into the room. The witnesses: a listener on all
// addresses of this machine that counts, and every client socket that this process so much as makes.

const spellings = `
  127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.1 0x7f.0x0.0x0.0x1 0177.0.0.1 017700000001 0177.1
  0 0.0.0.0 0x0 00000000 １２７.０.０.１ 127。0。0。1 127．0．0．1 127｡0｡0｡1 ①②⑦.⓪.⓪.① %31%32%37.0.0.1 127.0.0.1.
  localhost localhost. LOCALHOST ｌｏｃａｌｈｏｓｔ
  [::1] [::] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::ffff:127.0.0.1] [::ffff:7f00:1]
  [0:0:0:0:0:FFFF:7F00:0001] [::127.0.0.1] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1]
  [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:7f00:0001::1] [2001:0:7f00:1::] [2001::80ff:fffe] [fe80::5efe:7f00:1]
  [2400::200:5efe:10.0.0.1] [fe80::1] [fec0::1] [ff02::1] [fd00::1] [fd00:ec2::254] [fc00::1] [100::1] [2001:db8::1]
  [2001:2::1] [3fff::1] [5f00::1]
  10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.254 192.168.0.1 100.64.0.1 169.254.169.254 0xa9fea9fe 2852039166
  0251.0376.0251.0376 169.254.43518 100.100.100.200 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1
  168.63.129.16 224.0.0.1 240.0.0.1 255.255.255.255
  user@127.0.0.1 user:word@127.0.0.1 223.5.5.5@127.0.0.1 www.gov.cn%40127.0.0.1@127.0.0.1 127.0.0.1%2f
  `
  .split(/\s+/)
  .filter(Boolean)

let names: NameServer
let door: Awaited<ReturnType<typeof startRaw>>
let location = ''
let port = 0
let reached = 0
let sockets = 0
const count = () => {
  sockets += 1
}
const all = createServer((socket) => {
  reached += 1
  socket.destroy()
})
let strict: Probing
/** May reach the door at 127.0.0.9 and nothing else. */
let guest: Probing

beforeAll(async () => {
  names = await startNameServer()
  await new Promise<void>((resolve) => all.listen(0, '::', resolve))
  const address = all.address()
  port = address !== null && typeof address === 'object' ? address.port : 0
  door = await startRaw((socket) =>
    socket.end(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
  )
  const room = { monotonic: () => performance.now(), path: '', resolver: { servers: [names.address] } }
  strict = createProbing({ ...room, networks: [] })
  guest = createProbing({ ...room, networks: [{ address: '127.0.0.1', prefix: 32, family: 'ipv4' }] })
  subscribe('net.client.socket', count)
})
afterAll(async () => {
  unsubscribe('net.client.socket', count)
  all.close()
  door.close()
  await Promise.all([names.close(), strict.close(), guest.close()])
})

/** How many sockets were made meanwhile. */
async function socketsFor(act: () => Promise<unknown>): Promise<number> {
  const before = sockets
  await act()
  expect(reached).toBe(0)
  return sockets - before
}

test('there are more than sixty ways to write it', () => expect(new Set(spellings).size).toBeGreaterThanOrEqual(60))

describe.each(spellings)('%s', (host) => {
  test('is not connected to by any kind of look', async () => {
    const ways: [string, () => Promise<unknown>][] = [
      ['http', () => strict.probe(targetOf(`http://${host}:${port}/`), at, never)],
      ['https', () => strict.probe(targetOf(`https://${host}:${port}/`), at, never)],
      ['tcp', () => strict.probe(targetOf(`tcp://${host}:${port}`, { kind: 'tcp' }), at, never)],
      ['icmp', () => strict.probe(targetOf(`icmp://${host}`, { kind: 'icmp' }), at, never)],
      ['trace', () => strict.trace(targetOf(`http://${host}:${port}/`), at, never)],
      ['page', () => strict.readPage(`http://${host}:${port}/`, { anywhere: [], inSpots: [] }, never)],
      ['IPv6', () => strict.lookV6(targetOf(`http://${host}:${port}/`), at, never)],
      ['reference', () => strict.askReference(`tcp://${host}:${port}`, never)],
      ['reference', () => strict.askReference(`http://${host}:${port}/`, never)],
      ['explain', () => strict.explain({ siteId: 's', at, ms: 0, ok: false, phases: {}, address: host })],
    ]
    for (const [way, act] of ways) expect([way, await socketsFor(act)]).toEqual([way, 0])
  })

  test('is not followed to', async () => {
    // Only the door's own address is allowed, under which the listener could be reached too.
    if (host.includes('127.0.0.1') || isDoor(host)) return
    location = `http://${encodeURI(host).replaceAll('%25', '%')}:${port}/`
    const made = await socketsFor(() => guest.probe(targetOf(`http://127.0.0.1:${door.port}/`), at, never))
    expect(made).toBe(1)
  })
})

/** Whether a spelling means the one address that the guest may reach. */
function isDoor(host: string): boolean {
  const hostname = URL.parse(`http://${host}/`)?.hostname ?? ''
  return (
    ['127.0.0.1', 'localhost', 'localhost.', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]'].includes(hostname) ||
    carries(hostname)
  )
}

function carries(hostname: string): boolean {
  return ['7f00:1', '80ff:fffe'].some((part) => hostname.includes(part))
}

describe('a name', () => {
  test.each([
    ['that is inside', { a: ['10.0.0.1'] }],
    ['of both kinds that is inside', { a: ['127.0.0.1'], aaaa: ['0:0:0:0:0:0:0:1'] }],
    ['that is inside over IPv6 alone', { aaaa: ['0:0:0:0:0:0:0:1'] }],
    ['whose IPv6 address carries a local one', { aaaa: ['64:ff9b:0:0:0:0:7f00:1'] }],
    ['that leads inside by another name', { cname: 'inside.example', a: ['10.0.0.1'] }],
    ['that leads inside by another name over IPv6', { cname: 'inside.example', aaaa: ['0:0:0:0:0:0:0:1'] }],
    ['whose first address is inside', { a: ['127.0.0.1', '223.5.5.5'] }],
  ])('%s is not connected to', async (_name, answer) => {
    names.set('site.example', answer)
    for (const scheme of ['http', 'https', 'tcp'] as const) {
      const target = targetOf(`${scheme}://site.example:${port}`, { kind: scheme === 'tcp' ? 'tcp' : 'http' })
      expect(await socketsFor(() => strict.probe(target, at, never))).toBe(0)
      if (scheme !== 'tcp') expect(await socketsFor(() => strict.lookV6(target, at, never))).toBe(0)
    }
  })

  test('that flips between a good and a bad answer a thousand times is connected to only when it was good', async () => {
    const close = await startRaw((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'))
    let good = 0
    for (let n = 0; n < 1_000; n += 1) {
      names.set('flip.example', { a: [n % 2 ? '127.0.0.2' : '127.0.0.1'] })
      const { ok } = await guest.probe(targetOf(`http://flip.example:${close.port}/`), at, never)
      if (ok) good += 1
      expect(ok).toBe(n % 2 === 0)
    }
    expect([good, close.connections(), reached]).toEqual([500, 500, 0])
    close.close()
  })
})
