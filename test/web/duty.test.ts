import { afterEach, describe, expect, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { town, xingang } from './town.ts'
import { headingOf } from './visitor.ts'

let web: OpenWeb
afterEach(() => web.close())

const eve: BookFile = {
  ...town,
  shifts: [
    ...(town.shifts ?? []),
    {
      id: 'eve',
      periodId: 'nd-2026',
      siteId: xingang,
      role: 'staff',
      personId: 'p-he',
      from: '2026-09-30T17:30:00+08:00',
      to: '2026-10-01T08:30:00+08:00',
    },
  ],
}

describe('the duty table', () => {
  test('tints the shift of the 3rd at three in the morning of the 4th, and opens the phone on it', async () => {
    web = await openWeb()
    const { text } = await (await web.signedIn('office')).get('/duty')
    expect(text).toMatch(/class="now"><span class="vh">现在这一班 <\/span>10月3日/)
    expect(text).toMatch(/day=2026-10-03"[^>]* aria-current="date"/)
  })

  test('shows the day that the address asks for', async () => {
    web = await openWeb()
    const { text } = await (await web.signedIn('office')).get('/duty?day=2026-10-06')
    expect(text).toMatch(/day=2026-10-06"[^>]* aria-current="date"/)
  })

  test('marks the reader and says until when they are on duty', async () => {
    web = await openWeb()
    const { text } = await (await web.signedIn('duty')).get('/duty')
    expect(text).toContain('<span class="mine">陈海涛</span>')
    expect(text).toContain('您正在值班：新港区')
  })

  test('puts the eve first when the roster has one', async () => {
    web = await openWeb({ book: eve })
    const { text } = await (await web.signedIn('office')).get('/duty')
    const head = text.slice(text.indexOf('<thead>'), text.indexOf('</thead>'))
    expect(head).toMatch(/9月30日 晚[\s\S]*17:30–08:30[\s\S]*10月1日/)
  })

  test('has call buttons only for those who page each other, and no telephone list for anybody', async () => {
    web = await openWeb()
    const [office, lead, stranger] = await Promise.all(
      (['office', 'lead', 'stranger'] as const).map((role) => web.signedIn(role)),
    )
    const pages = await Promise.all([office, lead, stranger].map((visitor) => visitor?.get('/duty')))
    expect(pages.map((page) => page?.text.includes('tel:+8613800000038'))).toEqual([true, true, false])
    expect(pages.map((page) => page?.text.includes('<td>13800000038</td>'))).toEqual([false, false, false])
    expect(pages[2]?.text).not.toContain('13800000038')
  })

  test('the copy for the public has no number and no address of the code page', async () => {
    web = await openWeb()
    const { text } = await (await web.signedIn('office')).get('/duty?public=1')
    expect(text).not.toMatch(/1380000|\/a<\/b>/)
  })

  test('says how many posts are empty', async () => {
    web = await openWeb()
    const { text } = await (await web.signedIn('office')).get('/duty')
    expect(text).toContain('10 个网站 × 7 班 × 2 岗，18 处空岗。')
  })

  test('more sites than a sheet of paper holds are shown by pages', async () => {
    const sites = Array.from({ length: 80 }, (_, n) => ({
      id: `s-${n}`,
      name: `网站${n}`,
      url: `http://h${n}.example/`,
    }))
    web = await openWeb({ book: { ...town, sites, shifts: [] } })
    const office = await web.signedIn('office')
    const rows = async (page: number) =>
      (await office.get(`/duty?page=${page}`)).text.split('<th scope="row">').length - 1
    expect(await Promise.all([1, 2, 3].map(rows))).toEqual([34, 34, 12])
  })

  test('without any period it says so, and offers the office the next holiday with its basis', async () => {
    web = await openWeb({ book: { ...town, periods: [], shifts: [] } })
    const office = await (await web.signedIn('office')).get('/duty')
    expect(office.text).toContain('/periods/new?holiday=national-day-2026')
    expect(office.text).toContain('依据')
    expect((await (await web.signedIn('stranger')).get('/duty')).text).not.toContain('/periods/new')
  })

  test('escapes what people wrote', async () => {
    const people = (town.people ?? []).map((person) =>
      person.id === 'p-chen' ? { ...person, name: '<img src=x>' } : person,
    )
    web = await openWeb({ book: { ...town, people } })
    const office = await web.signedIn('office')
    for (const path of ['/duty', `/sites/${xingang}`, '/people', '/people/p-chen', '/periods/nd-2026', '/sites']) {
      const { text } = await office.get(path)
      expect(text, path).not.toContain('<img src=x>')
      expect(text, path).toContain('&lt;img')
    }
  })
})

describe('my shifts', () => {
  test('lead with the running shift, its end, and a link to call whoever shares it', async () => {
    web = await openWeb()
    const { text } = await (await web.signedIn('duty')).get('/me')
    expect(text).toContain('您正在值')
    expect(text).toContain('10月8日 08:30')
    expect(text).toContain('tel:+8613800000001')
  })

  test('say so when there are none', async () => {
    web = await openWeb()
    const page = await (await web.signedIn('stranger')).get('/me')
    expect(headingOf(page)).toBe('我的班')
    expect(page.text).toContain('您没有排班')
  })
})
