import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Ailing, commonCauses, sharedByAll } from '../../../src/domain/watch/common-cause.ts'

const timedOut = { kind: 'connect_timeout', phase: 'connect' } as const
const unnamed = { kind: 'dns', phase: 'dns', code: 'SERVFAIL' } as const
const site = (siteId: string, more: Partial<Ailing> = {}): Ailing => ({
  ...{ siteId, failure: timedOut, address: null, platform: null },
  ...more,
})
const told = (sites: Ailing[]) => commonCauses(sites).map(({ kind, value, siteIds }) => `${kind} ${value}: ${siteIds}`)

test('three on one server share it, two do not', () => {
  const on = (id: string) => site(id, { address: '203.0.113.7' })
  expect(told([on('a'), on('b'), on('c')])).toEqual(['server 203.0.113.7: a,b,c'])
  expect(told([on('a'), on('b')])).toEqual([])
})

test('where all share a server they share its network too, and the server is named', () => {
  const sites = ['a', 'b', 'c'].map((id) => site(id, { address: '203.0.113.7', platform: '市云平台' }))
  expect(sharedByAll(sites)).toBe('server')
})

test('neighbours on one network, of either family', () => {
  const at = (address: string, i: number) => site(`s${i}`, { address })
  expect(told(['203.0.113.7', '203.0.113.8', '203.0.113.9'].map(at))).toEqual(['network 203.0.113.0/24: s0,s1,s2'])
  expect(told(['2400:da00:1::7', '2400:da00:1::8', '2400:da00:1:2::9'].map(at))).toEqual([
    'network 2400:da00:1::/48: s0,s1,s2',
  ])
  expect(told(['203.0.113.7', '203.0.114.8', '203.0.115.9'].map(at))).toEqual([])
})

test('what explains most comes first, and each site is explained once', () => {
  const platform = ['a', 'b', 'c', 'd'].map((id, i) => site(id, { platform: '市云平台', address: `198.51.${i}.1` }))
  const server = ['e', 'f', 'g'].map((id) => site(id, { address: '203.0.113.7' }))
  const names = ['h', 'i', 'j'].map((id) => site(id, { failure: unnamed }))
  expect(told([...server, ...platform, ...names, site('k')])).toEqual([
    'platform 市云平台: a,b,c,d',
    'server 203.0.113.7: e,f,g',
    'names dns: h,i,j',
  ])
  expect(sharedByAll([...platform, site('k')])).toBeNull()
})

test('no site is explained twice, none is invented, and a cause has three sites at least', () => {
  const drawn = fc.array(
    fc.record({
      failure: fc.constantFrom(timedOut, unnamed),
      address: fc.option(fc.constantFrom('203.0.113.7', '203.0.113.8', '198.51.100.1', '2400:da00::1')),
      platform: fc.option(fc.constantFrom('甲', '乙')),
    }),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(drawn, (all) => {
      const sites = all.map((one, i) => ({ ...one, siteId: `s${i}` }))
      const causes = commonCauses(sites)
      const explained = causes.flatMap(({ siteIds }) => siteIds)
      expect(new Set(explained).size).toBe(explained.length)
      const known = new Set(sites.map(({ siteId }) => siteId))
      for (const id of explained) expect(known.has(id)).toBe(true)
      for (const { siteIds } of causes) expect(siteIds.length).toBeGreaterThanOrEqual(3)
      expect(causes.map(({ siteIds }) => siteIds.length)).toEqual(
        causes.map(({ siteIds }) => siteIds.length).toSorted((a, b) => b - a),
      )
    }),
  )
})
