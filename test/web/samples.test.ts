import { afterEach, beforeEach, expect, test } from 'vitest'
import { minute } from '../../src/domain/instant.ts'
import type { Sample } from '../../src/domain/watch/probe.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ config: { apiToken: 'token' } })
})
afterEach(() => web.close())

const good = (at: number): Sample => ({
  ...{ siteId: xingang, at, ms: 205, ok: true, status: 200 },
  ...{ phases: { dns: 5, connect: 40, firstByte: 160 }, address: '203.0.113.7', certificateEndsAt: nightNow + minute },
})
const failed = (at: number): Sample => ({
  ...{ siteId: xingang, at, ms: 15_000, ok: false, phases: { dns: 5 }, isPlanned: true },
  failure: { kind: 'connect_timeout', phase: 'connect', limitSeconds: 15, code: '=cmd|"/c calc"!A1' },
  ping: { answer: 'no' },
})

test('every look goes out as a table in the reader’s language, with moments that say their offset', async () => {
  await web.log.samples.append([good(nightNow - 2 * minute), failed(nightNow - minute)])
  const stranger = await web.signedIn('stranger')
  const { status, headers, text } = await stranger.get(`/sites/${xingang}/samples.csv`)
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="samples\.csv"; filename\*=UTF-8''%E6/)
  const lines = text.split('\r\n')
  expect(lines[0]).toBe(
    '时间,结果,总耗时（毫秒）,解析,连接,TLS,等首字节,下载,状态码,失败原因,代码,地址,证书到期,Ping,报备,复查',
  )
  expect(lines[1]).toMatch(
    /^2026-10-04T\d\d:\d\d:\d\d\+08:00,正常,205,5,40,,160,,200,,,203\.0\.113\.7,2026-10-04T[^,]*,,,$/,
  )
  expect(lines[2]).toMatch(/,失败,15000,5,,,,,,连接超时[^,]*,"'=cmd\|""\/c calc""!A1",,,无应答,是,$/)
  expect(lines.slice(3)).toEqual([''])
  stranger.setCookie('lang', 'en')
  expect((await stranger.get(`/sites/${xingang}/samples.csv`)).text).toMatch(/^Time,Result,/)
})

test('and as a list for programs, of the span that was asked for', async () => {
  await web.log.samples.append([good(nightNow - 3 * minute), good(nightNow - 2 * minute), failed(nightNow - minute)])
  const visitor = await web.signedIn('duty')
  const span = new URLSearchParams({
    from: new Date(nightNow - 2 * minute).toISOString(),
    to: new Date(nightNow).toISOString(),
  })
  const { text } = await visitor.get(`/sites/${xingang}/samples.json?${span}`)
  const { site, samples } = JSON.parse(text)
  expect(site.id).toBe(xingang)
  expect(samples).toMatchObject([
    { ok: true, ms: 205, phases: { dns: 5, connect: 40, firstByte: 160 }, planned: false, failure: null },
    { ok: false, planned: true, ping: { answer: 'no' }, failure: { kind: 'connect_timeout' } },
  ])
  const none = await visitor.get(`/sites/${xingang}/samples.json?to=2020-01-01`)
  expect(JSON.parse(none.text).samples).toEqual([])
})

test('days of looks are read some hours at a time, and none is left out where two stretches meet', async () => {
  const looks = Array.from({ length: 5 * 48 }, (_, i) => good(nightNow - (i + 1) * 30 * minute))
  await web.log.samples.append(looks)
  const visitor = await web.signedIn('office')
  const from = new Date(nightNow - 5 * 24 * 60 * minute).toISOString()
  const { text } = await visitor.get(`/sites/${xingang}/samples.json?${new URLSearchParams({ from })}`)
  const ats = JSON.parse(text).samples.map(({ at }: { at: string }) => Date.parse(at))
  expect(ats).toEqual(looks.map(({ at }) => at).reverse())
})

test('the API gives looks in slices that meet, and says what it cannot read', async () => {
  await web.log.samples.append(Array.from({ length: 7 }, (_, i) => good(nightNow - (i + 1) * minute + i)))
  const call = async (path: string) => {
    const answer = await web.visitor().get(`/api/v1/sites/${path}`, { authorization: 'Bearer token' })
    return { status: answer.status, body: JSON.parse(answer.text) }
  }
  const ats: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query = new URLSearchParams({ limit: '3', ...(cursor ? { cursor } : {}) })
    const { status, body } = await call(`${xingang}/samples?${query}`)
    expect(status).toBe(200)
    ats.push(...body.items.map(({ at }: { at: string }) => at))
    cursor = body.next
  }
  expect(ats).toHaveLength(7)
  expect([...new Set(ats)].sort()).toEqual(ats)
  expect((await call('none/samples')).status).toBe(404)
  expect((await call(`${xingang}/samples?from=yesterday`)).status).toBe(422)
})

test('the page leads to both, and draws a week and a quarter from what hours came to', async () => {
  const looks = Array.from({ length: 80 * 24 }, (_, i) => good(nightNow - (i + 1) * 60 * minute))
  await web.log.samples.append([...looks, failed(nightNow - minute)])
  const visitor = await web.signedIn('stranger')
  for (const [range, days] of [
    ['7d', '7 天'],
    ['90d', '90 天'],
  ]) {
    const { text } = await visitor.get(`/sites/${xingang}?range=${range}`)
    expect(text).toContain(`最近 ${days}响应时间，按阶段堆叠：平均 205 毫秒，失败 1 次`)
    expect(text).toMatch(new RegExp(`href="/sites/${xingang}/samples\\.csv\\?from=[^"]*&amp;to=`))
    expect(text).toMatch(/<path class="p4" d="M/)
  }
})

test('the official rate stands beside the uptime, and planned work beside both', async () => {
  const looks = Array.from({ length: 100 }, (_, i) => good(nightNow - (i + 1) * minute))
  const planned = Array.from({ length: 50 }, (_, i) => failed(nightNow - (i + 101) * minute))
  await web.log.samples.append([...looks, ...planned])
  const { text } = await (await web.signedIn('stranger')).get(`/sites/${xingang}`)
  expect(text).toContain('0 / 100 次。满 5 次为否决。')
  expect(text).toContain('可用率 66.66 %，全部探测都算。报备期间另有 50 次，失败 50 次，不计入不可访问率。')
  expect(text).not.toContain('已到单项否决线')
})

test('the API says what hours and days came to, and for how long nobody looked', async () => {
  const hourStart = nightNow - (nightNow % (60 * minute)) - 60 * minute
  await web.log.samples.append([good(hourStart), good(hourStart + minute), failed(hourStart + 2 * minute)])
  const call = async (path: string) => {
    const answer = await web.visitor().get(`/api/v1/sites/${path}`, { authorization: 'Bearer token' })
    return { status: answer.status, body: JSON.parse(answer.text) }
  }
  const counts = {
    probes: 3,
    failures: 1,
    visits: 3,
    unreached: 1,
    plannedVisits: 1,
    plannedUnreached: 1,
    dataSeconds: 180,
  }
  const ms = {
    mean: 205,
    min: 205,
    max: 205,
    p95: 205,
    phases: { dns: 5, connect: 40, tls: 0, firstByte: 160, body: 0 },
  }
  const hours = await call(`${xingang}/hours`)
  expect(hours.body.items).toMatchObject([{ at: expect.stringMatching(/:00:00\+08:00$/), ...counts, ms }])
  const days = await call(`${xingang}/days`)
  expect(days.body.items).toMatchObject([{ date: expect.stringMatching(/^2026-10-0/), ...counts, ms }])
  expect((await call('none/hours')).status).toBe(404)
  expect((await call(`${xingang}/days?to=never`)).status).toBe(422)
})

test('time without looks is said, from the day after the first one on, and counts neither as up nor as down', async () => {
  const midnight = nightNow - ((nightNow + 8 * 60 * minute) % (24 * 60 * minute))
  const day = 24 * 60 * minute
  const full = Array.from({ length: 24 * 60 }, (_, i) => good(midnight - 2 * day + i * minute))
  const half = Array.from({ length: 12 * 60 }, (_, i) => good(midnight - day + i * minute))
  const today = Array.from({ length: (nightNow - midnight) / minute }, (_, i) => good(midnight + i * minute))
  await web.log.samples.append([good(midnight - 3 * day), ...full, ...half, ...today])
  const { text } = await (await web.signedIn('stranger')).get(`/sites/${xingang}`)
  expect(text).toMatch(/可用率 100\.00 %，[\d,]+ 次探测，0 次失败，无数据 12 小时</)
})
