import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBook } from '../../src/domain/book/book.ts'
import { slotsOf } from '../../src/domain/roster/slots.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { xingang } from './town.ts'
import { fieldOn } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

const book = () => web.deps.book.current()

describe('what drafts go by', () => {
  const chen = { name: '陈海涛', unitId: 'u-xingang', mobile: '13800000038' }

  test('a person’s leave and nights are kept as they are typed, and shown again in order', async () => {
    const lead = await web.signedIn('lead')
    const leave = '2026-12-30 ～ 2027-1-2\n2026-10-01 至 2026-10-03\n\n2026-11-5'
    expect((await lead.post('/people/p-chen/edit', { ...chen, noNight: 'yes', leave })).status).toBe(303)
    expect(book().people.get('p-chen')).toMatchObject({
      noNight: true,
      leave: [
        { from: '2026-10-01', to: '2026-10-03' },
        { from: '2026-11-05', to: '2026-11-05' },
        { from: '2026-12-30', to: '2027-01-02' },
      ],
    })
    const { text } = await lead.get('/people/p-chen/edit')
    expect(text).toContain('2026-10-01 至 2026-10-03\n2026-11-05\n2026-12-30 至 2027-01-02</textarea>')
    await lead.post('/people/p-chen/edit', chen)
    expect(book().people.get('p-chen')).not.toHaveProperty('leave')
    expect(book().people.get('p-chen')).not.toHaveProperty('noNight')
  })

  test('every line of leave that cannot be read is named, and nothing is lost', async () => {
    const office = await web.signedIn('office')
    const leave = '十月一日\n2026-10-03 至 2026-10-01\n2026-02-30'
    const { status, text } = await office.post('/people/p-chen/edit', { ...chen, leave })
    expect(status).toBe(422)
    expect(text).toContain('第 1 行“十月一日”要写成 2026-10-01 至 2026-10-03')
    expect(text).toContain('第 2 行结束日期早于开始日期')
    expect(text).toContain('第 3 行“2026-02-30”要写成')
    expect(text).toContain(`${leave}</textarea>`)
  })

  test('a unit gets a pattern of its own and pools, and keeps what its form does not show', async () => {
    const office = await web.signedIn('office')
    const fields = new URLSearchParams({
      name: '新港区人民政府办公室',
      shiftStartsAt: '9:00',
      staffChangesAt: '21:00、9:00',
    })
    for (const id of ['p-chen', 'p-zhou']) fields.append('staffPoolIds', id)
    expect((await office.post('/units/u-xingang', fields)).status).toBe(303)
    expect(book().units.get('u-xingang')).toEqual({
      ...{ id: 'u-xingang', name: '新港区人民政府办公室' },
      ...{ shiftStartsAt: '09:00', staffChangesAt: ['09:00', '21:00'], staffPoolIds: ['p-chen', 'p-zhou'] },
    })
    const page = await office.get('/units/u-xingang')
    expect(fieldOn(page, 'staffChangesAt')).toBe('09:00, 21:00')
    const bad = await office.post('/units/u-xingang', { name: '', shiftStartsAt: '25:00', staffChangesAt: '早晚' })
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('href="#shiftStartsAt"')
    expect(bad.text).toContain('href="#staffChangesAt"')
  })

  test('a lead sets the pools of their site from their own people, and nobody else’s', async () => {
    const lead = await web.signedIn('lead')
    const entry = { name: '新港区人民政府门户网站', url: 'http://www.xingang.example/', kind: 'http' }
    expect((await lead.post(`/sites/${xingang}/edit`, { ...entry, leadPoolIds: 'p-zhou' })).status).toBe(303)
    expect(book().sites.get(xingang)?.leadPoolIds).toEqual(['p-zhou'])
    const strange = await lead.post(`/sites/${xingang}/edit`, { ...entry, staffPoolIds: 'p-wang' })
    expect(strange.status).toBe(422)
    expect(strange.text).toContain('href="#staffPoolIds"')
    await lead.post(`/sites/${xingang}/edit`, entry)
    expect(book().sites.get(xingang)).not.toHaveProperty('leadPoolIds')
  })

  test('the office sets when staff change, and takes it back by emptying the field', async () => {
    const office = await web.signedIn('office')
    const settings = {
      officePersonIds: 'p-zhao',
      shiftStartsAt: '08:30',
      sensitiveStaff: '3',
      spotChecksPerPeriod: '2',
    }
    await office.post('/settings/shifts', { ...settings, staffChangesAt: '8:30、20:30' })
    expect(book().settings).toMatchObject({
      staffChangesAt: ['08:30', '20:30'],
      sensitiveStaff: 3,
      spotChecksPerPeriod: 2,
    })
    const day = { id: 'd', name: '一天', from: '2026-10-01', to: '2026-10-01', state: 'draft' as const }
    expect(slotsOf(book(), day, {}, 'staff')).toHaveLength(2)
    await office.post('/settings/shifts', { ...settings, staffChangesAt: '' })
    expect(slotsOf(openBook(book().file), day, {}, 'staff')).toHaveLength(1)
    const bad = await office.post('/settings/shifts', { ...settings, staffChangesAt: '24:00', sensitiveStaff: '两位' })
    expect(bad.text).toContain('时刻要写成 08:30')
    expect(bad.text).toContain('href="#sensitiveStaff"')
  })

  test('the audit names the people of a pool and the days of leave', async () => {
    const office = await web.signedIn('office')
    await office.post('/people/p-chen/edit', { ...chen, leave: '2026-10-01' })
    await office.post('/units/u-xingang', { name: '新港区人民政府办公室', leadPoolIds: 'p-zhou' })
    const { text } = await office.get('/audit')
    expect(text).toMatch(/带班人员池 由 空 改为 周敏/)
    expect(text).toMatch(/请假 由 空 改为 .*2026-10-01/)
  })
})
