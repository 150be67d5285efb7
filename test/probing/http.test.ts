import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Behaviour, type LocalSite, type SiteFarm, startSiteFarm } from '../fakes/site-farm.ts'
import { anyPage, at, localProbe, never, startRaw, targetOf } from './room.ts'

let farm: SiteFarm
let site: LocalSite
const probe = localProbe()

beforeAll(async () => {
  farm = await startSiteFarm()
  site = await farm.add('某市人民政府门户网站')
})
afterAll(() => farm.close())

async function look(behaviour: Behaviour, changes = {}, signal = never) {
  await site.behave(behaviour)
  return probe(targetOf(site.url, changes), at, signal)
}

test('a page that opens is a good sample with its phases, status and address, and nothing of its content', async () => {
  const sample = await look('ok', { expect: { ...anyPage, words: '人民政府' } })
  expect(sample).toEqual({
    siteId: 's-portal',
    at,
    ms: expect.any(Number),
    ok: true,
    status: 200,
    phases: {
      dns: expect.any(Number),
      connect: expect.any(Number),
      firstByte: expect.any(Number),
      body: expect.any(Number),
    },
    address: '127.0.0.1',
  })
})

test('time is measured on the clock that was handed in', async () => {
  let ms = 0
  const counting = localProbe({ monotonic: () => (ms += 10) })
  await site.behave('ok')
  const sample = await counting(targetOf(site.url), at, never)
  expect(sample.phases).toEqual({ dns: 10, connect: 10, firstByte: 10, body: 10 })
  expect(sample.ms).toBe(50)
})

test('every look opens a connection of its own', async () => {
  const before = site.hits()
  await look('ok')
  await look('ok')
  expect(site.hits() - before).toBe(2)
})

describe('what the site answers decides', () => {
  test.each([
    ['status_500', { kind: 'status', phase: 'status', status: 500 }],
    ['status_503', { kind: 'status', phase: 'status', status: 503 }],
    ['words_missing', { kind: 'words', phase: 'words' }],
    ['refuse', { kind: 'connect_failed', phase: 'connect', code: 'ECONNREFUSED' }],
    ['redirect_loop', { kind: 'redirects', phase: 'redirect' }],
    ['redirect_metadata', { kind: 'blocked', phase: 'refused_address' }],
    ['garbage', { kind: 'status', phase: 'status', code: expect.stringMatching(/^HPE_/) }],
    ['gzip_bomb', { kind: 'words', phase: 'words' }],
  ] as const)('%s', async (behaviour, failure) => {
    const sample = await look(behaviour, { expect: { ...anyPage, words: '人民政府' } })
    expect(sample).toMatchObject({ ok: false, failure })
  })

  test('a reset is a failed connection', async () => {
    const { failure } = await look('reset')
    expect(failure).toMatchObject({ kind: 'connect_failed', code: 'ECONNRESET' })
  })

  test('an old page in GBK has its words', async () => {
    expect(await look('gbk', { expect: { ...anyPage, words: '某市人民政府' } })).toMatchObject({ ok: true })
  })

  test('an endless page that is not searched is good once enough of it came', async () => {
    expect(await look('endless_body')).toMatchObject({ ok: true, status: 200 })
  })

  test('an expected status counts, whatever it is; any other does not', async () => {
    expect(await look('status_503', { expectStatus: [200, 503] })).toMatchObject({ ok: true, status: 503 })
    expect(await look('redirect_loop', { expectStatus: [302] })).toMatchObject({ ok: true, status: 302 })
    expect(await look('ok', { expectStatus: [204] })).toMatchObject({ failure: { kind: 'status', status: 200 } })
  })

  test('a site is good again when it is back on its port', async () => {
    await look('refuse')
    expect(await look('ok')).toMatchObject({ ok: true })
  })
})

describe('the caller owns the deadline', () => {
  /** Ends the look once the farm is deliberately silent. */
  async function lookUntilHanging(behaviour: Behaviour) {
    const caller = new AbortController()
    const sample = look(behaviour, {}, caller.signal)
    while (farm.hanging() === 0) await new Promise(setImmediate)
    caller.abort()
    return sample
  }

  test('a site that accepts and never answers is named by the first byte', async () => {
    const sample = await lookUntilHanging('hang')
    expect(sample.failure).toEqual({ kind: 'first_byte_timeout', phase: 'firstByte', limitSeconds: 15 })
    expect(sample.phases).not.toHaveProperty('body')
  })

  test('a page that drips is too slow', async () => {
    const caller = new AbortController()
    // The clock is read once more when the headers are complete: that is the moment to give up.
    let reads = 0
    const monotonic = () => {
      reads += 1
      if (reads === 4) setImmediate(() => caller.abort())
      return reads
    }
    await site.behave('slow_body')
    const sample = await localProbe({ monotonic })(targetOf(site.url), at, caller.signal)
    expect(sample).toMatchObject({ status: 200, failure: { kind: 'too_slow', phase: 'body', limitSeconds: 15 } })
  })

  test('a name that is not answered in time is a failure of the name', async () => {
    const caller = new AbortController()
    const silent = localProbe({
      resolve: async () => {
        caller.abort()
        return { code: 'TIMEOUT' }
      },
    })
    const sample = await silent(targetOf('http://site.example/'), at, caller.signal)
    expect(sample.failure).toEqual({ kind: 'dns', phase: 'dns', code: 'TIMEOUT', limitSeconds: 15 })
    expect(sample.phases).toEqual({ dns: expect.any(Number) })
  })

  test('a connection that is not accepted in time is a connection timeout', async () => {
    const caller = new AbortController()
    const mayReach = () => {
      process.nextTick(() => caller.abort())
      return true
    }
    const sample = await localProbe({ mayReach })(targetOf(site.url), at, caller.signal)
    expect(sample.failure).toEqual({ kind: 'connect_timeout', phase: 'connect', limitSeconds: 15 })
  })

  test('a look that begins too late asks nobody', async () => {
    const before = site.hits()
    const sample = await look('ok', {}, AbortSignal.abort())
    expect(sample).toMatchObject({ ok: false, failure: { kind: 'dns', code: 'TIMEOUT' } })
    expect(site.hits()).toBe(before)
  })
})

test('why a name was not found is kept as a code', async () => {
  const unknown = localProbe({ resolve: async () => ({ code: 'NXDOMAIN' }) })
  const sample = await unknown(targetOf('http://gone.example/'), at, never)
  expect(sample.failure).toEqual({ kind: 'dns', phase: 'dns', code: 'NXDOMAIN' })
  expect(sample).not.toHaveProperty('address')
})

test('a page that is whole by its own word ends the look and its connection, though the server holds on to it', async () => {
  const closed = Promise.withResolvers<void>()
  const raw = await startRaw((socket) => {
    socket.once('close', () => closed.resolve())
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 20001\r\n\r\n${'a'.repeat(20_000)}`)
      setImmediate(() => socket.write('b'))
    })
  })
  const words = targetOf(`http://127.0.0.1:${raw.port}/`, { expect: { ...anyPage, words: 'ab' } })
  expect(await localProbe()(words, at, never)).toMatchObject({ ok: true, status: 200 })
  await closed.promise
  raw.close()
})

test('the request says who asks, names the site and reuses nothing', async () => {
  let request = ''
  const raw = await startRaw((socket) =>
    socket.once('data', (bytes) => {
      request = String(bytes)
      socket.end('HTTP/1.1 204 No Content\r\n\r\n')
    }),
  )
  const probeByName = localProbe({ resolve: async () => ({ address: '127.0.0.1' }) })
  const url = `http://user:secret@site.example:${raw.port}/a?b=1#c`
  expect(await probeByName(targetOf(url), at, never)).toMatchObject({ ok: true, status: 204 })
  raw.close()
  expect(
    request
      .split('\r\n')
      .filter(Boolean)
      .map((line) => line.toLowerCase())
      .sort(),
  ).toEqual([
    'accept-encoding: identity',
    'accept: */*',
    'connection: close',
    'get /a?b=1 http/1.1',
    `host: site.example:${raw.port}`,
    'user-agent: zhishou/0.1 (+uptime watch)',
  ])
})
