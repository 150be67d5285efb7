import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBook } from '../../src/domain/book/book.ts'
import { gateOf } from '../../src/domain/roster/gate.ts'
import { gateLines } from '../../src/web/roster/gate-view.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { readerIn } from './readers.ts'
import { cell, draft, gap, publish, rosterDesk, save } from './roster-desk.ts'
import { xingang } from './town.ts'
import { fieldOn } from './visitor.ts'

const readerAt = readerIn('zh-Hans', true)

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book: draft })
})
afterEach(() => web.close())
const { periodNow, shiftsNow } = rosterDesk(() => web)

describe('periods', () => {
  test('a draft is seen by those who make rosters and by nobody else', async () => {
    expect((await (await web.signedIn('office')).get('/duty?period=d')).text).toContain('草稿')
    expect((await (await web.signedIn('stranger')).get('/duty?period=d')).status).toBe(404)
  })

  test.each([
    [2023, ['2023年中秋节、国庆节', '9月28日 周四 17:30', '10月7日 周六 08:30', '2022-12-08 发布']],
    [2024, ['2024年中秋节', '9月14日 周六 17:30', '9月18日 周三 08:30', '2024年国庆节', '9月30日 周一 17:30']],
    [2026, ['2026年中秋节', '9月24日 周四 17:30', '9月28日 周一 08:30', '2026年国庆节', '10月8日 周四 08:30']],
  ])(
    'the wizard shows %i as it was announced, from the close of the last workday to the opening of the next',
    async (year, parts) => {
      const page = await (await web.signedIn('office')).get(`/periods/new?year=${year}`)
      for (const part of parts) expect(page.text).toContain(part)
      expect(page.text).not.toContain('chip--suspect')
    },
  )

  test('a provisional year says so and asks for the notice, which then makes it official', async () => {
    const office = await web.signedIn('office')
    const before = await office.get('/periods/new?year=2027')
    expect(before.text).toContain('2027 年的放假通知还没有收录')
    expect(before.text).toContain('暂定')
    const form = new FormData()
    const notice = {
      title: '国务院办公厅关于2027年部分节假日安排的通知',
      number: '国办发明电〔2026〕9号',
      published: '2026-11-05',
      midAutumnFrom: '2027-09-15',
      midAutumnTo: '2027-09-15',
      midAutumnDay: '2027-09-15',
      nationalFrom: '2027-10-01',
      nationalTo: '2027-10-07',
      workdays: '2027-09-26\n2027-10-09',
    }
    for (const [name, value] of Object.entries(notice)) form.set(name, value)
    const saved = await office.postForm('/periods/notice?year=2027', form)
    expect(saved.status).toBe(303)
    const after = await office.get('/periods/new?year=2027')
    expect(after.text).not.toContain('暂定')
    expect(after.text).toContain('9月26日、10月9日')
    expect(after.text).toContain('国办发明电〔2026〕9号')
  })

  test('every fault of a notice is named at once', async () => {
    const office = await web.signedIn('office')
    const form = new FormData()
    for (const name of [
      'title',
      'published',
      'midAutumnFrom',
      'midAutumnTo',
      'midAutumnDay',
      'nationalFrom',
      'nationalTo',
    ])
      form.set(name, '')
    form.set('workdays', '十月九日')
    const answer = await office.postForm('/periods/notice?year=2027', form)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('有 8 处要改')
  })

  test('a holiday becomes a period with its window, whose first evening is a short shift', async () => {
    const office = await web.signedIn('office')
    const page = await office.get('/periods/new?holiday=mid-autumn-2026')
    expect([fieldOn(page, 'startsAt'), fieldOn(page, 'endsAt')]).toEqual(['2026-09-24T17:30', '2026-09-28T08:30'])
    await office.post('/periods/new', {
      id: 'mid-autumn-2026',
      name: '中秋节',
      from: '2026-09-25',
      to: '2026-09-27',
      startsAt: '2026-09-24T17:30',
      endsAt: '2026-09-28T08:30',
    })
    const grid = await office.get('/periods/mid-autumn-2026')
    expect(grid.text).toContain('name="c.s-xingang.lead.2026-09-24T17:30"')
    expect(grid.text).toContain('17:30–08:30')
    expect(grid.text).toContain('新港区 09-24 17:30 – 09-28 08:30 没有带班人员')
  })

  test('a sensitive period needs two staff at every minute', async () => {
    const office = await web.signedIn('office')
    await office.post('/periods/d/edit', { name: '演练', from: '2026-10-20', to: '2026-10-21', isSensitive: 'yes' })
    const answer = await publish(office, { [gap]: '陈海涛' })
    expect(answer.text).toContain('新港区 10-20 08:30 – 10-22 08:30 值班只有 1 人，要 2 人')
    const both = '陈海涛、何平'
    expect((await publish(office, { [gap]: both, [cell('staff', '20')]: both })).status).toBe(303)
  })

  test('one with reversed or impossible dates is refused', async () => {
    const office = await web.signedIn('office')
    expect((await office.post('/periods/new', { name: '', from: '2026-13-01', to: 'x' })).text).toContain('有 3 处要改')
    expect((await office.post('/periods/new', { name: 'a', from: '2026-10-02', to: '2026-10-01' })).status).toBe(422)
    const far = { name: 'a', from: '2026-10-02', to: '2026-10-03', startsAt: '2026-01-01T08:00', endsAt: '' }
    expect((await office.post('/periods/new', far)).text).toContain('不能超过 10 天')
  })

  test('one with shifts is not removed, an empty one is', async () => {
    const office = await web.signedIn('office')
    expect((await office.post('/periods/d/remove')).status).toBe(422)
    await save(office, { [cell('lead', '20')]: '', [cell('lead', '21')]: '', [cell('staff', '20')]: '' })
    expect((await office.post('/periods/d/remove')).status).toBe(303)
    expect(periodNow()).toBeUndefined()
  })

  test('filling takes turns by the day and leaves filled days alone', async () => {
    const office = await web.signedIn('office')
    const turns = {
      siteId: xingang,
      role: 'staff',
      person1: 'p-he',
      person2: 'p-xu',
      from: '2026-10-20',
      to: '2026-10-21',
    }
    await office.post('/periods/d/fill', turns)
    const staff = shiftsNow().filter(({ role }) => role === 'staff')
    expect(staff.map(({ personId, from }) => [personId, from.slice(0, 10)])).toEqual([
      ['p-chen', '2026-10-20'],
      ['p-xu', '2026-10-21'],
    ])
  })
})

test('a clash is named with the person, both places and the minutes', () => {
  const other = {
    ...(draft.sites?.[0] ?? { id: '', name: '', url: '' }),
    id: 's-far',
    name: '东川县',
    shortName: '东川县',
    unitId: 'u-dongchuan',
  }
  const at = { periodId: 'd', from: '2026-10-20T08:30:00+08:00', to: '2026-10-21T08:30:00+08:00' }
  const shifts = [
    { id: 'p', siteId: xingang, role: 'lead', personId: 'p-zhou', ...at },
    { id: 'q', siteId: 's-far', role: 'lead', personId: 'p-zhou', ...at },
    { id: 'r', siteId: xingang, role: 'staff', personId: 'p-zhou', ...at },
    { id: 's', siteId: xingang, role: 'lead', personId: 'p-he', ...at },
  ] as const
  const book = openBook({ ...draft, sites: [...(draft.sites ?? []), other], shifts: [...shifts] })
  const period = book.periods.get('d')
  if (!period) throw new Error('the draft has a period')
  const gate = gateOf(book, period, () => 'verified')
  const lines = gateLines(book, readerAt, period, { gate, siteIds: null }).lines.map(({ text }) => text)
  expect(lines).toContain('周敏 10-20 08:30 – 10-21 08:30 已在新港区值班，不能同时值东川县')
  expect(lines).toContain('周敏 10-20 08:30 – 10-21 08:30 在新港区又带班又值班')
  expect(lines).toContain('新港区 10-20 08:30 – 10-21 08:30 有两位带班：周敏、何平')
})
