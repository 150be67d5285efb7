import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type TlsOptions } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Failure } from '../../src/domain/watch/probe.ts'
import { createCertificates } from '../../src/probing/certificates.ts'
import { createTrust } from '../../src/probing/tls.ts'
import { watch } from '../../src/web/words/zh-hans-watch.ts'
import { type SiteFarm, type SiteTls, startSiteFarm } from '../fakes/site-farm.ts'
import { anyPage, at, localProbe, never, startRaw, targetOf } from './room.ts'

let farm: SiteFarm
const probe = localProbe()
/** No test meets it. */
const never404: Failure = { kind: 'status', phase: 'status', status: 404 }
const year2100 = Date.UTC(2100, 0, 1)

beforeAll(async () => {
  farm = await startSiteFarm()
})
afterAll(() => farm.close())

async function look(tls: SiteTls) {
  const site = await farm.add('市政府', { tls })
  return probe(targetOf(site.url, { expect: { ...anyPage, words: '市政府' } }), at, never)
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

test('a chain without its middle is named as that, and with it the site is good', async () => {
  const file = (name: string) => readFileSync(new URL(`../fakes/certificates/${name}.pem`, import.meta.url), 'utf8')
  const certificates = createCertificates(() => 0)
  const probing = localProbe({ trust: createTrust([file('second-authority')]), certificates })
  const leaf = { key: file('chained'), cert: file('chained') }
  expect(await withServer(leaf, probing)).toMatchObject({
    kind: 'certificate',
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  })
  expect(await withServer({ ...leaf, cert: leaf.cert + file('middle') }, probing)).toMatchObject({ kind: 'status' })
  expect(certificates.seen().get('s-portal')).toMatchObject({
    ...{ subject: 'chained', names: ['localhost', '127.0.0.1'], key: 'EC prime256v1' },
    issuers: ['Zhishou middle authority', 'Zhishou second authority'],
  })
})

test('a certificate that begins later is named as that', async () => {
  const file = (name: string) => readFileSync(new URL(`../fakes/certificates/${name}.pem`, import.meta.url), 'utf8')
  const probing = localProbe({ trust: createTrust([file('second-authority')]) })
  const failure = await withServer({ key: file('not-yet-valid'), cert: file('not-yet-valid') }, probing)
  expect(failure).toMatchObject({ kind: 'certificate', code: 'CERT_NOT_YET_VALID' })
  expect(watch.failure(failure ?? never404)).toBe('证书还没有生效，浏览器会拦截。')
})

async function withServer(options: TlsOptions, look = probe) {
  const server = createServer(options, (socket) => socket.once('data', () => socket.end('not HTTP\r\n\r\n')))
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const sample = await look(targetOf(`https://127.0.0.1:${port}/`), at, never)
  server.close()
  return sample.failure
}

async function withAnswer(bytes: Buffer) {
  const raw = await startRaw((socket) => socket.once('data', () => socket.end(bytes)))
  const sample = await probe(targetOf(`https://127.0.0.1:${raw.port}/`), at, never)
  raw.close()
  return sample.failure
}

const pem = readFileSync(new URL('../fakes/certificates/good.pem', import.meta.url))
const weak = { key: pem, cert: pem, ciphers: 'ALL:@SECLEVEL=0' }

test.each(['TLSv1', 'TLSv1.1'] as const)('a server that only speaks %s is named as that', async (version) => {
  const failure = await withServer({ ...weak, minVersion: version, maxVersion: version })
  expect(failure).toEqual({ kind: 'connect_failed', phase: 'tls', code: 'TLS_OLD_PROTOCOL' })
  expect(watch.failure(failure ?? never404)).toContain('TLS 1.1')
})

test('a server without a common cipher, as those with national ones alone, is named as that', async () => {
  const failure = await withServer({ ...weak, maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-CBC-SHA:@SECLEVEL=0' })
  expect(failure).toEqual({ kind: 'connect_failed', phase: 'tls', code: 'TLS_NO_SHARED_CIPHER' })
  expect(watch.failure(failure ?? never404)).toContain('国密')
})

test.each([
  ['the national protocol', Buffer.from('16010100040e000000', 'hex')],
  ['plain HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('a port that answers in %s is named as one without common encryption', async (_name, bytes) => {
  const failure = await withAnswer(bytes)
  expect(failure).toEqual({ kind: 'connect_failed', phase: 'tls', code: 'TLS_NONE' })
})

test('each fault of a certificate has its own sentence', () => {
  const codes = [
    ...['ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_NOT_YET_VALID', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ...['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SOMETHING_ELSE'],
  ]
  const sentences = codes.map((code) => watch.failure({ kind: 'certificate', phase: 'tls', code }))
  const expired = watch.failure({ kind: 'certificate_expired', phase: 'tls', code: 'CERT_HAS_EXPIRED' })
  const stalled = watch.failure({ kind: 'first_byte_timeout', phase: 'tls', limitSeconds: 15 })
  expect(new Set([...sentences, expired, stalled]).size).toBe(codes.length + 2)
  expect(watch.failure({ kind: 'certificate', phase: 'tls', code: 'constructor' })).toBe(sentences.at(-1))
})

test('what a certificate says of itself is kept, cleaned', async () => {
  const certificates = createCertificates(() => 0)
  const site = await farm.add('市政府', { tls: 'good' })
  await localProbe({ certificates })(targetOf(site.url), at, never)
  expect(certificates.seen().get('s-portal')).toMatchObject({
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    names: expect.arrayContaining(['127.0.0.1', 'localhost']),
    endsAt: year2100,
    key: expect.stringMatching(/^(RSA \d+|EC .+)$/),
  })
  expect(certificates.seen().get('s-portal')?.issuers.length).toBeGreaterThan(0)
})

test('a site whose certificate was not seen for a day is forgotten, one that many share is held once', () => {
  let now = 0
  const certificates = createCertificates(() => now)
  const shown = new X509Certificate(pem)
  certificates.note('s-gone', shown)
  now = 26 * 3_600_000
  for (const siteId of ['s-1', 's-2']) certificates.note(siteId, shown)
  expect([...certificates.seen().keys()]).toEqual(['s-1', 's-2'])
  expect(certificates.seen().get('s-1')).toBe(certificates.seen().get('s-2'))
})
