import { expect, test } from 'vitest'
import { type BoardChannel, boardChannel } from '../fakes/board-channel.ts'
import { cast } from './cast.ts'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'

async function townWith(...channels: BoardChannel[]): Promise<Town> {
  const town = await startTown({
    now: '2026-10-04T02:57:00+08:00',
    sites: { xingang: { name, rostered: true } },
    channels,
  })
  await town.fastForward({ minutes: 2 })
  return town
}

async function goesDown(town: Town): Promise<void> {
  await town.site('xingang').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
}

const codeIn = (text = '') => /码([2-9A-Z]{4})/.exec(text)?.[1]

test.each(['429', 'reset', 'hang', '500'] as const)(
  'a provider that is down for an hour (%s): the second channel has the text within a minute, and no stale one follows',
  async (fault) => {
    const second = boardChannel('aliyun_sms')
    const town = await townWith(second)
    town.twilio.everySend = fault
    town.twilio.everyRead = '503'
    await goesDown(town)
    await town.fastForward({ seconds: 60 })
    expect(second.orders.map(({ to }) => to)).toEqual([town.phone('duty').number])
    const [sent] = town.twilio.sends()
    expect(codeIn(second.orders[0]?.text)).toBe(codeIn(sent?.body))
    await fetch(`${town.address}/a`, { method: 'POST', body: new URLSearchParams({ code: codeIn(sent?.body) ?? '' }) })
    await town.site('xingang').behave('ok')
    await town.fastForward({ minutes: 3 })
    const asked = second.orders.find(({ text }) => text.includes('请确认'))
    await fetch(`${town.address}/a`, { method: 'POST', body: new URLSearchParams({ code: codeIn(asked?.text) ?? '' }) })
    expect(await town.incident('xingang')).toMatchObject({ state: 'closed' })
    await town.fastForward({ minutes: 56 })
    town.twilio.everySend = null
    town.twilio.everyRead = null
    const before = town.twilio.sends().length
    await town.fastForward({ minutes: 5 })
    expect(town.twilio.sends().length).toBe(before)
    // Each minute the log hears that replies could not be fetched, and of nothing else.
    expect(town.logged.splice(0).filter((line) => !line.includes('replies could not be fetched'))).toEqual([])
    await town.close()
  },
)

test('a number that the first provider refuses is tried over the second one, and nobody is pulled out of bed for it', async () => {
  const second = boardChannel('aliyun_sms')
  const town = await townWith(second)
  town.twilio.nextSends('refuse:21612')
  await goesDown(town)
  await town.fastForward({ seconds: 10 })
  expect(second.orders).toHaveLength(1)
  expect(second.orders[0]?.text).not.toContain('重发')
  town.phone('lead').expectNothing()
  const [page] = await town.actions.log.pages.ofIncident((await town.incident('xingang')).id)
  expect(await town.actions.log.pages.attempts([page?.id ?? ''])).toMatchObject([
    { channel: 'sms', state: 'claimed' },
    { channel: 'aliyun_sms', state: 'accepted' },
  ])
  await town.close()
})

test('a group is told as well, but does not stand for the person: the lead is told within seconds', async () => {
  const group = boardChannel('wecom')
  const town = await townWith(group)
  town.twilio.setDelivery('fail:30005', town.phone('duty').number)
  await goesDown(town)
  await town.fastForward({ seconds: 10 })
  expect(group.orders.map(({ personName }) => personName)).toEqual(['陈海涛'])
  town.phone('lead').expectText('陈海涛的手机收不到短信')
  await town.close()
})

test('the last channel of all fails as well: the ladder moves on once', async () => {
  const second = boardChannel('aliyun_sms')
  second.isBroken = true
  const town = await townWith(second)
  town.twilio.nextSends('refuse:21614')
  await goesDown(town)
  await town.fastForward({ seconds: 10 })
  town.phone('lead').expectText('陈海涛的手机收不到短信')
  const { lost } = await town.incident('xingang')
  expect(lost).toEqual([{ id: 'p-chen', name: '陈海涛', why: 'undelivered' }])
  await town.close()
})

test('a silent provider is not waited for longer than ninety seconds, then the second channel says it again', async () => {
  const second = boardChannel('aliyun_sms')
  const town = await townWith(second)
  town.twilio.setDelivery('silent', town.phone('duty').number)
  await goesDown(town)
  await town.fastForward({ seconds: 95 })
  expect(second.orders[0]?.text).toContain('重发')
  town.phone('duty').expectText(name)
  await town.close()
})

test('a provider that refuses the account is the office’s matter: told over another channel, shown until it takes texts again', async () => {
  const mail = boardChannel('email')
  const people = Object.values(cast).map((person) => ({ ...person, email: `${person.id}@example.gov.cn` }))
  const town = await startTown({
    ...{ now: '2026-10-04T02:57:00+08:00', sites: { xingang: { name, rostered: true } } },
    ...{ channels: [mail], people },
  })
  await town.fastForward({ minutes: 2 })
  town.twilio.everySend = 'refuse:20003'
  await goesDown(town)
  await town.fastForward({ seconds: 60 })
  expect(mail.orders.map(({ personName }) => personName).sort()).toEqual(['赵欣怡', '陈海涛'])
  expect(mail.orders.find(({ personName }) => personName === '赵欣怡')?.text).toContain('短信供应商拒绝发送')
  type Health = { pager: { refusedSince: string | null } }
  const refused = async () => ((await (await fetch(`${town.address}/healthz`)).json()) as Health).pager.refusedSince // our own page
  expect(await refused()).toMatch(/^2026-10-04T02:59|^2026-10-04T03:0/)
  town.twilio.everySend = null
  await town.fastForward({ minutes: 5 })
  town.phone('lead').expectText('请带班处理')
  await town.fastForward({ minutes: 1 })
  expect(await refused()).toBeNull()
  await town.close()
})
