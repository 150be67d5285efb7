import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProbeTarget } from '../../src/domain/watch/probe.ts'
import { parseNetworks } from '../../src/probing/networks.ts'
import { createProbing } from '../../src/probing/probing.ts'
import { type NameServer, startNameServer } from '../fakes/name-server.ts'
import { type SiteFarm, startSiteFarm, testAuthority } from '../fakes/site-farm.ts'
import { anyPage, at, never, startRaw, targetOf } from './room.ts'

let farm: SiteFarm
let names: NameServer

beforeAll(async () => {
  farm = await startSiteFarm()
  names = await startNameServer()
})
afterAll(async () => {
  await farm.close()
  await names.close()
})

async function traced(url: string, changes: Partial<ProbeTarget> = {}, allowed = '127.0.0.1') {
  const parsed = parseNetworks(allowed)
  const networks = 'networks' in parsed ? parsed.networks : []
  const probing = createProbing({
    ...{ networks, monotonic: () => performance.now(), path: '', trust: [testAuthority()] },
    resolver: { servers: [names.address] },
  })
  const trace = await probing.trace(targetOf(url, changes), at, never)
  await probing.close()
  return trace
}

async function startPage(head: string, body = '') {
  return startRaw((socket) =>
    socket.end(`HTTP/1.1 ${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
  )
}

test('a look is told from its name over its redirects to its certificate and title', async () => {
  const site = await farm.add('望海市人民政府', { tls: 'good' })
  const door = await startPage(`301 Moved\r\nServer: Door\r\nLocation: ${site.url}`)
  names.set('localhost', { a: ['127.0.0.1'] })
  const trace = await traced(`http://localhost:${door.port}/start?q=1`)
  door.close()
  expect(trace.names).toMatchObject([
    { host: 'localhost', type: 'A', records: ['127.0.0.1'], from: 'hosts' },
    { host: 'localhost', type: 'AAAA' },
  ])
  expect(trace.hops).toMatchObject([
    {
      url: `http://localhost:${door.port}/start?q=1`,
      address: '127.0.0.1',
      status: 301,
      tls: null,
      headers: { server: 'Door', location: site.url },
      phases: { connect: expect.any(Number), firstByte: expect.any(Number) },
    },
    { status: 200, tls: { handshake: 'full', version: expect.stringMatching(/^TLSv1\.[23]$/) } },
  ])
  expect(trace).toMatchObject({ title: '望海市人民政府', bytes: expect.any(Number), sample: { ok: true, status: 200 } })
  expect(trace.certificate?.names).toContain('127.0.0.1')
})

test('what a site says of itself is shown cleaned and cut, and its body never', async () => {
  const evil = await startPage(
    `200 OK\r\nServer: a\u00ad\u0085${'x'.repeat(500)}\r\nContent-Type: text/html; charset=utf-8`,
    '<title>\u202eevil\u0000\r\n\u2028title</title>SECRET-BODY',
  )
  const trace = await traced(`http://127.0.0.1:${evil.port}/${'p'.repeat(400)}`)
  evil.close()
  expect(trace.title).toBe('evil title')
  expect(trace.hops[0]?.url).toHaveLength(200)
  expect(JSON.stringify(trace)).not.toMatch(/SECRET-BODY|\\u001b|\\u202e|\\u2028/)
})

test('an address that may not be reached is not told, though its name is', async () => {
  names.set('inside.example', { a: ['10.0.0.5', '127.0.0.1'] })
  const trace = await traced('http://inside.example/', {}, '')
  expect(trace.sample?.failure?.kind).toBe('blocked')
  expect(trace.names[0]?.records).toEqual([])
  expect(JSON.stringify({ ...trace, sample: null })).not.toMatch(/10\.0\.0\.5|127\.0\.0\.1/)
})

test('a look that fails is told as far as it came', async () => {
  const closed = await startPage('200 OK')
  closed.close()
  const refused = await traced(`http://127.0.0.1:${closed.port}/`)
  expect(refused.hops).toMatchObject([{ address: '127.0.0.1', status: null }])
  expect(refused.sample?.failure?.kind).toBe('connect_failed')
  const gone = await traced('http://gone.example/')
  expect(gone).toMatchObject({ names: [{ code: 'NXDOMAIN' }, { code: 'NXDOMAIN' }], title: null, bytes: null })
})

test('a site that is not looked at by its page is told by its names and its result', async () => {
  names.set('name.example', { a: ['192.0.2.1'] })
  const trace = await traced('dns://name.example', { kind: 'dns' })
  expect(trace).toMatchObject({ hops: [], sample: { ok: true } })
  expect(trace.names[0]?.code).toBeNull()
})

test('a trace judges as any look does', async () => {
  const page = await startPage('200 OK', '<title>404 Not Found</title>')
  const trace = await traced(`http://127.0.0.1:${page.port}/`, { expect: { ...anyPage, words: 'x' } })
  page.close()
  expect(trace.sample?.failure?.code).toBe('ERROR_PAGE')
})

test('a trace makes a full handshake, whatever the look before has left', async () => {
  const site = await farm.add('市政府', { tls: 'good' })
  const networks = [{ address: '127.0.0.1', prefix: 32, family: 'ipv4' as const }]
  const room = { networks, monotonic: () => performance.now(), path: '', trust: [testAuthority()] }
  const probing = createProbing(room)
  const target = targetOf(site.url)
  expect((await probing.probe(target, at, never)).handshake).toBe('full')
  expect((await probing.probe(target, at, never)).handshake).toBe('resumed')
  expect((await probing.trace(target, at, never)).hops[0]?.tls?.handshake).toBe('full')
  await probing.close()
})
