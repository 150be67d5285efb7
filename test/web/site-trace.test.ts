import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LookTrace } from '../../src/domain/watch/look-trace.ts'
import type { Failure } from '../../src/domain/watch/probe.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

describe('the look that was asked for by hand', () => {
  const hop = { url: 'http://a.example/', address: '192.0.2.1', status: 301, phases: { connect: 12 }, tls: null }
  const trace = (failure?: Failure): LookTrace => ({
    at: nightNow,
    names: [{ host: 'a.example', type: 'A', records: ['192.0.2.1'], code: null, from: 'second', ms: 3 }],
    hops: [{ ...hop, headers: { server: '<b>nginx</b>', location: 'https://a.example/' } }],
    certificate: null,
    title: '望海 <script>',
    bytes: 2048,
    sample: { siteId: xingang, at: nightNow, ms: 40, ok: !failure, ...(failure ? { failure } : {}), phases: {} },
  })

  test('is told whole to the people of the site, and to nobody else', async () => {
    web.deps.watch.lastTrace = () => trace()
    const { text } = await (await web.signedIn('duty')).get(`/sites/${xingang}`)
    expect(text).toContain('刚才的探测过程')
    expect(text).toContain('192.0.2.1')
    expect(text).toContain('由第二个域名服务器答复')
    expect(text).toContain('&lt;b&gt;nginx')
    expect(text).not.toContain('<script>望海')
    for (const who of ['otherLead', 'stranger'] as const)
      expect((await (await web.signedIn(who)).get(`/sites/${xingang}`)).text).not.toContain('刚才的探测过程')
  })

  test('reads the same for a refused address as for one that does not answer', async () => {
    const office = await web.signedIn('office')
    const shown = async (failure: Failure) => {
      web.deps.watch.lastTrace = () => trace(failure)
      return /id="trace">[\s\S]*?<\/section>/.exec((await office.get(`/sites/${xingang}`)).text)?.[0]
    }
    const blocked = await shown({ kind: 'blocked', phase: 'refused_address' })
    expect(blocked).toBe(await shown({ kind: 'connect_failed', phase: 'connect', code: 'ECONNREFUSED' }))
    expect(blocked).toContain('连接失败')
  })

  test('is made ten times a minute for one person at most, over all sites', async () => {
    const office = await web.signedIn('office')
    const asked: string[] = []
    web.deps.watch.traceNow = async (siteId) => void asked.push(siteId)
    const sites = [...web.deps.book.current().sites.keys()].slice(0, 3)
    for (let round = 0; round < 5; round++) {
      for (const id of sites) await office.post(`/sites/${id}/probe`)
      web.clock.now += 10_000
    }
    expect(asked).toHaveLength(10)
    web.clock.now += 60_000
    await office.post(`/sites/${xingang}/probe`)
    expect(asked).toHaveLength(11)
  })
})
