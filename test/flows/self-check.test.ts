import { expect, test } from 'vitest'
import { boardChannel } from '../fakes/board-channel.ts'
import { cast } from './cast.ts'
import { startTown } from './town.ts'

const name = '新港区人民政府门户网站'
const sites = { xingang: { name, rostered: true } }
const codeIn = (text: string) => /码([2-9A-Z]{4})/.exec(text)?.[1] ?? ''

test('an outage that reaches nobody raises the alarm within two minutes of it, and says so on the health page', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites })
  await town.fastForward({ minutes: 2 })
  for (const who of ['duty', 'lead', 'office'] as const) town.twilio.setDelivery('fail:30005', town.phone(who).number)
  await town.site('xingang').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
  await town.fastForward({ minutes: 2 })
  const health = await (await fetch(`${town.address}/healthz`)).json()
  expect(health).toMatchObject({ status: 'ready', pager: { unattended: 1 } })
  const alarms = town.twilio.sends().filter(({ body }) => body.includes('没有人能通知到'))
  expect(alarms.map(({ to }) => to)).toEqual([town.phone('office').number])
  const code = codeIn(town.twilio.sends()[0]?.body ?? '')
  await fetch(`${town.address}/a`, { method: 'POST', body: new URLSearchParams({ code }) })
  await town.fastForward({ minutes: 1 })
  expect(await (await fetch(`${town.address}/healthz`)).json()).toMatchObject({ pager: { unattended: 0 } })
  await town.close()
})

test('an outage that is told raises none', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites })
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('status_500')
  await town.fastForward({ minutes: 12 })
  town.phone('duty').expectText(name)
  town.phone('lead').expectText('请带班处理')
  town.phone('lead').expectText('再次通知')
  town.phone('office').expectText('均未签收')
  expect(await (await fetch(`${town.address}/healthz`)).json()).toMatchObject({ pager: { unattended: 0 } })
  await town.close()
})

test('each day of a duty period somebody on post answers a drill; who does not is asked after', async () => {
  const town = await startTown({ now: '2026-10-04T09:20:00+08:00', sites, proclaimed: true })
  await town.fastForward({ minutes: 11 })
  const drill = town.phone('nextDuty').expectText('【值守·演练】假设', '请像真的一样签收').body
  const typed = { method: 'POST', body: new URLSearchParams({ code: codeIn(drill) }) }
  expect(await (await fetch(`${town.address}/a`, typed)).text()).toContain('演练：已记下')
  await town.fastForward({ hours: 23, minutes: 59 })
  const second = town.phone('duty').expectText('【值守·演练】假设')
  await town.fastForward({ minutes: 11 })
  for (const who of ['lead', 'office'] as const) town.phone(who).expectText('【值守·演练】陈海涛10分内没有签收演练短信')
  expect((await town.actions.log.records.drills.find('2026-10-04'))?.state).toBe('answered')
  expect((await town.actions.log.records.drills.find('2026-10-05'))?.state).toBe('missed')
  expect(second.body).toContain(name)
  for (const phone of ['duty', 'nextDuty', 'lead', 'office'] as const)
    for (const text of town.phone(phone).unread()) text.read = true
  await town.close()
})

test('a drill answered from an e-mail proves no mobile number; answered from a text it does', async () => {
  const mail = boardChannel('email')
  const people = Object.values(cast).map((person) => ({ ...person, email: `${person.id}@example.gov.cn` }))
  const town = await startTown({
    ...{ now: '2026-10-04T09:20:00+08:00', sites, proclaimed: true },
    ...{ channels: [mail], people },
  })
  const { mobile } = cast.nextDuty
  const proven = async () =>
    (await town.actions.log.records.numbers.find(`${cast.nextDuty.id} ${mobile}`))?.state ?? 'unknown'
  const typed = async (text = '') => {
    await fetch(`${town.address}/a`, { method: 'POST', body: new URLSearchParams({ code: codeIn(text) }) })
    return proven()
  }
  town.twilio.everySend = 'refuse:21612'
  await town.fastForward({ minutes: 11 })
  expect(await typed(mail.orders.find(({ text }) => text.includes('【值守·演练】假设'))?.text)).toBe('unknown')
  expect((await town.actions.log.records.drills.find('2026-10-04'))?.state).toBe('answered')
  town.twilio.everySend = null
  await town.fastForward({ hours: 24 })
  const next = town.phone('duty').expectText('【值守·演练】假设').body
  await typed(next)
  expect((await town.actions.log.records.numbers.find(`${cast.duty.id} ${cast.duty.mobile}`))?.state).toBe('proven')
  for (const phone of ['duty', 'nextDuty', 'lead', 'office'] as const)
    for (const text of town.phone(phone).unread()) text.read = true
  await town.close()
})
