import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person } from '../../src/domain/book/book.ts'
import { aliyunSms } from '../../src/paging/aliyun-sms.ts'
import { wecom } from '../../src/paging/wecom.ts'
import { FakeAliyun } from '../fakes/aliyun.ts'
import { type FakeProvider, startProvider } from '../fakes/provider-server.ts'
import { type FakeGroup, judgeWecom } from '../fakes/robots.ts'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'
const group: FakeGroup = { key: '1', secret: null, posted: [] }
let providers: FakeProvider[]
let aliyun: FakeAliyun
let town: Town

/** A town whose people are texted by Twilio, by Aliyun, and spoken to in a group, in that order unless told otherwise. */
async function openTown(order?: Person['channels']): Promise<void> {
  const now = () => town.clock.now()
  const around = { now, monotonic: now, random: () => 0.5 }
  aliyun = new FakeAliyun(now)
  const [ofAliyun, ofWecom] = [
    await startProvider((received) => aliyun.judge(received)),
    await startProvider((received) => judgeWecom([group], received, now())),
  ]
  providers = [ofAliyun, ofWecom]
  let nonce = 0
  const { accessKeyId, accessKeySecret } = aliyun
  const account = { ...around, accessKeyId, accessKeySecret, apiBase: ofAliyun.address, nonce: () => String(nonce++) }
  const robot = { url: `${ofWecom.address}/cgi-bin/webhook/send?key=1`, secret: null }
  town = await startTown({
    now: '2026-10-04T02:57:00+08:00',
    sites: { xingang: { name, rostered: true } },
    settings: order ? { channels: order } : {},
    channels: [
      aliyunSms({ ...account, signName: '值守', templates: new Map([['outage', 'SMS_1']]) }),
      wecom({ ...around, robots: { everybody: robot, byUnit: new Map() } }),
    ],
  })
  await town.fastForward({ minutes: 2 })
}

async function goesDown(): Promise<void> {
  await town.site('xingang').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
  await town.fastForward({ seconds: 10 })
}

beforeEach(() => {
  group.posted = []
})
afterEach(async () => {
  await town.close()
  for (const provider of providers) await provider.close()
})

test('an office that comes to Aliyun first is texted by it, and its code is taken', async () => {
  await openTown(['aliyun_sms', 'sms'])
  await goesDown()
  expect(town.twilio.sends()).toHaveLength(0)
  const [text] = aliyun.texts
  expect(text).toMatchObject({ phone: town.phone('duty').number.slice(3), template: 'SMS_1', values: { site: name } })
  const { code = '' } = (text?.values ?? {}) as { code?: string }
  await fetch(`${town.address}/a`, { method: 'POST', body: new URLSearchParams({ code }) })
  expect((await town.incident('xingang')).state).toBe('acknowledged')
})

test('when no text can be sent the group is told whose matter it is, and nobody in it can act for them', async () => {
  await openTown()
  town.twilio.everySend = 'refuse:21612'
  aliyun.refuse = { code: 'isv.OUT_OF_SERVICE' }
  await goesDown()
  expect(group.posted[0]?.text).toMatch(/^致(?:陈海涛|李卓然)：【值守】.*打不开.*请本人登录值守签收。$/)
  const codes = [...(await town.actions.log.incidents.codes((await town.incident('xingang')).id)).values()]
  expect(codes.length).toBeGreaterThan(0)
  for (const { text } of group.posted) for (const code of codes) expect(text).not.toContain(code)
})
