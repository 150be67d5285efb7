import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { cast, nightNow, password, town, xingang } from './town.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

describe('headers', () => {
  test('nothing inline may run and nobody may frame us', async () => {
    const { headers } = await web.visitor().get('/sign-in')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("style-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  test('no page holds a style or a script of its own, or a handler', async () => {
    await web.goesDown(xingang, nightNow - 60_000)
    const office = await web.signedIn('office')
    for (const path of [
      '/',
      '/incidents',
      '/incidents/2026-1004-01',
      '/more',
      '/duty?view=person',
      '/duty/print',
      '/duty/now',
      '/me/calendar',
      '/periods/nd-2026/draft/result',
      '/hours',
      '/hours.xlsx?period=nd-2026',
      '/a',
      '/sign-in',
    ]) {
      const { text } = await (path === '/sign-in' ? web.visitor() : office).get(path)
      expect(text, path).not.toMatch(/\sstyle="|<style|<script(?![^>]*src=)|\son\w+="/)
    }
  })

  test('an address over https has strict transport and a cookie that no other host can set', async () => {
    const over = await openWeb({ config: { publicUrl: 'https://watch.example' } })
    const { headers } = await over.visitor().get('/sign-in')
    expect(headers.get('strict-transport-security')).toContain('max-age=31536000')
    const person = over.deps.book.current().people.get(cast.office)
    await over.signedIn('office')
    const answer = await over.visitor().post('/sign-in', { mobile: person?.mobile ?? '', password })
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-zhishou=.*Path=\/.*HttpOnly; Secure; SameSite=Lax/)
    await over.close()
  })

  test('a page is kept by no cache, an asset for ever', async () => {
    const page = await web.visitor().get('/sign-in')
    expect(page.headers.get('cache-control')).toBe('private, no-store')
    const css = /href="(\/assets\/zhishou\.\w+\.css)"/.exec(page.text)?.[1] ?? ''
    const asset = await web.visitor().get(css)
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect((await web.visitor().get('/assets/..%2f..%2fpackage.json')).status).not.toBe(200)
  })
})

describe('what another site’s page sends', () => {
  test.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': '', origin: 'https://evil.example' }, 403],
    [{ 'sec-fetch-site': '', origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 303],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:3000' }, 303],
  ])('with %j is answered %d', async (headers: Record<string, string>, status) => {
    const visitor = await web.signedIn('office')
    const answer = await visitor.post('/sign-out', {}, headers)
    expect(answer.status).toBe(status)
  })
})

describe('limits', () => {
  test('a form larger than a hundred kilobytes is refused and nothing breaks', async () => {
    const answer = await web.visitor().post('/a', { code: 'x'.repeat(120_000) })
    expect(answer.status).toBe(413)
    expect((await web.visitor().get('/a')).status).toBe(200)
  })

  test('signing in is limited by address', async () => {
    const visitor = web.visitor()
    let last = 0
    for (let n = 0; n < 31; n++)
      last = (await visitor.post('/sign-in', { mobile: `1380000${1000 + n}`, password: 'x' })).status
    expect(last).toBe(429)
    expect((await visitor.get('/sign-in')).status).toBe(200)
  })

  test('asking how we are is never limited', async () => {
    const visitor = web.visitor()
    const answers = await Promise.all(Array.from({ length: 1300 }, () => visitor.get('/healthz')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })
})

describe('names that try to be markup', () => {
  const hostile = '<img src=x onerror=alert(1)>"\'&<%= 7*7 %>{{7*7}}'
  const book: BookFile = {
    ...town,
    settings: { ...town.settings, officeName: hostile },
    units: town.units?.map((unit) => ({ ...unit, name: hostile })) ?? [],
    people: town.people?.map((person) => ({ ...person, name: `${hostile}${person.id}` })) ?? [],
    sites: town.sites?.map((site) => ({ ...site, name: hostile, group: hostile, hosting: hostile })) ?? [],
  }

  test('are text on every page', async () => {
    const town = await openWeb({ book })
    const incident = await town.goesDown(xingang, nightNow - 60_000)
    const office = await town.signedIn('office')
    const paths = [
      '/',
      '/incidents',
      `/incidents/${incident.id}`,
      `/incidents/${incident.id}/void`,
      '/more',
      '/nowhere',
    ]
    for (const path of paths) {
      const { text } = await office.get(path)
      expect(text, path).not.toContain('<img')
      expect(text, path).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;&lt;%= 7*7 %&gt;{{7*7}}')
    }
    await town.close()
  })
})

describe('when there is no page', () => {
  test('the same is said of what does not exist and of what is not the reader’s', async () => {
    const incident = await web.goesDown(xingang, nightNow - 60_000)
    const duty = await web.signedIn('duty')
    const strip = ({ text }: { text: string }) => text.replaceAll(/next=[^"]*/g, '')
    const missing = await duty.get('/incidents/2026-1004-77/void')
    const notTheirs = await duty.get(`/incidents/${incident.id}/void`)
    expect([missing.status, notTheirs.status]).toEqual([404, 404])
    expect(strip(notTheirs)).toBe(strip(missing))
    expect(missing.text).toContain('没有这个页面，或者您看不到它。')
  })

  test('a fault shows a number, which the log explains, and nothing else', async () => {
    const office = await web.signedIn('office')
    web.deps.watch.siteStates = () => {
      throw new Error('the secret inside')
    }
    const answer = await office.get('/')
    expect(answer.status).toBe(500)
    const id = /出错了，编号 (\w{4})。值守仍在探测和通知。/.exec(answer.text)?.[1]
    expect(id).toBeDefined()
    expect(answer.text).not.toContain('secret')
    expect(web.lines.join('')).toContain(`"id":"${id}"`)
  })

  test('machines get a problem document', async () => {
    const answer = await web.visitor().get('/events')
    expect(answer.status).toBe(401)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(JSON.parse(answer.text)).toMatchObject({ status: 401, title: 'Not signed in' })
  })
})

test('a reader without a session reaches the public pages and nothing else', async () => {
  await web.goesDown(xingang, nightNow - 60_000)
  const visitor = web.visitor()
  const open = ['/a', '/sign-in', '/healthz', '/metrics', '/language?lang=en']
  const shut = [
    '/',
    '/incidents',
    '/incidents/2026-1004-01',
    '/incidents/2026-1004-01/void',
    '/more',
    '/set-up/anything',
    '/set-up/sites',
    '/welcome/x',
    '/duty/print?phones=1',
    '/duty/now',
    '/me/calendar',
    '/calendar/not-an-address-of-ours.ics',
    '/nowhere',
  ]
  for (const path of open) expect((await visitor.get(path)).status, path).toBeLessThan(304)
  for (const path of shut) {
    const { status, headers, text } = await visitor.get(path)
    const isLedAway = status === 303 && headers.get('location')?.startsWith('/sign-in') === true
    expect(isLedAway || status === 404, path).toBe(true)
    expect(text, path).not.toMatch(/新港区|陈海涛|1[3-9]\d{9}/)
  }
  for (const path of [
    '/incidents/2026-1004-01/acknowledge',
    '/incidents/2026-1004-01/void',
    '/set-up/sites',
    '/set-up/channels/test',
  ]) {
    const { status } = await visitor.post(path, { version: '1' })
    expect([303, 404], path).toContain(status)
  }
  expect((await web.log.incidents.findLive(xingang))?.state).toBe('paging')
})
