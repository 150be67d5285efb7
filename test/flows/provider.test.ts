import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'
let town: Town

beforeEach(async () => {
  town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
})
afterEach(() => town.close())

async function goesDown(): Promise<void> {
  await town.site('xingang').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
}

function sendsTo(who: 'duty' | 'lead'): number {
  return town.twilio.sends().filter(({ to }) => to === town.phone(who).number).length
}

test('a number that cannot be reached costs no waiting: the lead is told within seconds, and why', async () => {
  town.twilio.setDelivery('fail:30005', town.phone('duty').number)
  await goesDown()
  await town.fastForward({ seconds: 5 })
  town.phone('lead').expectText(name, '陈海涛的手机收不到短信', '请带班处理')
})

test('a landline is refused at once and the lead is told', async () => {
  town.twilio.nextSends('refuse:21614')
  await goesDown()
  await town.fastForward({ seconds: 5 })
  town.phone('lead').expectText('陈海涛的手机收不到短信')
})

test('a provider that never reports delivery is not believed for longer than 90 seconds', async () => {
  town.twilio.setDelivery('silent', town.phone('duty').number)
  await goesDown()
  await town.fastForward({ seconds: 85 })
  town.phone('lead').expectNothing()
  await town.fastForward({ seconds: 10 })
  town.phone('lead').expectText('陈海涛的手机收不到短信')
  town.phone('duty').expectText(name)
})

test.each(['accept_then_drop', 'accept_then_hang', 'accept_then_500'] as const)(
  'a text that was accepted while the answer was lost (%s) is not sent twice',
  async (fault) => {
    town.twilio.nextSends(fault)
    await goesDown()
    await town.fastForward({ seconds: 60 })
    town.phone('duty').expectText(name)
    expect(sendsTo('duty')).toBe(1)
  },
)

test.each(['hang', 'reset', '500', 'html_502'] as const)(
  'a text whose sending has no known outcome (%s) and is in no list is sent again, marked, with the same code',
  async (fault) => {
    town.twilio.nextSends(fault)
    await goesDown()
    await town.fastForward({ seconds: 40 })
    const [first, second] = town.twilio.sends().map(({ body }) => body)
    const code = /签收码(\w{4})/.exec(first ?? '')?.[1]
    town.phone('duty').expectText('【值守·重发】', `签收码${code}`, '已签收请忽略')
    expect(second).toContain('重发')
    expect(sendsTo('duty')).toBe(2)
  },
)

test('a throttled provider is asked again until it takes the text, once', async () => {
  town.twilio.nextSends('429', '429', '429', '429', '429')
  await goesDown()
  await town.fastForward({ seconds: 30 })
  town.phone('duty').expectText(name)
  expect(sendsTo('duty')).toBe(6)
})

test('a text nobody can place after three tries is given up, and the ladder moves on', async () => {
  town.twilio.nextSends('500', '500', '500')
  await goesDown()
  await town.fastForward({ seconds: 80 })
  town.phone('lead').expectText('陈海涛的手机收不到短信')
  expect(sendsTo('duty')).toBe(3)
})

test('delivery reports in any order and any number move a text only forward', async () => {
  town.twilio.holdCallbacks()
  await goesDown()
  town.twilio.releaseCallbacks({ times: 3, reversed: true })
  await town.settle()
  town.phone('duty').expectText(name)
  const [page] = await town.actions.log.pages.ofIncident((await town.incident('xingang')).id)
  expect(page).toMatchObject({ state: 'delivered' })
})

test('after an hour without a provider each live incident is told once and nothing stale leaves', async () => {
  await goesDown()
  town.phone('duty').expectText(name)
  const before = town.twilio.sends().length
  town.twilio.everySend = '429'
  await town.fastForward({ minutes: 20 })
  await town.site('xingang').behave('ok')
  await town.fastForward({ minutes: 2 })
  expect(await town.incident('xingang')).toMatchObject({ state: 'recovered' })
  town.twilio.everySend = null
  await town.fastForward({ minutes: 1 })
  town.phone('lead').expectText('请确认', name)
  town.phone('duty').expectText('已能打开')
  town.phone('office').expectNothing()
  expect(town.twilio.sends().length).toBeGreaterThan(before)
})
