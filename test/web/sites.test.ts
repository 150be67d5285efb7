import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'
import { dongchuan, nightNow, xingang } from './town.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

const siteNow = (id: string) => web.deps.book.current().sites.get(id)

test('a site that is down says since when, why, and leads to its incident', async () => {
  const incident = await web.goesDown(xingang, nightNow - 351_000)
  const { text } = await (await web.signedIn('office')).get(`/sites/${xingang}`)
  expect(text).toContain('5 分 51 秒')
  expect(text).toContain(`href="/incidents/${incident.id}">去处理`)
})

test('an address that may not be probed says so', async () => {
  const last = {
    siteId: xingang,
    at: nightNow,
    ms: 0,
    ok: false,
    failure: { kind: 'blocked', phase: 'refused_address' },
    phases: {},
  } as const
  web.states.set(xingang, {
    siteId: xingang,
    verdict: 'unknown',
    since: nightNow,
    failures: [],
    goods: 0,
    lastGoodAt: null,
    last,
  })
  const { text } = await (await web.signedIn('office')).get(`/sites/${xingang}`)
  expect(text).toContain('不允许探测这个地址')
})

test('looking now is limited to once in ten seconds for a site', async () => {
  const duty = await web.signedIn('duty')
  let looks = 0
  web.deps.watch.probeNow = async () => void looks++
  await duty.post(`/sites/${xingang}/probe`)
  await duty.post(`/sites/${xingang}/probe`)
  web.clock.now += 10_000
  await duty.post(`/sites/${xingang}/probe`)
  expect(looks).toBe(2)
})

test('planned work without times or reason is refused with all three faults, and the form stays open', async () => {
  const lead = await web.signedIn('lead')
  const { status, text } = await lead.post(`/sites/${xingang}/windows`, { from: '', to: '1 Oct', reason: ' ' })
  expect(status).toBe(422)
  expect(text).toContain('有 3 处要改')
  expect(text).toContain('<details class="sheet block" open>')
})

test('the office adds a site; an address typed without http is taken as a web address', async () => {
  const office = await web.signedIn('office')
  const answer = await office.post('/sites/new', {
    name: '市水务局',
    url: 'water.example',
    kind: 'http',
    status: '200, 302',
    text: '水务',
    intervalSeconds: '300',
  })
  expect(answer.status).toBe(303)
  const added = [...web.deps.book.current().sites.values()].at(-1)
  expect(added).toMatchObject({
    name: '市水务局',
    url: 'http://water.example',
    expect: { status: [200, 302], text: '水务' },
    probe: { intervalSeconds: 300 },
  })
})

test('every fault of a site is named at its field, and nothing typed is lost', async () => {
  const office = await web.signedIn('office')
  const { status, text } = await office.post('/sites/new', {
    name: '"市"',
    url: 'ftp://x',
    status: 'ok',
    intervalSeconds: '-1',
    leadPersonId: 'p-nobody',
  })
  expect(status).toBe(422)
  for (const field of ['status', 'intervalSeconds', 'leadPersonId']) expect(text).toContain(`href="#${field}"`)
  expect(text).toContain('value="&quot;市&quot;"')
  const second = await office.post('/sites/new', { name: '', url: 'ftp://x', kind: 'http' })
  expect(second.text).toContain('href="#name"')
  expect(second.text).toContain('href="#url"')
})

test('editing keeps what the form does not show and drops what was emptied', async () => {
  await web.deps.book.change((file) => ({
    ...file,
    sites: (file.sites ?? []).map((site) =>
      site.id === xingang ? { ...site, probe: { intervalSeconds: 120, timeoutSeconds: 10 } } : site,
    ),
  }))
  const office = await web.signedIn('office')
  await office.post(`/sites/${xingang}/edit`, {
    name: '新港区',
    url: 'http://www.xingang.example/',
    unitId: 'u-xingang',
    kind: 'http',
    intervalSeconds: '',
  })
  expect(siteNow(xingang)).toEqual({
    id: xingang,
    name: '新港区',
    url: 'http://www.xingang.example/',
    unitId: 'u-xingang',
    probe: { timeoutSeconds: 10 },
  })
})

test('the office says by name what a site stands on; nobody else can, and what is not there is refused', async () => {
  const stands = { name: '新港区', url: 'http://www.xingang.example/', unitId: 'u-xingang', kind: 'http' }
  const platform = web.deps.book.current().sites.get(dongchuan)
  const office = await web.signedIn('office')
  const strange = await office.post(`/sites/${xingang}/edit`, { ...stands, parent: '没有的平台' })
  expect([strange.status, strange.text.includes('没有叫“没有的平台”的网站')]).toEqual([422, true])
  await office.post(`/sites/${xingang}/edit`, { ...stands, parent: platform?.name ?? '' })
  expect(siteNow(xingang)?.parentId).toBe(dongchuan)
  expect((await office.get(`/sites/${xingang}/edit`)).text).toContain(`value="${platform?.name}"`)
  const lead = await web.signedIn('lead')
  await lead.post(`/sites/${xingang}/edit`, { ...stands, parent: '' })
  expect(siteNow(xingang)?.parentId).toBe(dongchuan)
  const ring = await office.post(`/sites/${dongchuan}/edit`, {
    ...{ name: platform?.name ?? '', url: platform?.url ?? '', unitId: 'u-dongchuan', kind: 'http' },
    parent: '新港区',
  })
  expect([ring.status, ring.text.includes('又指回它自己')]).toEqual([422, true])
  await office.post(`/sites/${xingang}/edit`, { ...stands, parent: '' })
  expect(siteNow(xingang)?.parentId).toBeUndefined()
})

test('a lead cannot move their site to another unit by adding the field to the form', async () => {
  const lead = await web.signedIn('otherLead')
  await lead.post(`/sites/${dongchuan}/edit`, {
    name: '东川县',
    url: 'http://www.dongchuan.example/',
    unitId: 'u-xingang',
    leadPersonId: 'p-wang',
    kind: 'http',
  })
  expect(siteNow(dongchuan)).toMatchObject({ name: '东川县', unitId: 'u-dongchuan' })
})

test('a site that shifts rest on is not removed, one that nothing rests on is', async () => {
  const office = await web.signedIn('office')
  await office.post(`/sites/${xingang}/remove`)
  await office.post('/sites/s-other-0/remove')
  expect(siteNow(xingang)).toBeDefined()
  expect(siteNow('s-other-0')).toBeUndefined()
})

test('an edit that would leave a live outage without anybody to tell is refused by name', async () => {
  await web.goesDown(dongchuan, nightNow - 60_000)
  const office = await web.signedIn('office')
  const people = ['p-wang', 'p-xu', 'p-zhao']
  await web.deps.book.change((file) => ({
    ...file,
    people: (file.people ?? []).map(({ mobile, ...one }) =>
      people.includes(one.id) && one.id !== 'p-wang' ? one : { ...one, ...(mobile ? { mobile } : {}) },
    ),
  }))
  const { status, text } = await office.post('/people/p-wang/edit', {
    name: '王雅琴',
    unitId: 'u-dongchuan',
    mobile: '',
  })
  expect(status).toBe(422)
  expect(text).toContain('东川县人民政府门户网站 正在中断')
})

test('the page draws what was measured: failures hang below the line, slots and figures agree with the samples', async () => {
  const phases = { dns: 20, connect: 30, tls: 60, firstByte: 150, body: 40 }
  const certificateEndsAt = nightNow + 10 * 86_400_000
  const samples = Array.from({ length: 100 }, (_, n) => {
    const at = nightNow - (n + 1) * 60_000
    const common = { siteId: xingang, at, certificateEndsAt }
    if (n >= 10) return { ...common, ms: 300, ok: true, phases }
    return {
      ...common,
      ms: 15_000,
      ok: false,
      phases: {},
      failure: { kind: 'connect_timeout', phase: 'connect' } as const,
    }
  })
  await web.log.samples.append(samples)
  const { text } = await (await web.signedIn('office')).get(`/sites/${xingang}?range=1h`)
  expect(text).toContain('10.00 %')
  expect(text).toContain('已到单项否决线')
  expect(text).toContain('<b class="num">150 毫秒</b>')
  expect(text).toContain('可用率 90.00 %，100 次探测，10 次失败')
  expect(text).toContain('证书到 2026-10-14，还有 10 天')
  expect(text.match(/<path class="failbar" d="([^"]*)"/)?.[1]?.split('z')).toHaveLength(11)
})

test('while planned work runs the page says until when and why', async () => {
  await web.deps.book.change((file) => ({
    ...file,
    windows: [
      {
        id: 'w',
        siteId: xingang,
        from: '2026-10-04T01:00:00+08:00',
        to: '2026-10-04T05:00:00+08:00',
        reason: '换证书',
      },
    ],
  }))
  const { text } = await (await web.signedIn('stranger')).get(`/sites/${xingang}`)
  expect(text).toContain('到今天 05:00。换证书。')
  expect(text).not.toContain('/windows/w/remove')
})

test('a site with an open incident is not removed: its people would be paged about nothing they can see', async () => {
  await web.goesDown('s-other-0', nightNow - 60_000)
  const { status, text } = await (await web.signedIn('office')).post('/sites/s-other-0/remove')
  expect(status).toBe(422)
  expect(text).toContain('办结以后才能删除')
  expect(siteNow('s-other-0')).toBeDefined()
})

test('the certificate is told with its names, its issuer and how the last look began', async () => {
  const at = nightNow - 60_000
  const certificate = {
    ...{ fingerprint: 'ab', subject: 'www.xingang.example', key: 'RSA 2048', issuers: ['CFCA OV OCA', 'CFCA EV ROOT'] },
    ...{ fromAt: nightNow - 300 * 86_400_000, endsAt: nightNow + 26 * 86_400_000 },
    names: ['www.xingang.example', 'xingang.example', 'm.xingang.example', 'zwfw.xingang.example'],
  }
  web.deps.watch.certificateOf = (siteId) => (siteId === xingang ? certificate : null)
  await web.log.samples.append([
    {
      siteId: xingang,
      at,
      ms: 310,
      ok: true,
      status: 200,
      phases: {},
      handshake: 'resumed',
      certificateEndsAt: certificate.endsAt,
    },
  ])
  const duty = await web.signedIn('duty')
  const { text } = await duty.get(`/sites/${xingang}`)
  expect(text).toContain('证书到 2026-10-30，还有 26 天')
  expect(text).toContain('用于 www.xingang.example、xingang.example、m.xingang.example 等，另有 1 个')
  expect(text).toContain('CFCA OV OCA 签发，RSA 2048')
  expect(text).toContain('最近一次续用之前的握手')
  expect((await duty.get(`/sites/${dongchuan}`)).text).not.toContain('证书')
})

test('the incidents of one site are a list of their own', async () => {
  await web.goesDown(xingang, nightNow - 60_000)
  await web.goesDown(dongchuan, nightNow - 60_000)
  const duty = await web.signedIn('duty')
  expect((await duty.get(`/sites/${xingang}`)).text).toContain(`href="/incidents?site=${xingang}"`)
  const { text } = await duty.get(`/incidents?site=${xingang}`)
  expect([text.includes('新港区人民政府门户网站'), text.includes('东川县人民政府门户网站')]).toEqual([true, false])
})
