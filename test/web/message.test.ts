import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { moveIncident } from '../../src/actions/incident/move-incident.ts'
import { sendPageAgain } from '../../src/actions/incident/page-acts.ts'
import { acknowledge } from '../../src/actions/incident/respond.ts'
import { sendTests } from '../../src/actions/tell-people.ts'
import type { Incident } from '../../src/domain/incident/incident.ts'
import type { Page } from '../../src/domain/incident/page.ts'
import { minute, second } from '../../src/domain/instant.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'

let web: OpenWeb
let incident: Incident
beforeEach(async () => {
  web = await openWeb()
  incident = await web.goesDown(xingang, nightNow - 90_000)
})
afterEach(() => web.close())

const pagesTo = async (personId: string) =>
  (await web.log.pages.ofIncident(incident.id)).filter((page) => page.personId === personId)
const firstPage = async (): Promise<Page> => {
  const [page] = await pagesTo('p-chen')
  if (!page) throw new Error('nobody was told')
  return page
}
const addressOf = ({ id }: Page) => `/outbox/${encodeURIComponent(id)}`

/** What the provider says of the newest try, which leaves now. */
async function sends(state: 'delivered' | 'failed', errorCode: string | null = null): Promise<void> {
  const limits = { limit: 100, courtesyLimit: 100 }
  for (const { page, attempt } of await web.log.pages.claimDue(web.clock.now, web.clock.now + 15_000, limits)) {
    await web.log.pages.report(page.id, attempt.n, { state, providerId: 'SM1', errorCode }, web.clock.now + second)
  }
}

describe('the page of a message', () => {
  test('shows the office the whole text, why it was sent, each try and each state', async () => {
    await sends('failed', '30005')
    const { text, status } = await (await web.signedIn('office')).get(addressOf(await firstPage()))
    expect(status).toBe(200)
    const page = await firstPage()
    for (const shown of [page.text, page.code ?? '', '13800000038', 'SM1', '值班：第 1 级、首次通知'])
      expect(text).toContain(shown)
    expect(text).toContain('空号（代码 30005）')
    expect(text).toContain('请核对手机号，打电话问本人')
    const history = text.slice(text.indexOf('>经过<'))
    expect(text).toContain(`href="/outbox?incident=${incident.id}"`)
    for (const state of ['放进发件箱', '第 1 次、开始发送', '第 1 次、没有送达']) expect(history).toContain(state)
  })

  test('shows others neither code, nor number, nor what the provider calls it', async () => {
    await sends('delivered')
    const page = await firstPage()
    for (const role of ['lead', 'duty', 'otherLead'] as const) {
      const { text, status } = await (await web.signedIn(role)).get(addressOf(page))
      expect(status).toBe(200)
      for (const secret of [page.code ?? '', '13800000038', 'SM1']) expect(text).not.toContain(secret)
    }
    expect((await (await web.signedIn('stranger')).get(addressOf(page))).status).toBe(404)
  })

  test('says that a failure of the account is no matter of the reader, and breaks on no code', async () => {
    await sends('failed', 'twilio:20003')
    const office = await web.signedIn('office')
    expect((await office.get(addressOf(await firstPage()))).text).toContain('这是账号的问题，和收信人无关。')
    await web.close()
    web = await openWeb()
    incident = await web.goesDown(xingang, nightNow - 90_000)
    await sends('failed', '<script>9')
    const { text, status } = await (await web.signedIn('office')).get(addressOf(await firstPage()))
    expect(status).toBe(200)
    expect(text).toContain('供应商报错 &lt;script&gt;9，含义见供应商文档')
  })

  test('tells an escalation by its reason', async () => {
    web.clock.now += 6 * minute
    await moveIncident(
      web.deps,
      { target: { incidentId: incident.id }, stimulus: { kind: 'time_passed' } },
      web.clock.now,
    )
    const [page] = await pagesTo('p-zhou')
    const { text } = await (await web.signedIn('office')).get(addressOf(page as Page))
    expect(text).toMatch(/带班：第 \d 级、到时无人签收/)
  })

  test.each(['zh-Hans', 'zh-Hant', 'en'])('is whole in %s', async (language) => {
    await sends('failed', '30007')
    const office = await web.signedIn('office')
    office.setCookie('lang', language)
    const { status, text } = await office.get(addressOf(await firstPage()))
    expect([status, /<html lang="([^"]+)"/.exec(text)?.[1]]).toEqual([200, language])
  })

  test('does not exist for what was never sent', async () => {
    const office = await web.signedIn('office')
    expect((await office.get('/outbox/none')).status).toBe(404)
    expect((await office.post('/outbox/none/again')).status).toBe(404)
    expect((await office.post('/outbox/none/told')).status).toBe(404)
  })
})

describe('sending it again', () => {
  test('plans the same words and code once more to the same person, and the audit says who did', async () => {
    await sends('failed', '30008')
    const page = await firstPage()
    const office = await web.signedIn('office')
    expect((await office.post(`${addressOf(page)}/again`)).status).toBe(303)
    const again = (await pagesTo('p-chen')).find(({ step }) => step.includes('.again.'))
    expect(again).toMatchObject({ state: 'planned', code: page.code, text: page.text, urgency: 'page', to: page.to })
    expect((await office.get('/audit')).text).toContain('再发一次')
    expect((await office.get(addressOf(again as Page))).text).toContain('有人让再发一次')
  })

  test('pressed by two in the same moment is one text', async () => {
    await sends('failed', '30008')
    const { id } = await firstPage()
    const office = { personId: 'p-zhao', personName: '赵欣怡', from: '127.0.0.1' }
    const both = await Promise.all([1, 2].map(() => sendPageAgain(web.deps, office, id, web.clock.now + second)))
    expect(both).toEqual([{ kind: 'done' }, { kind: 'pointless', why: 'just_sent' }])
    expect((await pagesTo('p-chen')).filter(({ step }) => step.includes('.again.'))).toHaveLength(1)
  })

  test('pressed twice is one text', async () => {
    await sends('failed', '30008')
    const page = await firstPage()
    const office = await web.signedIn('office')
    await office.post(`${addressOf(page)}/again`)
    const second = await office.post(`${addressOf(page)}/again`)
    expect(second.status).toBe(409)
    expect(second.text).toContain('刚刚再发过')
    expect((await pagesTo('p-chen')).filter(({ step }) => step.includes('.again.'))).toHaveLength(1)
  })

  test('is refused while it is on its way, and once somebody has taken the incident', async () => {
    const page = await firstPage()
    const office = await web.signedIn('office')
    expect((await office.post(`${addressOf(page)}/again`)).text).toContain('还在发')
    await sends('failed', '30008')
    await acknowledge(web.deps, { incidentId: incident.id, personId: 'p-chen', via: 'web' }, web.clock.now)
    const refused = await office.post(`${addressOf(page)}/again`)
    expect([refused.status, refused.text.includes('已经不用发了')]).toEqual([409, true])
  })

  test('is for the office and the lead of the site alone', async () => {
    await sends('failed', '30008')
    const page = await firstPage()
    for (const role of ['duty', 'otherLead', 'stranger'] as const) {
      const visitor = await web.signedIn(role)
      expect((await visitor.post(`${addressOf(page)}/again`)).status, role).toBe(404)
      expect((await visitor.post(`${addressOf(page)}/told`)).status, role).toBe(404)
    }
    expect((await (await web.signedIn('lead')).get(addressOf(page))).text).toContain('再发一次')
    expect((await (await web.signedIn('duty')).get(addressOf(page))).text).not.toContain('再发一次')
    expect((await (await web.signedIn('lead')).post(`${addressOf(page)}/again`)).status).toBe(303)
  })

  test('of a text that is about no incident is the office’s', async () => {
    const person = web.deps.book.current().people.get('p-chen')
    const [id = ''] = await sendTests(web.deps, person ? [person] : [], web.clock.now)
    await sends('failed', '30008')
    const address = `/outbox/${encodeURIComponent(id)}`
    expect((await (await web.signedIn('lead')).post(`${address}/again`)).status).toBe(404)
    web.clock.now += 2 * minute
    expect((await (await web.signedIn('office')).post(`${address}/again`)).status).toBe(303)
    const { items } = await web.log.pages.list({ personId: 'p-chen', underWayOnly: true }, { limit: 9, cursor: null })
    expect(items.map(({ step }) => step)).toContainEqual(expect.stringMatching(/^test\.\d+\.again\.\d+$/))
  })
})

describe('told by telephone', () => {
  test('ends the message, stands on the timeline with the note, and acknowledges nothing', async () => {
    const page = await firstPage()
    const office = await web.signedIn('office')
    expect((await office.post(`${addressOf(page)}/told`, { note: '本人已知，正赶去机房' })).status).toBe(303)
    expect(await web.log.pages.find(page.id)).toMatchObject({ state: 'told_by_phone' })
    const shown = (await office.get(addressOf(page))).text
    expect(shown).toContain('赵欣怡: 本人已知，正赶去机房')
    expect((await office.get(`/incidents/${incident.id}`)).text).toContain('电话告知 陈海涛')
    expect((await web.log.incidents.find(incident.id))?.state).toBe('paging')
    expect((await office.get('/audit')).text).toContain('电话告知')
    await sends('delivered')
    expect(await web.log.pages.find(page.id)).toMatchObject({ state: 'told_by_phone', attempts: 0 })
  })

  test('is not undone by a failure that comes later, but by a delivery', async () => {
    const limits = { limit: 100, courtesyLimit: 100 }
    const [claimed] = await web.log.pages.claimDue(web.clock.now, web.clock.now + 15_000, limits)
    const id = claimed?.page.id ?? ''
    await web.log.pages.tellByPhone(id, { by: '赵欣怡', note: '' }, web.clock.now)
    await web.log.pages.report(id, 1, { state: 'failed', providerId: 'SM1', errorCode: '30003' }, web.clock.now)
    expect((await web.log.pages.find(id))?.state).toBe('told_by_phone')
    await web.log.pages.report(id, 1, { state: 'delivered', providerId: 'SM1', errorCode: null }, web.clock.now)
    expect((await web.log.pages.find(id))?.state).toBe('delivered')
  })

  test('a second time is answered, not recorded', async () => {
    const page = await firstPage()
    const office = await web.signedIn('office')
    await office.post(`${addressOf(page)}/told`)
    expect((await office.post(`${addressOf(page)}/told`)).status).toBe(409)
    const events = await web.log.incidents.events(incident.id)
    expect(events.filter(({ kind }) => kind === 'told_by_phone')).toHaveLength(1)
  })
})

describe('the outbox', () => {
  test('is narrowed to those on their way, those that failed, one person, one incident and one day', async () => {
    await sends('failed', '30008')
    web.clock.now += 6 * minute
    await moveIncident(
      web.deps,
      { target: { incidentId: incident.id }, stimulus: { kind: 'time_passed' } },
      web.clock.now,
    )
    const office = await web.signedIn('office')
    const readers = async (query: string) => {
      const { text } = await office.get(`/outbox${query}`)
      return [...text.matchAll(/<b><a href="\/outbox\?person=[^"]*">([^<]*)</g)].map(([, name]) => name)
    }
    expect(new Set(await readers(''))).toEqual(new Set(['陈海涛', '周敏']))
    expect(await readers('?show=failed')).toEqual(['陈海涛'])
    expect(new Set(await readers('?show=way'))).toEqual(new Set(['周敏']))
    expect(new Set(await readers('?person=p-chen'))).toEqual(new Set(['陈海涛']))
    expect((await readers(`?incident=${incident.id}`)).length).toBe((await readers('')).length)
    expect(await readers('?incident=none')).toEqual([])
    expect((await readers('?day=2026-10-04')).length).toBe((await readers('')).length)
    expect(await readers('?day=2026-10-03')).toEqual([])
    expect(await readers('?day=2026-99-99&show=none')).toEqual(await readers(''))
  })

  test('says in plain words why a message did not arrive, and leads to its page', async () => {
    await sends('failed', '30006')
    const { text } = await (await web.signedIn('office')).get('/outbox')
    expect(text).toContain('这个号码收不了短信（座机或虚拟号）')
    expect(text).toContain(`href="${addressOf(await firstPage())}"`)
  })
})
