import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDnsProbe } from '../../src/probing/dns-probe.ts'
import { OwnFault } from '../../src/probing/own-fault.ts'
import { createNames } from '../../src/probing/resolver.ts'
import { type NameServer, startNameServer } from '../fakes/name-server.ts'
import { at, never, targetOf } from './room.ts'

let names: NameServer
let other: NameServer

beforeAll(async () => {
  names = await startNameServer()
  other = await startNameServer()
  names.set('site.example', { a: ['192.0.2.1', '192.0.2.2'], aaaa: ['2001:db8:0:0:0:0:0:1'] })
  names.set('plain.example', { a: ['192.0.2.1'] })
  names.set('broken.example', 'servfail')
  names.set('silent.example', 'silence')
  names.set('empty.example', {})
})
afterAll(() => Promise.all([names.close(), other.close()]))

const fast = { timeoutMs: 100, tries: 1 }

function look(url: string, servers = [names.address], second: string[] = []) {
  const { records } = createNames({ ...fast, servers, second })
  return createDnsProbe({ records, monotonic: () => performance.now() })(targetOf(url, { kind: 'dns' }), at, never)
}

test.each([
  'dns://site.example',
  'dns://SITE.example.',
  'dns://site.example?type=aaaa&expect=2001:DB8:0::1',
  'dns://site.example?expect=192.0.2.2,192.0.2.1',
  'dns://site.example?expect=192.0.2.1&expect=192.0.2.2&expect=192.0.2.3',
])('%s is good', async (url) => {
  expect(await look(url)).toMatchObject({ ok: true, phases: { dns: expect.any(Number) } })
})

test.each([
  ['dns://gone.example', 'NXDOMAIN'],
  ['dns://broken.example', 'SERVFAIL'],
  ['dns://silent.example', 'TIMEOUT'],
  ['dns://empty.example', 'NODATA'],
  ['dns://plain.example?type=MX', 'NODATA'],
  ['dns://site.example?expect=192.0.2.1', 'UNEXPECTED_ANSWER'],
])('%s fails as %s', async (url, code) => {
  expect((await look(url)).failure).toEqual({ kind: 'dns', phase: 'dns', code })
})

test.each(['dns://192.0.2.1', 'dns://', 'dns://site.example?type=AXFR', 'http://site.example/', ''])(
  '%o asks nothing',
  async (url) => {
    expect((await look(url)).failure).toEqual({ kind: 'blocked', phase: 'refused_address', code: 'BAD_URL' })
  },
)

describe('the second name server', () => {
  test.each(['broken.example', 'silent.example', 'empty.example', 'gone.example'])(
    'is heard before %s is called down',
    async (host) => {
      other.set(host, { a: ['192.0.2.9'] })
      expect(await look(`dns://${host}`, [names.address], [other.address])).toMatchObject({ ok: true })
      other.set(host, 'nxdomain')
      expect((await look(`dns://${host}`, [names.address], [other.address])).ok).toBe(false)
    },
  )

  test('is not asked while the first answers', async () => {
    await look('dns://site.example', [names.address], [other.address])
    expect(other.asked('site.example')).toBe(0)
  })

  test('leaves the failure as the first one told it', async () => {
    const { failure } = await look('dns://broken.example', [names.address], [other.address])
    expect(failure?.code).toBe('SERVFAIL')
  })

  test('is asked where the first takes no question, and without it that is our own fault', async () => {
    const gone = await startNameServer()
    await gone.close()
    other.set('site.example', { a: ['192.0.2.1'] })
    expect(await look('dns://site.example', [gone.address], [other.address])).toMatchObject({ ok: true })
    await expect(look('dns://site.example', [gone.address])).rejects.toThrow(OwnFault)
    other.set('site.example', 'nxdomain')
    await expect(look('dns://site.example', [gone.address], [other.address])).rejects.toThrow(OwnFault)
  })
})
