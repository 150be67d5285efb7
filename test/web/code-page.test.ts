import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident/incident.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'

let web: OpenWeb
let incident: Incident
let code: string
const stateOf = async () => (await web.log.incidents.find(incident.id))?.state
const enter = (fields: Record<string, string>) => web.visitor().post('/a', fields)

beforeEach(async () => {
  web = await openWeb()
  incident = await web.goesDown(xingang, nightNow - 388_000)
  code = await web.codeOf(incident, 'duty')
})
afterEach(() => web.close())

test('the page needs no sign-in and names nobody', async () => {
  const page = await web.visitor().get('/a')
  expect(page.status).toBe(200)
  expect(page.text).toContain('输入短信里的四位码')
  expect(page.text).not.toMatch(/陈海涛|1[3-9]\d{9}/)
})

test('opening an address never acknowledges, whatever it carries', async () => {
  await web.visitor().get(`/a?code=${code}&act=acknowledge`)
  expect(await stateOf()).toBe('paging')
})

test.each([
  ['as it was sent', (text: string) => text],
  ['in lower case', (text: string) => text.toLowerCase()],
  ['with spaces', (text: string) => ` ${text.split('').join(' ')} `],
  ['in full width', (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
])('a code typed %s takes the incident', async (_how, typed) => {
  const answer = await enter({ code: typed(code) })
  expect(answer.status).toBe(200)
  expect(answer.text).toContain('已签收')
  expect(answer.text).toContain('03:03:03 签收，距首次失败 6 分 28 秒。')
  expect(await stateOf()).toBe('acknowledged')
})

test('whoever is second is told who was first', async () => {
  await web.signedIn('lead')
  await enter({ code })
  const { acknowledge } = await import('../../src/actions/incident/respond.ts')
  await acknowledge(
    web.deps,
    { incidentId: incident.id, personId: 'p-zhou', via: 'web', takeOver: true },
    web.clock.now,
  )
  const answer = await enter({ code, act: 'acknowledge' })
  expect(answer.text).toContain('已由周敏 03:03 签收，您的也记下了')
})

describe('a wrong code', () => {
  test('is refused with the tries left and stays in the box', async () => {
    const answer = await enter({ code: 'ZZZZ' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('码不对，还可以试 4 次')
    expect(answer.text).toContain('value="ZZZZ"')
  })

  test('is answered alike whether it is malformed or unknown', async () => {
    const unknown = await enter({ code: 'ZZZZ' })
    const malformed = await enter({ code: '00' })
    expect([unknown.status, malformed.status]).toEqual([422, 422])
    expect(malformed.text).toContain('码不对，还可以试 3 次')
  })

  test('five times closes the page to that address, for the right code as well', async () => {
    for (let n = 0; n < 5; n++) await enter({ code: 'ZZZZ' })
    const answer = await enter({ code })
    expect(answer.status).toBe(429)
    expect(answer.text).toContain('请 15 分钟后再试')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await stateOf()).toBe('paging')
    web.clock.now += 15 * 60_000
    expect((await enter({ code })).status).toBe(200)
  })

  test('with markup in it is shown as text', async () => {
    expect((await enter({ code: '"><b>x' })).text).toContain('value="&quot;&gt;&lt;b&gt;x"')
  })
})

describe('confirming by code', () => {
  test('is refused while the site is down', async () => {
    const lead = await leadCode()
    const answer = await enter({ code: lead, act: 'confirm' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('网站还打不开（最近一次 02:56:55），不能确认恢复')
  })

  test('is the next right thing for the lead once the site opens, without being chosen', async () => {
    const lead = await leadCode()
    await web.comesUp(xingang, nightNow)
    const answer = await enter({ code: lead })
    expect([answer.status, answer.text.includes('已确认恢复')]).toEqual([200, true])
    expect(await stateOf()).toBe('closed')
    const again = await enter({ code: lead })
    expect([again.status, again.text.includes('这个码已经过期，事件 今天 03:03 恢复')]).toEqual([409, true])
  })

  test('is not for the duty person', async () => {
    await web.comesUp(xingang, nightNow)
    const answer = await enter({ code, act: 'confirm' })
    expect([answer.status, answer.text.includes('恢复要由带班确认。')]).toEqual([409, true])
  })
})

test('来不了 passes to the next person', async () => {
  const answer = await enter({ code, act: 'pass' })
  expect([answer.status, answer.text.includes('已记下您来不了')]).toEqual([200, true])
})

test('a form from another site’s page is refused', async () => {
  const answer = await web.visitor().post('/a', { code }, { 'sec-fetch-site': 'cross-site' })
  expect(answer.status).toBe(403)
  expect(await stateOf()).toBe('paging')
})

/** The lead has a code as soon as the ladder has reached them. */
async function leadCode(): Promise<string> {
  const { moveIncident } = await import('../../src/actions/incident/move-incident.ts')
  const target = { incidentId: incident.id }
  await moveIncident(web.deps, { target, stimulus: { kind: 'time_passed' } }, web.clock.now)
  return web.codeOf(incident, 'lead')
}
