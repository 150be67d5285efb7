import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createServer, type Server, type TlsOptions } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import type { Handshake } from '../../src/domain/watch/probe.ts'
import { createTlsSessions, type TlsSession } from '../../src/probing/tls-sessions.ts'
import { at, localProbe, never, startRaw, targetOf } from './room.ts'

const minute = 60_000
const year2100 = Date.UTC(2100, 0, 1)
const pem = (name: string) => readFileSync(new URL(`../fakes/certificates/${name}.pem`, import.meta.url))

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server over TLS that answers what it is told, and how to reach it. */
async function startSecure(options: TlsOptions = {}, host = '127.0.0.1') {
  let answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
  const key = pem('good')
  const server = createServer({ key, cert: key, ...options }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.end(answer))
  })
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    server,
    port,
    say: (text: string) => {
      answer = text
    },
  }
}

/** A probe on a clock of its own, whose sessions last the whole rhythm. */
function watchOf(port: number, changes: Parameters<typeof targetOf>[1] = {}) {
  let now = 0
  const sessions = createTlsSessions(
    () => now,
    () => 1,
  )
  let address = '127.0.0.1'
  const probe = localProbe({ sessions, resolve: async () => ({ address }) })
  return {
    sessions,
    pass: (ms: number) => {
      now += ms
    },
    move: (to: string) => {
      address = to
    },
    look: () => probe(targetOf(`https://localhost:${port}/`, changes), at, never),
    kind: async (): Promise<Handshake | undefined> =>
      (await probe(targetOf(`https://localhost:${port}/`, changes), at, never)).handshake,
  }
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('over %s', (version) => {
  const only = { minVersion: version, maxVersion: version }

  test('the certificate is checked once within the rhythm, and looks between rest on that', async () => {
    const { port } = await startSecure(only)
    const watch = watchOf(port)
    expect(await watch.look()).toMatchObject({ ok: true, handshake: 'full', certificateEndsAt: year2100 })
    expect(await watch.look()).toMatchObject({ ok: true, handshake: 'resumed', certificateEndsAt: year2100 })
    watch.pass(59 * minute)
    expect(await watch.kind()).toBe('resumed')
    watch.pass(minute)
    expect(await watch.kind()).toBe('full')
    expect(await watch.kind()).toBe('resumed')
  })

  test('a server that lost its keys is asked for its certificate at once', async () => {
    const { server, port } = await startSecure(only)
    const watch = watchOf(port)
    await watch.look()
    server.setTicketKeys(Buffer.alloc(48, 7))
    expect(await watch.look()).toMatchObject({ ok: true, handshake: 'full' })
    server.setTicketKeys(Buffer.alloc(48, 8))
    const expired = pem('expired')
    server.setSecureContext({ key: expired, cert: expired, ...only })
    expect(await watch.look()).toMatchObject({ ok: false, failure: { kind: 'certificate_expired' } })
  })

  test('whatever failed, the next look is a full one', async () => {
    const { port, say } = await startSecure(only)
    const watch = watchOf(port)
    await watch.look()
    say('HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n')
    expect(await watch.look()).toMatchObject({ ok: false, handshake: 'resumed' })
    expect(await watch.look()).toMatchObject({ ok: false, handshake: 'full' })
    say('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    expect(await watch.look()).toMatchObject({ ok: true, handshake: 'full' })
    expect(await watch.look()).toMatchObject({ ok: true, handshake: 'resumed' })
  })
})

test('at another address nothing is resumed', async () => {
  const { port } = await startSecure({}, '0.0.0.0')
  const watch = watchOf(port)
  await watch.look()
  // The same server, and a certificate that is good for whichever address the page was asked of.
  watch.move('127.0.0.2')
  expect([await watch.kind(), await watch.kind()]).toEqual(['full', 'resumed'])
  watch.move('127.0.0.1')
  expect(await watch.kind()).toBe('full')
})

test('without a rhythm every look makes its own handshake', async () => {
  const { port } = await startSecure()
  const watch = watchOf(port, { fullHandshakeMinutes: 0 })
  expect([await watch.kind(), await watch.kind()]).toEqual(['full', 'full'])
  expect(watch.sessions.size()).toBe(0)
})

test('two looks at once never rest on one proof', async () => {
  const { port } = await startSecure()
  const watch = watchOf(port)
  await watch.look()
  const kinds = await Promise.all([watch.kind(), watch.kind()])
  expect(kinds.toSorted()).toEqual(['full', 'resumed'])
})

test('a server that breaks off when a session is offered is asked again, and spared for a day', async () => {
  const { port } = await startSecure()
  let plainHello = 0
  const breaker = await startRaw((socket) =>
    socket.once('data', (hello) => {
      plainHello ||= hello.length
      // An offered session makes the greeting longer by far.
      if (hello.length > plainHello + 100) {
        socket.resetAndDestroy()
        return
      }
      const onward = connect(port, '127.0.0.1', () => onward.write(hello))
      onward.on('error', () => socket.destroy())
      socket.pipe(onward).pipe(socket)
    }),
  )
  const watch = watchOf(breaker.port)
  await watch.look()
  expect(await watch.look()).toMatchObject({ ok: true, handshake: 'full' })
  expect(breaker.connections()).toBe(3)
  await watch.look()
  await watch.look()
  expect(breaker.connections()).toBe(5)
  watch.pass(25 * 60 * minute)
  await watch.look()
  await watch.look()
  expect(breaker.connections()).toBe(8)
  breaker.close()
})

describe('the store', () => {
  const session = (origin: string, freshUntil: number): TlsSession => ({
    ...{ origin, address: '192.0.2.1', ticket: Buffer.alloc(1), certificateEndsAt: year2100, freshUntil },
  })

  test('offers nothing once the certificate has ended', () => {
    const sessions = createTlsSessions(() => 0)
    const question = { siteId: 's', origin: 'a', address: '192.0.2.1' }
    sessions.keep('s', session('a', minute))
    expect(sessions.take({ ...question, at: year2100 })).toBeNull()
    sessions.keep('s', session('a', minute))
    expect(sessions.take({ ...question, at: year2100 - 1 })).not.toBeNull()
  })

  test('holds a handful for a site, and none for sites that left', () => {
    let now = 0
    const sessions = createTlsSessions(() => now)
    for (let n = 0; n < 50; n += 1) sessions.keep('s-gone', session(`host-${n}`, minute))
    expect(sessions.size()).toBe(3)
    now = 11 * minute
    sessions.keep('s-here', session('a', 60 * minute))
    expect(sessions.size()).toBe(1)
  })

  test('holds the bytes of a ticket and not the memory that it came in', () => {
    const sessions = createTlsSessions(() => 0)
    const slab = Buffer.from(new ArrayBuffer(65_536), 100, 3).fill(7)
    sessions.keep('s', { ...session('a', minute), ticket: slab })
    const ticket = sessions.take({ siteId: 's', origin: 'a', address: '192.0.2.1', at: 0 })?.ticket
    expect([ticket?.equals(slab), ticket?.buffer.byteLength]).toEqual([true, 3])
  })

  test('sites that were all looked at in one minute fall out of step', () => {
    const draws = [0, 0.5, 1]
    const sessions = createTlsSessions(
      () => 0,
      () => draws.shift() ?? 0,
    )
    expect([60, 60, 60].map((rhythm) => sessions.freshUntil(rhythm) / minute)).toEqual([30, 45, 60])
  })
})
