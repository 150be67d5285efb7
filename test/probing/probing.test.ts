import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProbing } from '../../src/probing/probing.ts'
import { type SiteFarm, startSiteFarm, testAuthority } from '../fakes/site-farm.ts'
import { at, never, targetOf } from './room.ts'

let farm: SiteFarm
const probing = createProbing({
  networks: [{ address: '127.0.0.1', prefix: 32, family: 'ipv4' }],
  monotonic: () => performance.now(),
  path: new URL('../fakes/ping/answers', import.meta.url).pathname,
  trust: [testAuthority()],
  resolver: { servers: ['127.0.0.1:9'], timeoutMs: 50, tries: 1 },
})

beforeAll(async () => {
  farm = await startSiteFarm()
})
afterAll(async () => {
  await probing.close()
  await farm.close()
})

test('a site is looked at by its kind', async () => {
  const site = await farm.add('市政府', { tls: 'good' })
  const web = await probing.probe(targetOf(site.url), at, never)
  expect(web).toMatchObject({ ok: true, status: 200, phases: { tls: expect.any(Number) } })
  const host = await probing.probe(targetOf('127.0.0.1', { kind: 'icmp' }), at, never)
  expect(host).toMatchObject({ ok: true, address: '127.0.0.1' })
  expect(host).not.toHaveProperty('status')
})

test('a failed look is explained by asking the address it failed at', async () => {
  const site = await farm.add('市政府')
  await site.behave('refuse')
  const sample = await probing.probe(targetOf(site.url), at, never)
  expect(sample).toMatchObject({ ok: false, address: '127.0.0.1' })
  expect(await probing.explain(sample)).toEqual({ answer: 'yes', ms: 1.25 })
})

test('without an address, or with one that may not be reached, there is no explanation', async () => {
  const sample = { siteId: 's', at, ms: 1, ok: false, phases: {} }
  expect(await probing.explain(sample)).toEqual({ answer: 'unknown' })
  expect(await probing.explain({ ...sample, address: '127.0.0.2' })).toEqual({ answer: 'unknown' })
  expect(await probing.explain({ ...sample, address: '-f' })).toEqual({ answer: 'unknown' })
})

test('references are asked behind the same guard', async () => {
  const site = await farm.add('参照')
  expect(await probing.askReference(site.url, never)).toBe('reached')
  expect(await probing.askReference(site.url.replace('127.0.0.1', '127.0.0.2'), never)).toBe('silent')
})

test('300 sites at once, a third of them hanging: the others are not held up', async () => {
  const good = await farm.add('市政府')
  const hung = await farm.add('市政府')
  await hung.behave('hang')
  const caller = new AbortController()
  const waiting = Array.from({ length: 100 }, () => probing.probe(targetOf(hung.url), at, caller.signal))
  const done = await Promise.all(Array.from({ length: 200 }, () => probing.probe(targetOf(good.url), at, never)))
  expect(done.every((sample) => sample.ok)).toBe(true)
  caller.abort()
  const kinds = (await Promise.all(waiting)).map((sample) => sample.failure?.kind)
  expect(kinds.filter((kind) => kind === 'first_byte_timeout' || kind === 'connect_timeout')).toHaveLength(100)
})
