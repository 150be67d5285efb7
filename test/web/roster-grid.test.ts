import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'
import { cell, draft, gap, publish, rosterDesk, save } from './roster-desk.ts'
import { xingang } from './town.ts'
import { fieldOn } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ book: draft })
})
afterEach(() => web.close())
const { periodNow, shiftsNow, draftNow } = rosterDesk(() => web)

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
