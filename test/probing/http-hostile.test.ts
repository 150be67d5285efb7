import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../src/probing/failure.ts'
import { isOwnFault, OwnFault } from '../../src/probing/own-fault.ts'
import { beginTrace } from '../../src/probing/trace.ts'
import { anyPage, at, localProbe, never, startRaw, targetOf } from './room.ts'

/** `FUZZ=100000` looks longer. */
const fuzzRuns = Number(process.env['FUZZ'] ?? 2_000)
let reply: Buffer = Buffer.alloc(0)
let raw: Awaited<ReturnType<typeof startRaw>>
const probe = localProbe()

beforeAll(async () => {
  raw = await startRaw((socket) => socket.once('data', () => socket.end(reply)))
})
afterAll(() => raw.close())

function answered(bytes: string | Buffer, words: string | null = null) {
  reply = Buffer.from(bytes)
  return probe(targetOf(`http://127.0.0.1:${raw.port}/`, { expect: { ...anyPage, words } }), at, never)
}

test.each([
  ['headers of 200 KB', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(200_000)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW'],
  ['ten thousand cookies', `HTTP/1.1 200 OK\r\n${'Set-Cookie: a=b\r\n'.repeat(10_000)}\r\n`, 'HPE_HEADER_OVERFLOW'],
  ['HTTP/0.9', '<html>hello</html>', 'HPE_INVALID_CONSTANT'],
  ['bad chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'HPE_INVALID_CHUNK_SIZE'],
  [
    'two lengths',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'HPE_UNEXPECTED_CONTENT_LENGTH',
  ],
])('%s are an error answer', async (_name, bytes, code) => {
  expect((await answered(bytes)).failure).toEqual({ kind: 'status', phase: 'status', code })
})

test('a connection closed before any answer cannot be connected to', async () => {
  const { failure } = await answered('')
  expect(failure).toEqual({ kind: 'connect_failed', phase: 'firstByte', code: 'ECONNRESET' })
})

test('a page that breaks off is a failure of its body', async () => {
  const { failure } = await answered('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this')
  expect(failure).toEqual({ kind: 'connect_failed', phase: 'body', code: 'ECONNRESET' })
})

test('a server that switches protocols instead of answering ends the look', async () => {
  const sample = await answered('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
  expect(sample).toMatchObject({ ok: false })
})

test('interim answers are passed over', async () => {
  const flood = 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(500)
  expect(await answered(`${flood}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`)).toMatchObject({ ok: true })
})

test('words are looked for as they are written, never as a pattern', async () => {
  const page = `HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n${'a'.repeat(40)}`
  expect(await answered(page, '^(a+)+$')).toMatchObject({ failure: { kind: 'words' } })
  expect(await answered(page, 'aaa')).toMatchObject({ ok: true })
})

test('words after the limit do not count', async () => {
  const page = `${' '.repeat(300 * 1024)}市政府`
  const bytes = `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(page)}\r\n\r\n${page}`
  expect(await answered(bytes, '市政府')).toMatchObject({ failure: { kind: 'words' } })
})

test('nothing that a site sends gets into the sample', async () => {
  const evil = 'HTTP/1.1 500 EVIL-REASON\r\nServer: EVIL\r\nLocation: http://EVIL/\r\nContent-Length: 4\r\n\r\nEVIL'
  expect(JSON.stringify(await answered(evil))).not.toContain('EVIL')
})

test(
  'whatever bytes come back, a look ends in a sample',
  async () => {
    const parts = fc.constantFrom(
      'HTTP/1.1 200 OK\r\n',
      'HTTP/1.1 302 Found\r\n',
      'HTTP/1.0 999 \r\n',
      'HTTP/1.1 100 Continue\r\n\r\n',
      'Content-Length: 5\r\n',
      'Content-Length: -1\r\n',
      'Transfer-Encoding: chunked\r\n',
      'Content-Encoding: gzip\r\n',
      'Content-Type: text/html; charset=gbk\r\n',
      'Location: http://[::1\r\n',
      'Upgrade: h2c\r\nConnection: Upgrade\r\n',
      '\r\n',
      '5\r\nhello\r\n0\r\n\r\n',
      'hello',
      '\u0000\u00ff\n\r',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 5, arbitrary: parts }, fc.string()), { maxLength: 9 }),
        async (all) => {
          const sample = await answered(all.join(''), 'hello')
          expect(sample.ok).toBe(sample.failure === undefined)
        },
      ),
      { numRuns: fuzzRuns },
    )
  },
  30_000 + fuzzRuns * 10,
)

test('a machine without file handles blames itself, never the site', async () => {
  const script = new URL('./starved.ts', import.meta.url).pathname
  const url = `http://127.0.0.1:${raw.port}/`
  reply = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n')
  const run = promisify(execFile)('sh', ['-c', 'ulimit -n 60; exec "$0" "$1" "$2"', process.execPath, script, url])
  const outcomes = new Set(JSON.parse((await run).stdout))
  expect(outcomes).toEqual(new Set(['EMFILE', 'good']))
})

test('a machine that can ask no name server blames itself, though its caller has given up by then', async () => {
  const caller = new AbortController()
  const resolve = async () => {
    caller.abort()
    throw new OwnFault('RESOLVER_ECONNREFUSED')
  }
  await expect(localProbe({ resolve })(targetOf('http://site.example/'), at, caller.signal)).rejects.toThrow(OwnFault)
})

test('our own errors throw, in whatever phase', () => {
  const trace = { ...beginTrace(() => 0), address: '192.0.2.1' }
  const error = Object.assign(new Error('x'), { code: 'EMFILE' })
  expect(() => failureOf(error, trace)).toThrow(OwnFault)
  expect(failureOf(new Error('x'), trace)).toEqual({ kind: 'connect_failed', phase: 'dns', code: 'UNKNOWN' })
})

test('no way to an IPv6 address is ours, no way to an IPv4 address is for the blindness check', () => {
  expect(isOwnFault('ENETUNREACH', '2400:3200::1')).toBe(true)
  expect(isOwnFault('ENETUNREACH', '223.5.5.5')).toBe(false)
})

test('a connection given up by the kernel is a connection timeout', () => {
  const trace = { ...beginTrace(() => 0), phase: 'connect' as const }
  const error = Object.assign(new Error('x'), { code: 'ETIMEDOUT' })
  expect(failureOf(error, trace)).toMatchObject({ kind: 'connect_timeout', code: 'ETIMEDOUT' })
})
