import readWorkbook from 'read-excel-file/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'
import { town } from './town.ts'
import { headingOf } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

describe('hours on duty', () => {
  test('the office sees everybody, with statutory holidays, other rest days and workdays apart', async () => {
    const office = await web.signedIn('office')
    const page = await office.get('/hours?period=nd-2026')
    const { text } = page
    expect(headingOf(page)).toBe('国庆节：2 人值了 336 小时。')
    const row = /<td class="first"[^>]*>陈海涛<\/td>(.*?)<\/tr>/s.exec(text)?.[1] ?? ''
    const figures = [...row.matchAll(/>([\d.]+)<\/td>/g)].map(([, value]) => value)
    // Lead, staff, total; 1–3 October from 08:30, then 4–7 October, then the 8th until 08:30; eight nights less one.
    expect(figures).toEqual(['0', '168', '168', '63.5', '96', '8.5', '7', '1'])
  })

  test('without a choice the newest published period is shown, and a draft says that it does not count yet', async () => {
    const office = await web.signedIn('office')
    expect(headingOf(await office.get('/hours'))).toContain('国庆节')
    const draft = { id: 'd', name: '演练', from: '2026-11-01', to: '2026-11-02', state: 'draft' as const }
    const other = await openWeb({ book: { ...town, periods: [...(town.periods ?? []), draft] } })
    const page = await (await other.signedIn('office')).get('/hours?period=d')
    expect(headingOf(page)).toBe('演练还没有发布，发布后才有时数。')
    await other.close()
  })

  test('a range of days takes its part of longer shifts', async () => {
    const duty = await web.signedIn('duty')
    const page = await duty.get('/hours?from=2026-10-02&to=2026-10-02')
    expect(headingOf(page)).toBe('2026-10-02 至 2026-10-02：您值了 24 小时。')
  })

  test('somebody on duty sees their own hours only, a lead those of their unit, others nothing of it', async () => {
    const duty = await web.signedIn('duty')
    const own = (await duty.get('/hours?period=nd-2026')).text
    expect(own).toContain('陈海涛')
    expect(own.split('<table')[1]).not.toContain('周敏')
    const lead = (await (await web.signedIn('lead')).get('/hours?period=nd-2026')).text
    expect(lead.split('<table')[1]).toMatch(/陈海涛[\s\S]*周敏/)
    const stranger = await (await web.signedIn('stranger')).get('/hours?period=nd-2026')
    expect(headingOf(stranger)).toBe('国庆节：没有值班记录。')
  })

  test('dates that cannot be read are named, all at once, and stay as typed', async () => {
    const office = await web.signedIn('office')
    const bad = await office.get('/hours?from=2026-02-31&to=soon')
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('href="#from"')
    expect(bad.text).toContain('href="#to"')
    expect(bad.text).toContain('value="soon"')
    expect((await office.get('/hours?from=2026-10-05&to=2026-10-01')).text).toContain('不晚于开始时间')
    expect((await office.get('/hours?from=2020-01-01&to=2026-10-01')).text).toContain('一次最多算 731 天')
  })

  test('the file holds the same rows as figures, and no name in it can be worked out', async () => {
    const people = (town.people ?? []).map((one) => (one.id === 'p-chen' ? { ...one, name: '=1+1' } : one))
    const other = await openWeb({ book: { ...town, people } })
    const office = await other.signedIn('office')
    const answer = await fetch(`${other.address}/hours.xlsx?period=nd-2026`, { headers: { cookie: office.cookies } })
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''%E5%80%BC%E7%8F%AD")
    const [sheet] = await readWorkbook(Buffer.from(await answer.arrayBuffer()))
    const rows = sheet?.data ?? []
    expect(rows[0]?.slice(0, 5)).toEqual(['单位', '姓名', '带班', '值班', '合计'])
    expect(rows.find(([, name]) => name === "'=1+1")?.slice(2)).toEqual([0, 168, 168, 63.5, 96, 8.5, 7, 1])
    expect(rows.at(-1)?.[1]).toBe('总计')
    await other.close()
  })
})
