import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handOverPage } from '../../src/actions/incident/hand-over-page.ts'
import { finishPublishing } from '../../src/actions/roster/publish-roster.ts'
import { sendTests } from '../../src/actions/tell-people.ts'
import { findDuty } from '../../src/domain/duty.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { cell, draft, gap, publish, rosterDesk, save } from './roster-desk.ts'
import { xingang } from './town.ts'
import { headingOf } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book: draft })
})
afterEach(() => web.close())
const { periodNow, shiftsNow, draftNow, texts } = rosterDesk(() => web)

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

describe('a number that takes no texts', () => {
  test('is told to the lead once, when a text to somebody with duty to come is refused for good', async () => {
    await publish(await web.signedIn('office'), { [gap]: '陈海涛' })
    const page = (await texts()).find(({ personId }) => personId === 'p-chen')
    if (!page) throw new Error('nobody was told')
    await handOverPage(web.deps, page, { reason: 'twilio:21614', mayHaveArrived: false }, web.clock.now)
    await sendTests(
      web.deps,
      [...web.deps.book.current().people.values()].filter(({ id }) => id === 'p-chen'),
      web.clock.now,
    )
    const test = (await texts()).find(({ step, personId }) => step.startsWith('test') && personId === 'p-chen')
    if (test) await handOverPage(web.deps, test, { reason: 'twilio:21614', mayHaveArrived: false }, web.clock.now)
    const told = (await texts()).filter(({ step }) => step.startsWith('dead'))
    expect(told.map(({ personName, text }) => `${personName}: ${text}`)).toEqual([
      '周敏: 【值守】陈海涛的手机号收不到短信，10月20日起有班。请更正或换人。',
    ])
    const board = await (await web.signedIn('office')).get('/periods/d/readiness')
    expect(board.text).toContain('号码收不到短信：陈海涛')
    expect((await publish(await web.signedIn('office'))).text).toContain(
      '陈海涛（新港区）的手机号收不到短信（空号或固定电话），有事通知不到',
    )
  })
})

test('a process that ends between publishing and telling tells everybody when it is back, once', async () => {
  await save(await web.signedIn('office'), { [gap]: '陈海涛' })
  const plan = web.log.pages.plan
  web.log.pages.plan = async () => {
    throw new Error('the process ended here')
  }
  expect((await publish(await web.signedIn('office'))).status).toBe(500)
  web.log.pages.plan = plan
  expect(periodNow()?.state).toBe('published')
  expect(await texts()).toEqual([])
  await finishPublishing(web.deps, web.clock.now + 60_000)
  await finishPublishing(web.deps, web.clock.now + 120_000)
  expect((await texts()).map(({ personName }) => personName).sort()).toEqual(['周敏', '陈海涛'])
})

test('a version that would leave an open incident without its next person is refused by the site’s name', async () => {
  const office = await web.signedIn('office')
  await publish(office, { [gap]: '陈海涛' })
  web.clock.now = Date.parse('2026-10-20T12:00:00+08:00')
  await web.deps.book.change((file) => ({
    ...file,
    sites: (file.sites ?? []).map(({ leadPersonId: _lead, ...site }) => site),
  }))
  await web.goesDown(xingang, web.clock.now)
  const fresh = await web.signedIn('office')
  const empty = { [cell('lead', '20')]: '', [cell('staff', '20')]: '', reason: '全部撤下' }
  const answer = await publish(fresh, empty)
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('新港区人民政府门户网站 正在中断')
  expect(periodNow()?.version).toBe(1)
})
