import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { saveEntry } from '../../src/actions/edit-book.ts'
import { openBook } from '../../src/domain/book/book.ts'
import { findUnreachable } from '../../src/web/settings/unreachable.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, town, xingang } from './town.ts'
import type { Visitor } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

const settingsNow = () => web.deps.book.current().settings

/** Two rungs, the second after four and a half minutes; a third row that was left empty. */
const twoRungs = {
  after0: '0',
  tell0: 'staff',
  sms0: 'yes',
  after1: '4.5',
  tell1: 'office',
  sms1: 'yes',
  voice1: 'yes',
  after2: '',
  tell2: 'lead',
  ladderRepeatMinutes: '15',
  acknowledgementExpiresMinutes: '30',
  confirmationReminderMinutes: '30',
  bundleSeconds: '60',
}

/** Posts a form with a file in it, as a browser would. */
async function upload(visitor: Visitor, parts: Record<string, string>): Promise<{ status: number; text: string }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(parts)) form.set(name, value)
  const response = await fetch(`${web.address}/settings/book`, {
    method: 'POST',
    body: form,
    headers: { cookie: visitor.cookies, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  return { status: response.status, text: await response.text() }
}

describe('the outbox', () => {
  test('shows code and number to the office, and neither to others, not even within the text', async () => {
    const incident = await web.goesDown(xingang, nightNow - 60_000)
    const code = await web.codeOf(incident, 'duty')
    const office = await (await web.signedIn('office')).get('/outbox')
    const lead = await (await web.signedIn('lead')).get('/outbox')
    expect(office.text).toContain(code)
    expect(office.text).toContain('13800000038')
    expect(lead.text).not.toContain(code)
    expect(lead.text).not.toContain('13800000038')
    expect(lead.text).toContain('••••')
  })

  test('takes a test text to oneself and shows it', async () => {
    const office = await web.signedIn('office')
    expect((await office.post('/outbox/test')).status).toBe(303)
    const { items } = await web.log.pages.list({}, { limit: 5, cursor: null })
    expect(items).toContainEqual(expect.objectContaining({ personId: 'p-zhao', message: { key: 'test' } }))
    expect((await office.get('/outbox')).text).toContain('赵欣怡')
  })

  test('lists what was not delivered, with the word for it', async () => {
    const office = await web.signedIn('office')
    await office.post('/outbox/test')
    const { items } = await web.log.pages.list({}, { limit: 1, cursor: null })
    await web.log.pages.fail(items[0]?.id ?? '', 'refused', nightNow)
    const { text } = await office.get('/outbox?show=failed')
    expect(text).toContain('mail--bad')
    expect(text).toContain('1 条没有送达')
  })
})

describe('the settings', () => {
  test('show the default and the official basis beside the field', async () => {
    const { text } = await (await web.signedIn('office')).get('/settings/probing')
    expect(text).toContain('默认 15。 官方限值 15 秒（国办秘函〔2019〕19号')
  })

  test('read the whole ladder as one sentence with clock times', async () => {
    const { text } = await (await web.signedIn('office')).get('/settings/escalation')
    expect(text).toContain(
      '03:03 值班短信；03:06 值班电话；03:08 带班短信、电话；03:13 带班短信、市值班室短信；以后每 15 分钟',
    )
  })

  test('keep a new ladder and leave rows without minutes out', async () => {
    const office = await web.signedIn('office')
    const answer = await office.post('/settings/escalation', twoRungs)
    expect(answer.status).toBe(303)
    expect(settingsNow().ladder).toEqual([
      { afterMinutes: 0, tell: 'staff', by: ['sms'] },
      { afterMinutes: 4.5, tell: 'office', by: ['sms', 'voice'] },
    ])
  })

  test('refuse a rung without a channel and a ladder without rungs, keeping what was typed', async () => {
    const office = await web.signedIn('office')
    const rest = {
      ladderRepeatMinutes: '15',
      acknowledgementExpiresMinutes: '30',
      confirmationReminderMinutes: '30',
      bundleSeconds: '60',
    }
    const bare = await office.post('/settings/escalation', { ...rest, after0: '7', tell0: 'lead' })
    expect(bare.status).toBe(422)
    expect(bare.text).toContain('href="#after0"')
    expect(bare.text).toContain('value="7"')
    expect((await office.post('/settings/escalation', rest)).status).toBe(422)
  })

  test('write only their own group, and name each bad field', async () => {
    const office = await web.signedIn('office')
    const before = settingsNow()
    const good = { officeName: '望海市人民政府办公室', officePhone: '0000-0000000', signature: '望海值守' }
    expect((await office.post('/settings/reports', good)).status).toBe(303)
    expect(settingsNow()).toEqual({ ...before, ...good })
    const bad = await office.post('/settings/shifts', {
      timezone: 'Mars/Base',
      language: 'zh-Hans',
      shiftStartsAt: '25:00',
      workdayEndsAt: '17:30',
      officePersonIds: 'p-zhao',
    })
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('href="#timezone"')
    expect(bad.text).toContain('href="#shiftStartsAt"')
  })

  test('probing is saved with its lists and the blindness targets', async () => {
    const office = await web.signedIn('office')
    const answer = await office.post('/settings/probing', {
      intervalSeconds: '120',
      timeoutSeconds: '15',
      recheckSeconds: '5、12',
      unansweredSeconds: '5',
      goodToRecover: '2',
      goodSpacingSeconds: '10',
      fullHandshakeMinutes: '60',
      references: 'https://www.gov.cn/\r\ntcp://223.5.5.5:53',
      share: '0.4',
      minimum: '4',
      keepSamplesDays: '100',
    })
    expect(answer.status).toBe(303)
    expect(settingsNow().probe).toMatchObject({ intervalSeconds: 120, recheckSeconds: [5, 12] })
    expect(settingsNow().blindness).toEqual({
      references: ['https://www.gov.cn/', 'tcp://223.5.5.5:53'],
      share: 0.4,
      minimum: 4,
    })
  })

  test('nobody takes themselves out of the duty office', async () => {
    const office = await web.signedIn('office')
    const answer = await office.post('/settings/shifts', {
      timezone: 'Asia/Shanghai',
      language: 'zh-Hans',
      shiftStartsAt: '08:30',
      workdayEndsAt: '17:30',
      officePersonIds: 'p-he',
    })
    expect(answer.status).toBe(422)
    expect(settingsNow().officePersonIds).toEqual(['p-zhao'])
  })

  test('say why there are no calls, and who cannot be told', async () => {
    await web.close()
    web = await openWeb({ channels: new Set(['sms']) })
    await web.deps.book.change((file) => ({
      ...file,
      people: (file.people ?? []).map(({ mobile, ...one }) =>
        one.id === 'p-zhou' || !mobile ? one : { ...one, mobile },
      ),
    }))
    const { text } = await (await web.signedIn('office')).get('/settings/channels')
    expect(text).toContain('设置 TWILIO_VOICE_FROM 后重启')
    expect(text).toContain('href="/people/p-zhou/edit"')
  })
})

test('a site that nobody can be told about from the end of a shift on is found before it happens', () => {
  const book = openBook({ ...town, settings: { officePersonIds: [] } })
  const { sites } = findUnreachable(book, nightNow)
  expect(sites.map(({ site, at }) => [site.id, at])).toEqual([[xingang, Date.parse('2026-10-08T08:30:00+08:00')]])
})

describe('the book as a file', () => {
  test('comes out as it is kept', async () => {
    const { text, headers } = await (await web.signedIn('office')).get('/settings/book.json')
    expect(JSON.parse(text)).toEqual(web.deps.book.current().file)
    expect(headers.get('content-disposition')).toContain('zhishou-book-2026-10-04.json')
  })

  test('is shown as differences first, and kept only when confirmed', async () => {
    const office = await web.signedIn('office')
    const next = JSON.stringify({
      ...town,
      sites: (town.sites ?? []).map((site) => (site.id === xingang ? { ...site, name: '改了<b>名' } : site)),
    })
    const shown = await upload(office, { book: next })
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('和现在的名册有 1 处不同')
    expect(shown.text).not.toContain('<b>名')
    expect(web.deps.book.current().sites.get(xingang)?.name).toBe('新港区人民政府门户网站')
    const base = /name="base" value="([^"]+)"/.exec(shown.text)?.[1] ?? ''
    expect((await upload(office, { book: next, base })).status).toBe(303)
    expect(web.deps.book.current().sites.get(xingang)?.name).toBe('改了<b>名')
  })

  test('is compared again when the book changed in between', async () => {
    const office = await web.signedIn('office')
    const next = JSON.stringify({ ...town, units: [...(town.units ?? []), { id: 'u-new', name: '新单位' }] })
    const base = /name="base" value="([^"]+)"/.exec((await upload(office, { book: next })).text)?.[1] ?? ''
    await office.post('/units/new', { name: '另一个' })
    const again = await upload(office, { book: next, base })
    expect(again.status).toBe(200)
    expect(again.text).toContain('处不同')
    expect(web.deps.book.current().units.has('u-new')).toBe(false)
  })

  test.each([
    ['', '请选一个文件'],
    ['{', '这个文件不是 JSON'],
    [JSON.stringify({ schema: 'zhishou.book/1' }), '您就进不来了'],
    [JSON.stringify({ ...town, shifts: [{ id: 'X X', siteId: 'nowhere' }] }), 'shifts[0].siteId'],
  ])('is refused with the reason: %.20s', async (book, reason) => {
    const { status, text } = await upload(await web.signedIn('office'), { book })
    expect(status).toBe(422)
    expect(text).toContain(reason)
  })
})

describe('the audit', () => {
  test('tells a change in words, with names for ids and masked numbers', async () => {
    const office = await web.signedIn('office')
    await office.post('/people/p-he/edit', { name: '何平', unitId: 'u-xingang', mobile: '13900000005' })
    const { text } = await office.get('/audit?thing=people')
    expect(text).toContain('修改人员 何平')
    expect(text).toContain('单位 由 空 改为 新港区人民政府办公室')
    expect(text).toContain('手机 由 138****0005 改为 139****0005')
    expect(text).not.toMatch(/13900000005|u-xingang|\{&quot;/)
  })

  test('is filtered by person, thing and day', async () => {
    const office = await web.signedIn('office')
    await office.post('/units/new', { name: '市水务局' })
    expect((await office.get('/audit?thing=units')).text).toContain('市水务局')
    expect((await office.get('/audit?thing=sites')).text).not.toContain('市水务局')
    expect((await office.get('/audit?person=p-he')).text).toContain('没有符合的记录')
    expect((await office.get('/audit?day=2026-10-03')).text).toContain('没有符合的记录')
    expect((await office.get('/audit?day=2026-10-04')).text).toContain('市水务局')
  })

  test('names a shift by its site, start, role and person, and a setting by its word', async () => {
    const office = await web.signedIn('office')
    await saveEntry(
      web.deps,
      { personId: 'p-zhao', personName: '赵欣怡', from: 'test' },
      'shifts',
      {
        id: 'x3',
        siteId: xingang,
        role: 'staff',
        personId: 'p-he',
        from: '2026-10-15T08:30:00+08:00',
        to: '2026-10-16T08:30:00+08:00',
      },
      nightNow,
    )
    await office.post('/settings/reports', { officeName: '值班室', officePhone: '', signature: '值守' })
    const { text } = await office.get('/audit')
    expect(text).toContain('添加班 新港区人民政府门户网站 2026-10-15 08:30 值班 何平')
    expect(text).toContain('设置 单位名')
    expect(text).toContain('由 望海市人民政府办公室 改为 值班室')
  })
})
