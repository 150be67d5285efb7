import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BookFile, openBook } from '../../src/domain/book.ts'
import { findDuty } from '../../src/domain/duty.ts'
import { gateOf } from '../../src/domain/roster/gate.ts'
import { formatIn } from '../../src/web/format.ts'
import type { Reader } from '../../src/web/reader.ts'
import { gateLines } from '../../src/web/roster/gate-view.ts'
import { wordsOf } from '../../src/web/words.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, town, xingang } from './town.ts'
import { fieldOn, headingOf, type Visitor } from './visitor.ts'

/** One site whose draft roster covers three days, but for one night without staff. */
const draft: BookFile = {
  ...town,
  sites: (town.sites ?? []).filter(({ id }) => id === xingang).map((site) => ({ ...site, leadPersonId: 'p-zhou' })),
  periods: [{ id: 'd', name: '演练', from: '2026-10-20', to: '2026-10-21', state: 'draft' }],
  shifts: [
    {
      id: 'a',
      periodId: 'd',
      siteId: xingang,
      role: 'lead',
      personId: 'p-zhou',
      from: '2026-10-20T08:30:00+08:00',
      to: '2026-10-22T08:30:00+08:00',
    },
    {
      id: 'b',
      periodId: 'd',
      siteId: xingang,
      role: 'staff',
      personId: 'p-chen',
      from: '2026-10-20T08:30:00+08:00',
      to: '2026-10-21T08:30:00+08:00',
    },
  ],
}
/** The field of one cell, as the page names it. */
const cell = (role: 'lead' | 'staff', day: string, time = '08:30', site = xingang) =>
  `c.${site}.${role}.2026-10-${day}T${time}`
const gap = cell('staff', '21')

const readerAt: Reader = {
  person: null,
  isOffice: true,
  language: 'zh-Hans',
  theme: null,
  words: wordsOf('zh-Hans'),
  format: formatIn('zh-Hans', 'Asia/Shanghai', nightNow),
  now: nightNow,
  from: '',
}

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book: draft })
})
afterEach(() => web.close())

const periodNow = () => web.deps.book.current().periods.get('d')

const save = (visitor: Visitor, cells: Record<string, string>, more: Record<string, string> = {}) =>
  visitor.post('/periods/d', { act: 'save', ...cells, ...more })
const publish = (visitor: Visitor, more: Record<string, string> = {}) =>
  visitor.post('/periods/d', { act: 'publish', ...more })
const shiftsNow = () => web.deps.book.current().file.shifts ?? []
const draftNow = () => web.deps.book.current().file.drafts?.find(({ id }) => id === 'd')?.shifts
const texts = async () => (await web.log.pages.list({}, { limit: 50, cursor: null })).items

describe('publishing', () => {
  test('a roster with one uncovered stretch is refused, and the page names site, minutes and role', async () => {
    const answer = await publish(await web.signedIn('office'))
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('新港区 10-21 08:30 – 10-22 08:30 没有值班人员')
    expect(periodNow()?.state).toBe('draft')
    expect(await texts()).toEqual([])
  })

  test('one uncovered minute is enough', async () => {
    const office = await web.signedIn('office')
    await save(office, { [gap]: '陈海涛 08:31-08:30' })
    const answer = await publish(office)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('10-21 08:30 – 10-21 08:31')
  })

  test('what is typed counts, and each person is told once, with a code', async () => {
    const office = await web.signedIn('office')
    const answer = await publish(office, { [gap]: '陈海涛' })
    expect(answer.headers.get('location')).toBe('/periods/d/readiness')
    expect(periodNow()).toMatchObject({ state: 'published', version: 1 })
    expect((await texts()).map(({ text }) => text).sort()).toEqual(
      [
        '【值守】演练值班表已发布。您有1班，第一班10月20日08:30，新港区人民政府门户网站带班。确认码K4QM。',
        '【值守】演练值班表已发布。您有2班，第一班10月20日08:30，新港区人民政府门户网站值班。确认码K5QM。',
      ].sort(),
    )
    expect(headingOf(await office.get('/duty?period=d'))).toBe('演练值班表')
  })

  test('a person without a reachable number stops it, and the office may take it upon itself in writing', async () => {
    await web.deps.book.change((file) => ({
      ...file,
      people: (file.people ?? []).map(({ mobile, ...person }) =>
        person.id === 'p-chen' ? person : { ...person, mobile: mobile ?? '' },
      ),
    }))
    const office = await web.signedIn('office')
    const refused = await publish(office, { [gap]: '陈海涛' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('陈海涛（新港区）没有手机号，有事通知不到')
    const taken = await publish(office, { reason: '本人由固定电话通知' })
    expect(taken.status).toBe(303)
    expect(periodNow()?.override).toMatchObject({ reason: '本人由固定电话通知', personName: '赵欣怡' })
    expect((await office.get('/periods/d')).text).toContain('本人由固定电话通知')
    expect((await office.get('/periods/d/versions')).text).toContain('理由：本人由固定电话通知')
  })

  test('no reason publishes two leads at once', async () => {
    const office = await web.signedIn('office')
    const answer = await publish(office, { [gap]: '陈海涛', [cell('lead', '20')]: '周敏、何平', reason: '没有办法' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('有两位带班：周敏、何平')
    expect(periodNow()?.state).toBe('draft')
  })

  test('a lead of a unit makes the roster, and only the office publishes it', async () => {
    const lead = await web.signedIn('lead')
    await publish(lead, { [gap]: '陈海涛' })
    expect(shiftsNow()).toHaveLength(3)
    expect(periodNow()?.state).toBe('draft')
  })
})

describe('after publication', () => {
  beforeEach(async () => {
    await publish(await web.signedIn('office'), { [gap]: '陈海涛' })
  })

  test('edits make the next version, which the pager and the others know nothing of', async () => {
    const office = await web.signedIn('office')
    await save(office, { [gap]: '何平' })
    expect(findDuty(web.deps.book.current(), xingang, Date.parse('2026-10-21T12:00:00+08:00')).staff[0]?.name).toBe(
      '陈海涛',
    )
    expect(draftNow()).toHaveLength(3)
    const page = await office.get('/periods/d')
    expect(page.text).toContain('第 2 版草稿，发布前大家看到的仍是第 1 版')
    expect(page.text).toContain('cell--new')
    expect((await office.get('/periods/d/versions')).text).toContain('由陈海涛改为何平')
  })

  test('a published roster cannot lose a shift that it needs: the next version is refused', async () => {
    const office = await web.signedIn('office')
    expect((await publish(office, { [gap]: '' })).status).toBe(422)
    expect(periodNow()?.version).toBe(1)
  })

  test('only those whose shifts changed are told of the next version', async () => {
    const office = await web.signedIn('office')
    web.clock.now += 60_000
    await publish(office, { [gap]: '何平' })
    expect(periodNow()?.version).toBe(2)
    const told = (await texts()).filter(({ step }) => step.endsWith('.2'))
    expect(told.map(({ text }) => text).sort()).toEqual(
      [
        '【值守】您的班有变动：10月21日08:30起新港区人民政府门户网站，由陈海涛改为您。确认码K7QM。',
        '【值守】您的班有变动：10月21日08:30起新港区人民政府门户网站，由您改为何平。确认码K5QM。',
      ].sort(),
    )
    const versions = await office.get('/periods/d/versions')
    expect(versions.text).toContain('第 2 版')
    expect(versions.text).toContain('新港区 10-21 08:30 – 10-22 08:30 值班 由陈海涛改为何平')
  })

  test('a draft that comes back to what is published is no draft', async () => {
    const office = await web.signedIn('office')
    await save(office, { [gap]: '何平' })
    await save(office, { [gap]: '陈海涛' })
    expect(draftNow()).toBeUndefined()
  })

  test('a draft can be thrown away, and what is published stays', async () => {
    const office = await web.signedIn('office')
    await save(office, { [gap]: '何平' })
    expect((await office.post('/periods/d', { act: 'discard' })).status).toBe(303)
    expect(draftNow()).toBeUndefined()
    expect(
      shiftsNow()
        .map(({ personId }) => personId)
        .sort(),
    ).toEqual(['p-chen', 'p-chen', 'p-zhou'])
  })

  test('taken back and published again, people hear only of what differs from what they were told', async () => {
    const office = await web.signedIn('office')
    expect((await office.post('/periods/d', { act: 'unpublish' })).status).toBe(303)
    expect(periodNow()?.state).toBe('draft')
    web.clock.now += 60_000
    await publish(office, { [gap]: '何平' })
    expect(
      (await texts())
        .filter(({ step }) => step.endsWith('.2'))
        .map(({ personName }) => personName)
        .sort(),
    ).toEqual(['何平', '陈海涛'])
  })

  test('its days cannot change while it is published', async () => {
    const office = await web.signedIn('office')
    const moved = await office.post('/periods/d/edit', { name: '演练', from: '2026-10-20', to: '2026-10-25' })
    expect(moved.status).toBe(422)
    expect(moved.text).toContain('请先撤回为草稿')
  })
})

describe('confirming', () => {
  beforeEach(async () => {
    await publish(await web.signedIn('office'), { [gap]: '陈海涛' })
  })

  test('by the code of the text, without signing in; the board then counts the person and their number', async () => {
    const page = (await texts()).find(({ personId }) => personId === 'p-chen')
    const answer = await web.visitor().post('/a', { code: page?.code ?? '' })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('已确认，您知道自己的班')
    const board = await (await web.signedIn('office')).get('/periods/d/readiness')
    expect(board.text).toContain('缺 1，1/2')
    expect(board.text).toContain('没有确认：周敏')
    expect(board.text).not.toContain('没有确认：陈海涛')
  })

  test('on the page of one’s own shifts', async () => {
    const duty = await web.signedIn('duty')
    expect((await duty.post('/me/confirm/d')).status).toBe(303)
    expect((await web.log.records.receipts.find('d.p-chen'))?.via).toBe('web')
    expect((await (await web.signedIn('stranger')).post('/me/confirm/d')).status).toBe(404)
  })

  test('whoever has not is reminded with the code they have, and nobody else', async () => {
    await (await web.signedIn('duty')).post('/me/confirm/d')
    const office = await web.signedIn('office')
    web.clock.now += 60_000
    const answer = await office.post('/periods/d/readiness', { act: 'remind' })
    expect(answer.status).toBe(303)
    const again = (await texts()).filter(({ step }) => step.includes('again'))
    expect(again.map(({ personName, code }) => [personName, code])).toEqual([['周敏', 'K4QM']])
  })

  test('a new version has to be confirmed anew by those it changed', async () => {
    await (await web.signedIn('duty')).post('/me/confirm/d')
    await publish(await web.signedIn('office'), { [gap]: '何平' })
    expect((await web.log.records.receipts.find('d.p-chen'))?.state).toBe('told')
  })

  test('a test text proves a number by its code', async () => {
    const office = await web.signedIn('office')
    await office.post('/periods/d/readiness', { act: 'test' })
    const test = (await texts()).find(({ step, personId }) => step.startsWith('test') && personId === 'p-zhou')
    expect((await web.visitor().post('/a', { code: test?.code ?? '' })).text).toContain('号码已验证')
    expect((await office.get('/periods/d/readiness')).text).toContain('号码没有验证过：陈海涛')
  })
})

describe('the table', () => {
  test('takes names, initials of the unit, several at once and hours', async () => {
    const office = await web.signedIn('office')
    await save(office, { [gap]: 'cht', [cell('staff', '20')]: '陈海涛 08:30-20:30、何平 20:30-08:30' })
    const page = await office.get('/periods/d')
    expect(fieldOn(page, gap)).toBe('陈海涛')
    expect(fieldOn(page, cell('staff', '20'))).toBe('陈海涛 08:30-20:30、何平 20:30-08:30')
  })

  test('names every cell it cannot read, saves nothing, and keeps what was typed', async () => {
    const office = await web.signedIn('office')
    const answer = await save(office, {
      [gap]: '查无此人',
      [cell('lead', '20')]: '周敏 25:00-26:00',
      [cell('staff', '20')]: '何平',
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('有 2 处要改')
    expect(answer.text).toContain('新港区：名册里没有“查无此人”')
    expect(answer.text).toContain('“周敏 25:00-26:00”的时间要写成')
    expect(fieldOn(answer, gap)).toBe('查无此人')
    expect(fieldOn(answer, cell('staff', '20'))).toBe('何平')
    expect(shiftsNow()).toHaveLength(2)
  })

  test('two people of one name are told apart by their unit', async () => {
    await web.deps.book.change((file) => ({
      ...file,
      people: [
        ...(file.people ?? []),
        { id: 'p-w1', name: '王洁', unitId: 'u-dongchuan', mobile: '+8613800000071' },
        { id: 'p-w2', name: '王洁', mobile: '+8613800000072' },
      ],
    }))
    const office = await web.signedIn('office')
    expect((await save(office, { [gap]: '王洁' })).text).toContain('名册里有 2 位“王洁”，请加单位')
    expect((await save(office, { [gap]: '王洁（东川县）' })).status).toBe(303)
    expect(fieldOn(await office.get('/periods/d'), gap)).toBe('王洁（东川县人民政府办公室）')
  })

  test('shows the clashes before anything is saved', async () => {
    const office = await web.signedIn('office')
    const answer = await office.post('/periods/d', { act: 'check', [cell('lead', '20')]: '陈海涛' })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('陈海涛 10-20 08:30 – 10-21 08:30 在新港区又带班又值班')
    expect(answer.text).toContain('cell--clash')
    expect(shiftsNow().filter(({ role }) => role === 'lead')[0]?.personId).toBe('p-zhou')
  })

  test('is undone save by save, and by nothing that was published', async () => {
    const office = await web.signedIn('office')
    await save(office, { [gap]: '陈海涛' })
    await save(office, { [cell('lead', '20')]: '何平' })
    await office.post('/periods/d', { act: 'undo' })
    expect(fieldOn(await office.get('/periods/d'), cell('lead', '20'))).toBe('周敏')
    expect(fieldOn(await office.get('/periods/d'), gap)).toBe('陈海涛')
    await office.post('/periods/d', { act: 'undo' })
    expect(fieldOn(await office.get('/periods/d'), gap)).toBe('')
    await office.post('/periods/d', { act: 'undo' })
    expect(shiftsNow()).toHaveLength(3)
    web.clock.now += 1_000
    await publish(office, { [gap]: '陈海涛' })
    web.clock.now += 1_000
    await office.post('/periods/d', { act: 'undo' })
    expect(periodNow()?.state).toBe('published')
    expect(draftNow()).toBeUndefined()
  })

  test('goes on with a row’s own turns', async () => {
    const office = await web.signedIn('office')
    await office.post('/periods/d', { act: `row:own:${xingang}`, [gap]: '' })
    expect(fieldOn(await office.get('/periods/d'), gap)).toBe('陈海涛')
  })

  test('shows a lead the sites of their unit, and takes no others', async () => {
    const lead = await web.signedIn('otherLead')
    const page = await lead.get('/periods/d')
    expect(page.text).not.toContain('新港区人民政府门户网站')
    await save(lead, { [gap]: '何平' })
    expect(shiftsNow()).toHaveLength(2)
  })
})

describe('two editors at once', () => {
  test('keep what each did where the other did nothing', async () => {
    const [one, two] = [await web.signedIn('office'), await web.signedIn('lead')]
    const shown = fieldOn(await one.get('/periods/d'), 'shown')
    await save(one, { [gap]: '陈海涛', [cell('lead', '21')]: '周敏' }, { shown })
    const second = await save(two, { [gap]: '', [cell('lead', '21')]: '何平' }, { shown })
    expect(second.status).toBe(303)
    const page = await one.get('/periods/d')
    expect([fieldOn(page, gap), fieldOn(page, cell('lead', '21'))]).toEqual(['陈海涛', '何平'])
  })

  test('the second is shown the difference, nothing is lost, and saving again decides', async () => {
    const [one, two] = [await web.signedIn('office'), await web.signedIn('lead')]
    const shown = fieldOn(await one.get('/periods/d'), 'shown')
    await save(one, { [gap]: '陈海涛', [cell('staff', '20')]: '何平' }, { shown })
    const typed = { [gap]: '许静怡', [cell('staff', '20')]: '陈海涛' }
    const second = await save(two, typed, { shown })
    expect(second.status).toBe(422)
    expect(second.text).toContain('新港区 10月21日 值班：赵欣怡 03:03 已改为陈海涛，您填的是许静怡')
    expect(fieldOn(second, gap)).toBe('许静怡')
    expect(fieldOn(second, cell('staff', '20'))).toBe('何平')
    expect(shiftsNow().some(({ personId }) => personId === 'p-xu')).toBe(false)
    const again = await save(two, { ...typed, [cell('staff', '20')]: '何平' }, { shown: fieldOn(second, 'shown') })
    expect(again.status).toBe(303)
    const page = await one.get('/periods/d')
    expect([fieldOn(page, gap), fieldOn(page, cell('staff', '20'))]).toEqual(['许静怡', '何平'])
  })
})

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
