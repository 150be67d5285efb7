import { expect, test } from 'vitest'
import { startTown, type Town } from './town.ts'

const count = 30
const siteIds = Array.from({ length: count }, (_, i) => `s${i}`)
const nameOf = (id: string) => `望海市第${id.slice(1)}号政府网站`
const sites = Object.fromEntries(siteIds.map((id) => [id, { name: nameOf(id), rostered: true }]))
const codeIn = (text: string) => /[码]([2-9A-Z]{4})/.exec(text)?.[1] ?? ''

async function allDown(settings = {}): Promise<Town> {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites, settings })
  await town.fastForward({ minutes: 2 })
  await Promise.all(siteIds.map((id) => town.site(id).behave('status_500')))
  return town
}

function enter(town: Town, code: string): Promise<Response> {
  return fetch(`${town.address}/a`, { method: 'POST', body: new URLSearchParams({ code }) })
}

const sendsTo = (town: Town, who: 'duty' | 'lead') =>
  town.twilio.sends().filter(({ to }) => to === town.phone(who).number).length

test('thirty sites down and one person on duty: two texts, one answer takes all, each keeps its own timeline', async () => {
  const town = await allDown()
  await town.fastForward({ minutes: 3 })
  expect(sendsTo(town, 'duty')).toBe(2)
  const first = town.phone('duty').expectText('号政府网站', '起打不开').body
  const all = town
    .phone('duty')
    .expectText('30个网站打不开，都在同一服务器：', '第0号', '等。最早', '一次签收全部').body
  expect(codeIn(all)).toBe(codeIn(first))
  const answer = await (await enter(town, codeIn(first))).text()
  for (const id of siteIds) expect(answer).toContain(nameOf(id))
  for (const incident of await town.incidents()) {
    expect(incident).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: '陈海涛' } })
    expect(incident.toldAt).not.toBeNull()
    const [page] = await town.actions.log.pages.ofIncident(incident.id)
    expect(page).toMatchObject({ state: 'delivered', code: codeIn(first) })
  }
  await town.close()
})

test('nobody answers: the lead is told at the fifth minute, of all of them within the sixth, and one answer takes all', async () => {
  const town = await allDown()
  await town.fastForward({ minutes: 8 })
  expect(sendsTo(town, 'lead')).toBe(2)
  const first = town.phone('lead').expectText('请带班处理', '陈海涛5分钟未签收').body
  const all = town.phone('lead').expectText('请带班处理，30个网站打不开', '一次签收全部').body
  expect(codeIn(all)).toBe(codeIn(first))
  town.phone('duty').expectText('号政府网站')
  town.phone('duty').expectText('30个网站打不开')
  await enter(town, codeIn(all))
  expect(new Set((await town.incidents()).map(({ acknowledgedBy }) => acknowledgedBy?.name))).toEqual(new Set(['周敏']))
  await town.fastForward({ minutes: 2 })
  town.phone('duty').expectText('已由周敏', '签收')
  town.phone('duty').expectText('29个网站已有人签收，您不用处理')
  await town.close()
})

test('when all are back the lead confirms them together, and the one who had them is thanked once', async () => {
  const town = await allDown()
  await town.fastForward({ minutes: 3 })
  const code = codeIn(town.phone('duty').expectText('号政府网站').body)
  town.phone('duty').expectText('30个网站打不开')
  await enter(town, code)
  await Promise.all(siteIds.map((id) => town.site(id).behave('ok')))
  await town.fastForward({ minutes: 4 })
  town.phone('duty').expectText('已能打开')
  town.phone('duty').expectText('29个网站已能打开', '等带班确认')
  const one = town.phone('lead').expectText('请确认', '陈海涛处置').body
  const all = town.phone('lead').expectText('请确认，30个网站已能打开', '一次确认全部').body
  expect(codeIn(all)).toBe(codeIn(one))
  await enter(town, codeIn(all))
  expect((await town.incidents()).every(({ state }) => state === 'closed')).toBe(true)
  await town.fastForward({ minutes: 2 })
  town.phone('duty').expectText('周敏已确认', '辛苦了')
  town.phone('duty').expectText('29个网站已确认恢复，事件办结', '辛苦了')
  await town.close()
})

test('a bundle that did not arrive moves every one of its incidents on to the lead', async () => {
  const town = await allDown()
  town.twilio.setDelivery('fail:30005', town.phone('duty').number)
  await town.fastForward({ minutes: 4 })
  town.phone('lead').expectText('陈海涛的手机收不到短信')
  town.phone('lead').expectText('请带班处理，30个网站打不开')
  for (const { id, lost } of await town.incidents()) expect([id, lost[0]?.name]).toEqual([id, '陈海涛'])
  await town.close()
})

test('sites that fail after a bundle are told as more, each in some text, and nobody gets more than four', async () => {
  const some = Object.fromEntries(siteIds.slice(0, 6).map((id) => [id, sites[id] ?? {}]))
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites: some })
  await town.fastForward({ minutes: 2 })
  for (const id of ['s0', 's1', 's2']) await town.site(id).behave('status_500')
  await town.fastForward({ minutes: 3 })
  town.phone('duty').expectText('号政府网站')
  town.phone('duty').expectText('3个网站打不开')
  for (const id of ['s3', 's4', 's5']) await town.site(id).behave('status_500')
  await town.fastForward({ minutes: 7 })
  town.phone('duty').expectText('又有', '个网站打不开')
  const told = town
    .phone('duty')
    .texts()
    .map(({ body }) => body)
  for (const id of Object.keys(some)) expect(told.join('')).toContain(nameOf(id))
  expect(told.length).toBeLessThanOrEqual(4)
  for (const phone of ['duty', 'lead', 'office'] as const)
    for (const text of town.phone(phone).unread()) text.read = true
  await town.close()
})
