import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/probing/address-guard.ts'
import { createAskReference } from '../../src/probing/reference.ts'
import { createNames } from '../../src/probing/resolver.ts'
import { createTrust } from '../../src/probing/tls.ts'
import { type SiteFarm, startSiteFarm } from '../fakes/site-farm.ts'
import { guardAllowing, never, startRaw } from './room.ts'

let farm: SiteFarm
const options = {
  resolve: createNames({ servers: ['127.0.0.1:9'], timeoutMs: 50, tries: 1 }).resolve,
  mayReach: guardAllowing('127.0.0.0/8'),
  trust: createTrust([]),
  monotonic: () => 0,
}
const ask = createAskReference(options)

beforeAll(async () => {
  farm = await startSiteFarm()
})
afterAll(() => farm.close())

test('any answer at all counts, good or bad, trusted or not', async () => {
  const site = await farm.add('参照')
  for (const behaviour of ['ok', 'status_500', 'redirect_metadata', 'slow_body'] as const) {
    await site.behave(behaviour)
    expect([behaviour, await ask(site.url, never)]).toEqual([behaviour, 'reached'])
  }
  const secured = await farm.add('参照', { tls: 'self_signed' })
  expect(await ask(secured.url, never)).toBe('reached')
})

test('no answer is a no', async () => {
  const site = await farm.add('参照')
  for (const behaviour of ['refuse', 'reset', 'garbage'] as const) {
    await site.behave(behaviour)
    expect([behaviour, await ask(site.url, never)]).toEqual([behaviour, 'silent'])
  }
})

test('an accepted connection counts for tcp, a refused one does not', async () => {
  const raw = await startRaw(() => undefined)
  expect(await ask(`tcp://127.0.0.1:${raw.port}`, never)).toBe('reached')
  expect(await ask(`tcp://localhost:${raw.port}`, never)).toBe('reached')
  raw.close()
  expect(await ask(`tcp://127.0.0.1:${raw.port}`, never)).toBe('silent')
})

test('a caller who gives up gets a no', async () => {
  const site = await farm.add('参照')
  await site.behave('hang')
  const caller = new AbortController()
  const answer = ask(site.url, caller.signal)
  while (farm.hanging() === 0) await new Promise(setImmediate)
  caller.abort()
  expect(await answer).toBe('silent')
  expect(await ask('tcp://127.0.0.1:1', AbortSignal.abort())).toBe('silent')
})

test('the guard stands before references too', async () => {
  const raw = await startRaw((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'))
  const strict = createAskReference({ ...options, mayReach: createAddressGuard([]) })
  for (const scheme of ['http', 'https', 'tcp']) {
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:7f00:1]', '0x7f.1']) {
      expect(await strict(`${scheme}://${host}:${raw.port}`, never)).not.toBe('reached')
    }
  }
  raw.close()
  expect(raw.connections()).toBe(0)
})

test.each(['', 'nonsense', 'ftp://127.0.0.1/', 'tcp://127.0.0.1', 'tcp://127.0.0.1:0'])(
  '%o is a no, not an error',
  async (reference) => expect(await ask(reference, never)).toBe('silent'),
)

test('a name that no name server tells says more about them than about the reference', async () => {
  expect(await ask('http://site.example/', never)).toBe('no_name')
})
