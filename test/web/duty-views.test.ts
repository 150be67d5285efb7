import { afterEach, describe, expect, test } from 'vitest'
import type { BookFile, Shift } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { dongchuan, town, xingang } from './town.ts'
import type { Visitor } from './visitor.ts'

let web: OpenWeb
afterEach(() => web.close())

async function openOn(book: BookFile, role: 'office' | 'duty' | 'stranger' = 'office'): Promise<Visitor> {
  web = await openWeb({ book })
  return web.signedIn(role)
}

function shift(
  id: string,
  personId: string,
  role: Shift['role'],
  span: [from: string, to: string],
  siteId = xingang,
): Shift {
  const [from, to] = span.map((text) => `2026-${text}:00+08:00`)
  return { id, periodId: 'nd-2026', siteId, role, personId, from: from ?? '', to: to ?? '' }
}

/** Xingang changes its staff at eight and at twenty, half an hour before the office's day. */
const nights: BookFile = {
  ...town,
  units:
    town.units?.map((unit) => (unit.id === 'u-xingang' ? { ...unit, staffChangesAt: ['08:00', '20:00'] } : unit)) ?? [],
  shifts: [
    shift('lead', 'p-zhou', 'lead', ['10-01T08:30', '10-08T08:30']),
    shift('d1', 'p-chen', 'staff', ['10-01T08:30', '10-01T20:00']),
    shift('n1', 'p-he', 'staff', ['10-01T20:00', '10-02T08:00']),
    shift('d2', 'p-zhou', 'staff', ['10-02T08:00', '10-02T20:00']),
    shift('n2', 'p-he', 'staff', ['10-02T20:00', '10-03T08:00']),
  ],
}

/** The cells of a row of a table, as plain text. */
function rowOf(text: string, name: string): string[] {
  const row = new RegExp(`<tr[^>]*><th scope="row"[^>]*>(?:<a[^>]*>)?${name}[\\s\\S]*?</tr>`).exec(text)?.[0] ?? ''
  return [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) =>
    cell
      .replace(/<svg[\s\S]*?<\/svg>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
}

describe('a site that changes its staff twice a day', () => {
  test('has day and night in one column with their hours, and nobody from the night before', async () => {
    const { text } = await (await openOn(nights)).get('/duty')
    expect(rowOf(text, '新港区').slice(0, 2)).toEqual([
      '带 周敏 值 陈海涛 08:30–20:00 何平 20:00–08:00',
      '带 周敏 值 周敏 08:00–20:00 何平 20:00–08:00',
    ])
    expect(text).toContain('08:00、08:30、20:00 换班')
  })

  test('has them in the list of its days, on paper and by person too', async () => {
    const office = await openOn(nights)
    const site = (await office.get(`/duty?view=site&site=${xingang}`)).text
    expect(rowOf(site, '10月2日').at(-1)).toContain('何平 20:00–08:00')
    const paper = (await office.get('/duty/print')).text
    expect(rowOf(paper, '新港区')[1]).toBe('周敏 周敏 08:00–20:00 何平 20:00–08:00')
    const people = (await office.get('/duty?view=person')).text
    expect(people).toMatch(/何平[\s\S]*值<\/span>新港区 <small class="num">20:00–08:00/)
  })
})

test('a duty window that opens at the close of the last workday has its evening as the first column', async () => {
  const periods = town.periods?.map((period) => ({
    ...period,
    startsAt: '2026-09-30T17:30:00+08:00',
    endsAt: '2026-10-08T08:30:00+08:00',
  }))
  const shifts = [shift('eve', 'p-he', 'staff', ['09-30T17:30', '10-01T08:30']), ...(town.shifts ?? [])]
  const { text } = await (await openOn({ ...town, periods: periods ?? [], shifts })).get('/duty')
  const head = text.slice(text.indexOf('<thead>'), text.indexOf('</thead>'))
  expect(head).toMatch(/9月30日 晚[\s\S]*17:30–08:30[\s\S]*10月1日[\s\S]*10月7日/)
  expect(head.match(/<th /g)).toHaveLength(9)
  expect(rowOf(text, '新港区')[0]).toBe('带 空岗 值 何平')
})

describe('the views', () => {
  test('by date shows one day, with masked numbers for whoever reads and calls only for those who may', async () => {
    const stranger = await openOn(town, 'stranger')
    const theirs = (await stranger.get('/duty?view=date&day=2026-10-05')).text
    expect(theirs).toContain('10月5日 周一')
    expect(theirs).toContain('138****0038')
    expect(theirs).not.toMatch(/tel:|13800000038/)
    const lead = (await (await web.signedIn('lead')).get('/duty?view=date&day=2026-10-05')).text
    expect(lead).toContain('tel:+8613800000038')
    expect(lead).not.toContain('>13800000038')
  })

  test('the copy for the public has no number in any view, masked or not', async () => {
    const office = await openOn(town)
    for (const view of ['date', 'site', 'person', 'table']) {
      expect((await office.get(`/duty?view=${view}&public=1`)).text, view).not.toMatch(/138\*|1380000|tel:/)
    }
  })

  test('by site opens on a site of one’s own', async () => {
    const duty = await openOn(town, 'duty')
    const { text } = await duty.get('/duty?view=site')
    expect(text).toMatch(/<h2 class="rota__h">新港区人民政府门户网站/)
    expect(text).toContain(`<option value="${xingang}" selected>`)
  })

  test('by person counts the days, and leads to the sites of that person', async () => {
    const office = await openOn(town)
    const { text } = await office.get('/duty?view=person')
    expect(text).toContain('新港区人民政府办公室 · 7 天')
    expect(rowOf(text, '<span>陈海涛').every((cell) => cell === '值 新港区')).toBe(true)
    const link = /href="([^"]*person=p-chen[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const table = (await office.get(link)).text
    expect(table).toContain('新港区人民政府门户网站</th>')
    expect(table).not.toContain('东川县人民政府门户网站</th>')
    expect(table).toContain('<span class="found">陈海涛</span>')
  })

  test('narrow by unit and by a part of a name; what nobody is named finds nothing and says so', async () => {
    const office = await openOn(town)
    const unit = (await office.get('/duty?unit=u-dongchuan')).text
    expect(unit).toContain('东川县人民政府门户网站</th>')
    expect(unit).not.toContain('新港区人民政府门户网站</th>')
    expect((await office.get(`/duty?person=${encodeURIComponent('海涛')}`)).text).toContain(
      '新港区人民政府门户网站</th>',
    )
    expect((await office.get('/duty?person=zzz')).text).toContain('没有符合的网站')
    expect((await office.get('/duty?view=person&person=zzz')).text).toContain('没有符合的人员')
  })

  test('one person with many sites is counted, not listed, and one line each role and hours', async () => {
    const shifts = [xingang, dongchuan, 's-city', 's-other-0'].map((siteId) =>
      shift(`x-${siteId}`, 'p-zhou', 'lead', ['10-01T08:30', '10-08T08:30'], siteId),
    )
    const sites = town.sites?.map(({ unitId: _unit, ...site }) => site) ?? []
    const { text } = await (await openOn({ ...town, sites, shifts })).get('/duty?view=person')
    expect(rowOf(text, '<span>周敏')[0]).toBe('带 4 个网站')
  })
})

test('a table of more days than a screen is wide scrolls by itself and can be reached by the keyboard', async () => {
  const long = town.periods?.map((period) => ({ ...period, to: '2026-10-20' })) ?? []
  const office = await openOn({ ...town, periods: long })
  for (const view of ['table', 'person']) {
    const { text } = await office.get(`/duty?view=${view}`)
    expect(text, view).toMatch(/<div class="scroll" tabindex="0"[^>]*>\s*<table class="duty[^"]* duty--long">/)
  }
})

describe('on paper', () => {
  test('numbers are printed only when asked for, by the office, and that is logged each time', async () => {
    const office = await openOn(town)
    const plain = await office.get('/duty/print?period=nd-2026')
    expect(plain.text).not.toContain('1380000')
    const entries = () => web.log.audit.list({ subject: 'periods/nd-2026' }, { limit: 10, cursor: null })
    expect((await entries()).items).toEqual([])
    const withPhones = await office.get('/duty/print?period=nd-2026&phones=1')
    expect(withPhones.text).toContain('<td>13800000038</td>')
    await office.get('/duty/print?period=nd-2026&phones=1')
    expect((await entries()).items).toMatchObject([
      { act: 'numbers_printed', personName: '赵欣怡' },
      { act: 'numbers_printed', personName: '赵欣怡' },
    ])
    expect((await office.get('/audit')).text).toContain('打印电话表 国庆节')
  })

  test('the copy for the public has neither numbers nor the code page, and logs nothing', async () => {
    const office = await openOn(town)
    const { text } = await office.get('/duty/print?period=nd-2026&phones=1&public=1')
    expect(text).not.toMatch(/1380000|\/a<\/b>|<svg viewBox="0 0 29/)
    expect((await web.log.audit.list({ subject: 'periods/nd-2026' }, { limit: 10, cursor: null })).items).toEqual([])
  })

  test('more sites than a sheet holds stand on several, each with its title, groups together', async () => {
    const sites = Array.from({ length: 80 }, (_, n) => ({
      id: `s-${n}`,
      name: `网站${n}`,
      group: `第${Math.floor(n / 20) + 1}组`,
      url: `http://h${n}.example/`,
    }))
    const { text } = await (await openOn({ ...town, sites, shifts: [] })).get('/duty/print')
    const sheets = text.split('<section class="a4').slice(1)
    expect(sheets).toHaveLength(4)
    for (const sheet of sheets) expect(sheet).toContain('望海市人民政府办公室2026年国庆节网站值班表')
    expect(sheets[0]).toContain('<b>第1组</b><span>第 1 张，共 4 张</span>')
    expect(
      sheets.flatMap((sheet) => [...sheet.matchAll(/<th scope="row">网站(\d+)/g)].map(([, n]) => Number(n))),
    ).toEqual(sites.map((_, n) => n))
  })

  test('more days than an upright sheet is wide lie on their side, a month on two', async () => {
    const periods = [
      { id: 'month', name: '重要时段', from: '2026-10-01', to: '2026-10-31', state: 'published' as const },
    ]
    const { text } = await (await openOn({ ...town, periods, shifts: [] })).get('/duty/print?period=month')
    expect(text.match(/<section class="a4 a4--wide">/g)).toHaveLength(2)
  })

  test('a roster that was published with something missing says why, on the page, on paper and in the public copy', async () => {
    const override = {
      reason: '值班人员待补',
      personId: 'p-zhao',
      personName: '赵欣怡',
      at: '2026-09-28T16:20:00+08:00',
    }
    const periods = town.periods?.map((period) => ({ ...period, override })) ?? []
    const office = await openOn({ ...town, periods })
    for (const path of ['/duty', '/duty?view=date', '/duty/print', '/duty?public=1', '/duty/print?public=1']) {
      const { text } = await office.get(path)
      expect(text, path).toContain('本表尚有缺漏，先行发布。原因：值班人员待补（发布人 赵欣怡，2026-09-28 16:20）')
    }
  })
})
