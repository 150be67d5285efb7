import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { dongchuan, town, xingang } from './town.ts'
import { headingOf } from './visitor.ts'

/** Two units with a lead and two staff each, and an empty period of three days. */
const empty: BookFile = {
  ...town,
  people: [
    ...(town.people ?? []).map((person) =>
      person.id === 'p-zhou' || person.id === 'p-wang' ? { ...person, position: '副主任' } : person,
    ),
    { id: 'p-li', name: '李卓然', unitId: 'u-xingang', mobile: '+8613800000010' },
    { id: 'p-sun', name: '孙立群', unitId: 'u-dongchuan', mobile: '+8613800000011' },
  ],
  sites: (town.sites ?? [])
    .filter(({ id }) => id === xingang || id === dongchuan)
    .map((site) => (site.id === xingang ? { ...site, leadPersonId: 'p-zhou' } : site)),
  periods: [{ id: 'd', name: '演练', from: '2026-10-20', to: '2026-10-22', state: 'draft' }],
  shifts: [],
}

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book: empty })
})
afterEach(() => web.close())

const shifts = () => web.deps.book.current().file.shifts ?? []
const staffOf = (siteId: string) =>
  shifts()
    .filter((shift) => shift.siteId === siteId && shift.role === 'staff')
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .map(({ personId }) => personId)

describe('the draft page', () => {
  test('says how much is open, what is always kept to, and whose pools were worked out', async () => {
    const office = await web.signedIn('office')
    const page = await office.get('/periods/d/draft')
    const { text } = page
    expect(headingOf(page)).toBe('演练还有 12 个班没有人。')
    expect(text).toContain('不连着值两个 24 小时')
    expect(text).toContain('有 2 个网站没有设人员池，按职务推定')
    expect(text).toContain('我管的全部网站（2 个）')
  })

  test('fills everything that can be, and tells what could not be and why', async () => {
    const office = await web.signedIn('office')
    const made = await office.post('/periods/d/draft', { keep: 'filled' })
    expect(made.status).toBe(303)
    const page = await office.get(made.headers.get('location') ?? '')
    const { text } = page
    expect(headingOf(page)).toBe('演练 12 个班排了 10 个，2 个没有人可排。')
    expect(text).toContain('草拟好了，填了 10 个班。')
    expect(text).toContain('周敏刚值完上一班')
    expect(text).toContain(`href="/periods/d?site=${xingang}&amp;day=2026-10-21#c.${xingang}.lead.2026-10-21T08:30"`)
    expect(text).toContain('允许连值，再排一次')
    expect(staffOf(xingang)).toEqual(['p-chen', 'p-li', 'p-chen'])
  })

  test('lets people stay on where nobody else is left, once that is asked for', async () => {
    const office = await web.signedIn('office')
    await office.post('/periods/d/draft', { keep: 'filled' })
    const made = await office.post('/periods/d/draft', { keep: 'filled', mayRunOn: 'yes' })
    const page = await office.get(made.headers.get('location') ?? '')
    const { text } = page
    expect(headingOf(page)).toBe('演练 12 个班都有人。')
    expect(text).toContain('没有别人可换，连着值')
    expect(text).not.toContain('允许连值，再排一次')
  })

  test('can be undone as a whole, back to what stood there before', async () => {
    const office = await web.signedIn('office')
    await office.post('/periods/d/draft', { keep: 'filled' })
    const shown = await office.get('/periods/d/draft/result')
    expect(shown.text).toContain('撤销这次草拟')
    await office.post('/periods/d', { act: 'undo' })
    expect(shifts()).toEqual([])
    expect((await office.get('/periods/d/draft/result')).text).not.toContain('撤销这次草拟')
  })

  test('a lead drafts the sites they keep and no others', async () => {
    const lead = await web.signedIn('lead')
    expect((await lead.get('/periods/d/draft')).text).not.toContain('东川县')
    await lead.post('/periods/d/draft', { keep: 'filled' })
    expect(new Set(shifts().map(({ siteId }) => siteId))).toEqual(new Set([xingang]))
    const other = await lead.post('/periods/d/draft', { unit: 'u-dongchuan' })
    expect(other.status).toBe(422)
    expect((await lead.get('/periods/d/draft/result')).text).not.toContain('东川县')
  })

  test('the pinned cell stays when everything else is made anew', async () => {
    const office = await web.signedIn('office')
    const field = (day: number) => `c.${xingang}.staff.2026-10-${day}T08:30`
    await office.post('/periods/d', { act: 'save', shown: '', [field(20)]: '李卓然*', [field(21)]: '李卓然' })
    await office.post('/periods/d/draft', { keep: 'pinned', unit: 'u-xingang' })
    expect(staffOf(xingang)).toEqual(['p-li', 'p-chen', 'p-li'])
    expect(staffOf(dongchuan)).toEqual([])
  })

  test('a published roster gets a next version, and what is in force stays', async () => {
    const period = { id: 'd', name: '演练', from: '2026-10-20', to: '2026-10-22', state: 'published' as const }
    const published = await openWeb({ book: { ...empty, periods: [period] } })
    const office = await published.signedIn('office')
    await office.post('/periods/d/draft', { keep: 'filled' })
    const { file } = published.deps.book.current()
    expect(file.shifts).toEqual([])
    expect(file.drafts?.[0]?.shifts).toHaveLength(10)
    expect(headingOf(await office.get('/periods/d/draft/result'))).toContain('排了 10 个')
    await published.close()
  })

  test.each(['zh-Hant', 'en'])('the result is complete in %s', async (language) => {
    const office = await web.signedIn('office')
    await office.post('/periods/d/draft', { keep: 'filled' })
    office.setCookie('lang', language)
    const { text } = await office.get('/periods/d/draft/result')
    expect(text).not.toMatch(/undefined|\[object Object\]|NaN/)
    expect(text).toContain(language === 'en' ? '10 of 12 shifts are filled, 2 could not be.' : '2 個沒有人可排')
  })
})
