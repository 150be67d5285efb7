import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident/incident.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, type Role, xingang } from './town.ts'
import { fieldOn, headingOf, type Visitor } from './visitor.ts'

let web: OpenWeb
let incident: Incident
const pageOf = (visitor: Visitor) => visitor.get(`/incidents/${incident.id}`)

/** Presses a button of the page as it was shown. */
async function press(visitor: Visitor, act: string, fields: Record<string, string> = {}) {
  const page = await pageOf(visitor)
  const seen = { version: fieldOn(page, 'version'), shown: fieldOn(page, 'shown') }
  return visitor.post(`/incidents/${incident.id}/${act}`, { ...seen, ...fields })
}

beforeEach(async () => {
  web = await openWeb()
  incident = await web.goesDown(xingang, nightNow - 351_000)
})
afterEach(() => web.close())

describe('an incident nobody has taken', () => {
  test('says what, since when, who knows and what comes next', async () => {
    const page = await pageOf(await web.signedIn('duty'))
    expect(headingOf(page)).toBe('新港区人民政府门户网站')
    expect(page.text).toContain('从今天 02:57:12 起')
    expect(page.text).toContain('连接超时：15 秒内没有应答。')
    expect(page.text).toContain('还没有人签收')
    expect(page.text).toContain('已通知 陈海涛（值班）。')
  })

  test.each(['duty', 'lead', 'office'] as const)('offers the one big button to the %s', async (role) => {
    expect((await pageOf(await web.signedIn(role))).text).toContain(`action="/incidents/${incident.id}/acknowledge"`)
  })

  test.each(['stranger', 'otherLead'] as const)(
    'can be read but not taken by the %s, who sees no number',
    async (role) => {
      const visitor = await web.signedIn(role)
      const page = await pageOf(visitor)
      expect(page.status).toBe(200)
      expect(page.text).toContain('您不在这个网站的班上，只能看。')
      expect(page.text).not.toMatch(/1[3-9]\d{9}/)
      expect((await visitor.post(`/incidents/${incident.id}/acknowledge`, { version: '1' })).status).toBe(404)
      expect((await web.log.incidents.find(incident.id))?.state).toBe('paging')
    },
  )

  test('shows those on its ladder whom to ring, and masks the number in the record', async () => {
    const page = await pageOf(await web.signedIn('lead'))
    expect(page.text).toContain('138****0038')
  })

  test('is taken by a press, and the next page says so once', async () => {
    const visitor = await web.signedIn('duty')
    const answer = await press(visitor, 'acknowledge')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/incidents/${incident.id}`])
    expect((await pageOf(visitor)).text).toContain('已签收。')
    expect((await pageOf(visitor)).text).not.toContain('class="toast')
    expect((await web.log.incidents.find(incident.id))?.acknowledgedBy?.name).toBe('陈海涛')
  })

  test('cannot be changed by opening an address', async () => {
    const visitor = await web.signedIn('duty')
    expect((await visitor.get(`/incidents/${incident.id}/acknowledge`)).status).toBe(404)
    expect((await web.log.incidents.find(incident.id))?.state).toBe('paging')
  })

  test('goes to the next person when the duty person cannot', async () => {
    await press(await web.signedIn('duty'), 'pass')
    expect((await pageOf(await web.signedIn('lead'))).text).toContain('陈海涛</b> 来不了，通知下一位')
  })
})

describe('when two people act at once', () => {
  test('whoever pressed a button that means something else now is told what happened, and keeps their words', async () => {
    const lead = await web.signedIn('lead')
    const shown = await pageOf(lead)
    await press(await web.signedIn('duty'), 'acknowledge')
    const answer = await lead.post(`/incidents/${incident.id}/progress`, {
      version: fieldOn(shown, 'version'),
      shown: fieldOn(shown, 'shown'),
      note: '我写的话',
    })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('情况有变：陈海涛 03:03:03 已签收，您的操作没有执行')
    expect(answer.text).toContain('您写的：我写的话')
  })

  test('an escalation in the same second does not turn away whoever answers it', async () => {
    const visitor = await web.signedIn('duty')
    const shown = await pageOf(visitor)
    const { moveIncident } = await import('../../src/actions/incident/move-incident.ts')
    await moveIncident(
      web.deps,
      { target: { incidentId: incident.id }, stimulus: { kind: 'told', at: web.clock.now } },
      web.clock.now,
    )
    const answer = await visitor.post(`/incidents/${incident.id}/acknowledge`, {
      version: fieldOn(shown, 'version'),
      shown: fieldOn(shown, 'shown'),
    })
    expect(answer.status).toBe(303)
  })

  test('an act without the version of a page is refused', async () => {
    const answer = await (await web.signedIn('duty')).post(`/incidents/${incident.id}/acknowledge`)
    expect(answer.status).toBe(409)
    expect((await web.log.incidents.find(incident.id))?.state).toBe('paging')
  })
})

describe('an incident somebody has', () => {
  beforeEach(async () => {
    await press(await web.signedIn('duty'), 'acknowledge')
  })

  test('asks its owner for progress, with common phrases', async () => {
    const visitor = await web.signedIn('duty')
    const answer = await press(visitor, 'progress', { quick: '已联系机房', note: '查反向代理' })
    expect(answer.status).toBe(303)
    expect((await pageOf(visitor)).text).toContain('陈海涛</b> ：已联系机房；查反向代理')
  })

  test('does not take an empty line', async () => {
    const answer = await press(await web.signedIn('duty'), 'progress')
    expect([answer.status, answer.text.includes('请选一句或写一句')]).toEqual([422, true])
  })

  test('offers the others its owner’s number and to take over', async () => {
    const lead = await web.signedIn('lead')
    const page = await pageOf(lead)
    expect(page.text).toContain('href="tel:+8613800000038"')
    expect(page.text).toContain('打给 陈海涛')
    await press(lead, 'take-over')
    expect((await web.log.incidents.find(incident.id))?.acknowledgedBy?.name).toBe('周敏')
  })

  test('is prolonged by its owner only', async () => {
    expect((await press(await web.signedIn('duty'), 'renew')).status).toBe(303)
    const refused = await press(await web.signedIn('lead'), 'renew')
    expect([refused.status, refused.text.includes('这件事在陈海涛手里，您的操作没有执行')]).toEqual([409, true])
  })

  test('cannot be confirmed while the site is down', async () => {
    const refused = await press(await web.signedIn('lead'), 'confirm')
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('网站还打不开（最近一次 02:57:32），不能确认恢复')
  })
})

describe('a site that opens again', () => {
  beforeEach(async () => {
    await press(await web.signedIn('duty'), 'acknowledge')
    await web.comesUp(xingang, nightNow + 60_000)
    web.clock.now = nightNow + 100_000
  })

  test('is confirmed by the lead with the words of whoever mended it, and closed', async () => {
    await press(await web.signedIn('duty'), 'mended', { cause: 'software', note: '进程退出，已重启' })
    const lead = await web.signedIn('lead')
    const page = await pageOf(lead)
    expect(page.text).toContain('待您确认')
    expect(page.text).toContain('value="software" checked')
    expect(page.text).toContain('>进程退出，已重启</textarea>')
    await press(lead, 'confirm', { cause: 'network', note: '' })
    expect(await web.log.incidents.find(incident.id)).toMatchObject({
      state: 'closed',
      cause: 'network',
      note: '进程退出，已重启',
    })
    expect((await pageOf(lead)).text).toContain('周敏 已确认恢复')
  })

  test('never has a cause ticked by the system', async () => {
    expect((await pageOf(await web.signedIn('lead'))).text).not.toMatch(/name="cause"[^>]* checked/)
  })

  test('goes back to work when the lead says it is not right', async () => {
    await press(await web.signedIn('lead'), 'reject', { why: '页面是旧的' })
    const page = await pageOf(await web.signedIn('duty'))
    expect(page.text).toContain('带班说还没好')
    expect(page.text).toContain('页面是旧的')
  })

  test('is not confirmed by the duty person', async () => {
    expect((await press(await web.signedIn('duty'), 'confirm')).status).toBe(404)
  })
})

describe('making it void', () => {
  test('is a page of its own, for the office, with a reason', async () => {
    const office = await web.signedIn('office')
    const page = await office.get(`/incidents/${incident.id}/void`)
    expect(headingOf(page)).toContain('作废“新港区人民政府门户网站”这件事')
    const seen = { version: fieldOn(page, 'version'), shown: fieldOn(page, 'shown') }
    const empty = await office.post(`/incidents/${incident.id}/void`, { ...seen, why: ' ' })
    expect([empty.status, empty.text.includes('请写理由')]).toEqual([422, true])
    expect((await office.post(`/incidents/${incident.id}/void`, { ...seen, why: '演练' })).status).toBe(303)
    expect(await web.log.incidents.find(incident.id)).toMatchObject({ state: 'voided', voidReason: '演练' })
    expect((await office.get(`/incidents/${incident.id}/void`)).status).toBe(404)
  })

  test.each(['lead', 'duty', 'stranger'] as const satisfies Role[])('does not exist for the %s', async (role) => {
    const visitor = await web.signedIn(role)
    expect((await visitor.get(`/incidents/${incident.id}/void`)).status).toBe(404)
    expect((await visitor.post(`/incidents/${incident.id}/void`, { version: '1', why: 'x' })).status).toBe(404)
  })
})

test('the list has what is open first and then history, by pages', async () => {
  const office = await web.signedIn('office')
  expect(headingOf(await office.get('/incidents'))).toBe('1 件没有办结。')
  expect((await office.get('/incidents?cursor=not-a-cursor!')).status).toBe(200)
  expect((await office.get('/incidents/2026-1004-99')).status).toBe(404)
})
