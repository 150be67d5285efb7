import { readFileSync } from 'node:fs'
import { createServer } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTrust } from '../../src/probing/tls.ts'
import { type SiteFarm, type SiteTls, startSiteFarm } from '../fakes/site-farm.ts'
import { at, localProbe, never, startRaw, targetOf } from './room.ts'

let farm: SiteFarm
const probe = localProbe()
const year2100 = Date.UTC(2100, 0, 1)

beforeAll(async () => {
  farm = await startSiteFarm()
})
afterAll(() => farm.close())

async function look(tls: SiteTls) {
  const site = await farm.add('市政府', { tls })
  return probe(targetOf(site.url, { expectText: '市政府' }), at, never)
}

test('a site over TLS is good, with the end of its certificate and the time of its handshake', async () => {
  const sample = await look('good')
  expect(sample).toMatchObject({ ok: true, status: 200, certificateEndsAt: year2100 })
  expect(sample.phases).toHaveProperty('tls')
})

test.each([
  ['wrong_name', 'certificate', 'ERR_TLS_CERT_ALTNAME_INVALID', year2100],
  ['self_signed', 'certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT', year2100],
  ['expired', 'certificate_expired', 'CERT_HAS_EXPIRED', Date.UTC(2021, 0, 1)],
] as const)('a certificate that is %s is a failure of its own', async (tls, kind, code, endsAt) => {
  const sample = await look(tls)
  expect(sample).toMatchObject({ ok: false, failure: { kind, phase: 'tls', code }, certificateEndsAt: endsAt })
  expect(sample).not.toHaveProperty('status')
})

test('the name is checked against the address that the site was entered with', async () => {
  const site = await farm.add('市政府', { tls: 'good' })
  const { port } = new URL(site.url)
  const byName = localProbe({ resolve: async () => ({ address: '127.0.0.1' }) })
  expect(await byName(targetOf(`https://localhost:${port}/`), at, never)).toMatchObject({ ok: true })
  expect(await byName(targetOf(`https://localhost.:${port}/`), at, never)).toMatchObject({ ok: true })
  const wrong = await byName(targetOf(`https://www.example:${port}/`), at, never)
  expect(wrong.failure).toMatchObject({ kind: 'certificate', code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
})

test('without our authority in its trust a probe believes none of its sites', async () => {
  const site = await farm.add('市政府', { tls: 'good' })
  const stranger = localProbe({ trust: createTrust([]) })
  expect(await stranger(targetOf(site.url), at, never)).toMatchObject({ failure: { kind: 'certificate' } })
})

test('a redirect to a site with a bad certificate is that failure', async () => {
  const bad = await farm.add('市政府', { tls: 'expired' })
  const raw = await startRaw((socket) =>
    socket.end(`HTTP/1.1 301 Moved\r\nLocation: ${bad.url}\r\nContent-Length: 0\r\n\r\n`),
  )
  const sample = await probe(targetOf(`http://127.0.0.1:${raw.port}/`), at, never)
  raw.close()
  expect(sample.failure).toMatchObject({ kind: 'certificate_expired' })
})

test('a handshake that stalls is named by the phase it stalled in', async () => {
  const caller = new AbortController()
  const raw = await startRaw((socket) => socket.once('data', () => caller.abort()))
  const sample = await probe(targetOf(`https://127.0.0.1:${raw.port}/`), at, caller.signal)
  raw.close()
  expect(sample.failure).toEqual({ kind: 'first_byte_timeout', phase: 'tls', limitSeconds: 15 })
})

test('a server that does not speak TLS cannot be connected to', async () => {
  const raw = await startRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const sample = await probe(targetOf(`https://127.0.0.1:${raw.port}/`), at, never)
  raw.close()
  expect(sample.failure).toMatchObject({ kind: 'connect_failed', phase: 'tls', code: expect.stringMatching(/^E/) })
})

test('a server that only speaks TLS 1.0 cannot be connected to, and the phase says why', async () => {
  const pem = readFileSync(new URL('../fakes/certificates/good.pem', import.meta.url))
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const
  const server = createServer({ key: pem, cert: pem, ...old }, (socket) => socket.end())
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const sample = await probe(targetOf(`https://127.0.0.1:${port}/`), at, never)
  server.close()
  expect(sample.failure).toEqual({ kind: 'connect_failed', phase: 'tls', code: 'EPROTO' })
})
