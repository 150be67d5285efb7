import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tokenHash } from '../../src/actions/people/passwords.ts'
import { editRoster, type RosterWork } from '../../src/actions/roster/edit-roster.ts'
import { publishRoster } from '../../src/actions/roster/publish-roster.ts'
import { hour } from '../../src/domain/instant.ts'
import { StoreFailure } from '../../src/storage/ports.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { cast, xingang } from './town.ts'
import { type Answer, headingOf, type Visitor } from './visitor.ts'

let web: OpenWeb
let duty: Visitor
beforeEach(async () => {
  web = await openWeb()
  duty = await web.signedIn('duty')
})
afterEach(() => web.close())

/** The path of the address that a page has just shown. */
function shownOn({ text }: Answer): string {
  return /value="http:\/\/127\.0\.0\.1:3000(\/calendar\/[^"]+\.ics)"/.exec(text)?.[1] ?? ''
}

async function make(visitor: Visitor, what = 'me'): Promise<string> {
  return shownOn(await visitor.post('/me/calendar', { what }))
}

describe('a calendar address', () => {
  test('is shown once, on the page that answers, and stands in the list without its token', async () => {
    const made = await duty.post('/me/calendar', { what: 'me' })
    const path = shownOn(made)
    expect(path).toMatch(/^\/calendar\/token/)
    expect(made.text).toContain(`href="webcal://127.0.0.1:3000${path}"`)
    const list = await duty.get('/me/calendar')
    expect(list.text).not.toContain(path)
    expect(list.text).toContain('还没有读取过')
  })

  test('is kept as a digest only', async () => {
    const token = (await make(duty)).slice('/calendar/'.length, -'.ics'.length)
    expect(await web.log.records.feeds.find(tokenHash(token))).toMatchObject({ personId: cast.duty, state: 'open' })
    const { items } = await web.log.records.feeds.list({}, { limit: 10, cursor: null })
    expect(JSON.stringify(items)).not.toContain(token)
  })

  test('is read by whoever holds it, without signing in, and gives out no session', async () => {
    const path = await make(duty)
    const { status, headers, text } = await web.visitor().get(path)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(headers.get('cache-control')).toBe('private, no-cache')
    expect(headers.get('set-cookie')).toBeNull()
    expect(text).toContain('SUMMARY:值班 新港区')
    expect(text).not.toMatch(/1[3-9]\d{9}/)
  })

  test('answers HEAD and a known version without a body, and a renamed site as a new version', async () => {
    const path = await make(duty)
    const first = await web.visitor().get(path)
    const tag = first.headers.get('etag') ?? ''
    const head = await fetch(web.address + path, { method: 'HEAD' })
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, tag, ''])
    expect(Number(head.headers.get('content-length'))).toBe(Buffer.byteLength(first.text))
    const known = { 'if-none-match': tag, 'if-modified-since': first.headers.get('last-modified') ?? '' }
    expect((await web.visitor().get(path, known)).status).toBe(304)
    await web.deps.book.change((file) => ({
      ...file,
      sites: file.sites?.map((site) => (site.id === xingang ? { ...site, shortName: '新港' } : site)) ?? [],
    }))
    expect((await web.visitor().get(path, known)).status).toBe(200)
  })

  test('says when it was last read, noted once an hour', async () => {
    const path = await make(duty)
    const id = tokenHash(path.slice('/calendar/'.length, -'.ics'.length))
    await web.visitor().get(path)
    await web.visitor().get(path)
    expect((await web.log.records.feeds.find(id))?.version).toBe(2)
    web.clock.now += hour
    await web.visitor().get(path)
    expect(await web.log.records.feeds.find(id)).toMatchObject({ version: 3, lastReadAt: web.clock.now })
  })

  test.each([
    ['of nothing', async () => '/calendar/nothing-that-was-ever-made.ics'],
    ['too short to be one', async () => '/calendar/x.ics'],
    [
      'that was revoked',
      async () => {
        const path = await make(duty)
        const id = tokenHash(path.slice('/calendar/'.length, -'.ics'.length))
        expect((await duty.post(`/me/calendar/${id}/revoke`)).status).toBe(303)
        return path
      },
    ],
    [
      'of somebody who has left',
      async () => {
        const path = await make(duty)
        await web.deps.book.change((file) => ({
          ...file,
          people: file.people?.map((one) => (one.id === cast.duty ? { ...one, disabled: true } : one)) ?? [],
        }))
        return path
      },
    ],
  ])('%s is not found, in the same words', async (_what, pathOf) => {
    const { status, headers, text } = await web.visitor().get(await pathOf())
    expect([status, headers.get('content-type'), text]).toEqual([404, 'text/plain; charset=utf-8', 'Not found\n'])
  })
})

test('a calendar follows the versions of the roster as they are published', async () => {
  const path = await make(duty)
  const editor = { personId: cast.office, personName: '赵欣怡', from: '' }
  const publish = () =>
    publishRoster(web.deps, editor, { periodId: 'nd-2026', reason: '其他网站另行安排' }, web.clock.now)
  const text = async () => (await web.visitor().get(path)).text.replaceAll('\r\n ', '')
  const before = await text()
  const uid = /UID:(.*)\r/.exec(before)?.[1] ?? ''
  expect(before).toContain('STATUS:CONFIRMED')
  await editRoster(web.deps, editor, { periodId: 'nd-2026', what: 'cells', make: given(cast.stranger) }, web.clock.now)
  expect(await text()).toBe(before)
  expect((await publish()).kind).toBe('published')
  const lost = await text()
  expect(lost).toContain('SUMMARY:已取消：值班 新港区')
  expect(lost.match(/STATUS:CANCELLED/g)?.length).toBe(7)
  expect(lost).toContain(uid)
  await editRoster(web.deps, editor, { periodId: 'nd-2026', what: 'cells', make: given(cast.duty) }, web.clock.now)
  await publish()
  expect(await text()).not.toContain('CANCELLED')
  const sequences = [before, lost, await text()].map((file) => Number(/SEQUENCE:(\d+)/.exec(file)?.[1]))
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
  expect(new Set(sequences).size).toBe(3)
})

/** The roster with every staff shift of Xingang given to one person. */
function given(personId: string): RosterWork['make'] {
  return ({ shifts }) => shifts.map((shift) => (shift.role === 'staff' ? { ...shift, personId } : shift))
}

test('a calendar is read all the same while the disk takes no writes', async () => {
  const path = await make(duty)
  web.log.records.feeds.save = async () => {
    throw new StoreFailure('full', new Error('no room'))
  }
  const { status, text } = await web.visitor().get(path)
  expect([status, text.startsWith('BEGIN:VCALENDAR')]).toEqual([200, true])
})

describe('making and revoking', () => {
  test('stand in the audit, with whom they concern', async () => {
    const path = await make(duty, `site:${xingang}`)
    await duty.post(`/me/calendar/${tokenHash(path.slice('/calendar/'.length, -'.ics'.length))}/revoke`)
    const audit = await (await web.signedIn('office')).get('/audit')
    expect(audit.text).toContain('生成订阅地址 新港区人民政府门户网站')
    expect(audit.text).toContain('停用订阅地址 新港区人民政府门户网站')
    expect(audit.text).not.toContain(path)
  })

  test('somebody else’s address cannot be revoked, nor one a second time', async () => {
    const path = await make(duty)
    const id = tokenHash(path.slice('/calendar/'.length, -'.ics'.length))
    expect((await (await web.signedIn('office')).post(`/me/calendar/${id}/revoke`)).status).toBe(404)
    expect((await duty.post(`/me/calendar/${id}/revoke`)).status).toBe(303)
    expect((await duty.post(`/me/calendar/${id}/revoke`)).status).toBe(404)
  })

  test('of a site or unit is for those who work there, and for the office', async () => {
    const stranger = await web.signedIn('stranger')
    const office = await web.signedIn('office')
    for (const what of [`site:${xingang}`, 'unit:u-xingang']) {
      expect((await stranger.post('/me/calendar', { what })).status, what).toBe(404)
      expect(await make(duty, what), what).not.toBe('')
      expect(await make(office, what), what).not.toBe('')
    }
    expect((await stranger.get('/me/calendar')).text).not.toContain(`site:${xingang}`)
    expect((await office.get('/me/calendar')).text).toContain('value="unit:u-dongchuan"')
  })

  test('what is no choice of the list is said at the field', async () => {
    const answer = await duty.post('/me/calendar', { what: 'person:p-zhou' })
    expect([answer.status, headingOf(answer)]).toEqual([422, '订阅日历'])
    expect(answer.text).toContain('请在列表里选一项')
  })

  test('one person has twenty at most', async () => {
    for (let n = 0; n < 20; n++) expect(await make(duty)).not.toBe('')
    const answer = await duty.post('/me/calendar', { what: 'me' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('您已有 20 个订阅地址')
  })
})

test('the office’s calendars may be many, a guesser’s tries are not', async () => {
  const visitor = web.visitor()
  const answers = await Promise.all(
    Array.from({ length: 310 }, (_, n) => visitor.get(`/calendar/a-guess-at-an-address-${n}.ics`)),
  )
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
})
