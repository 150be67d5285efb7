import { expect, test } from 'vitest'
import { handOverPage } from '../../../src/actions/incident/hand-over-page.ts'
import { recordDelivery } from '../../../src/actions/incident/record-delivery.ts'
import { recordVerdict } from '../../../src/actions/incident/record-verdict.ts'
import { clearProviderTrouble, refusedSince } from '../../../src/actions/self-check/provider-trouble.ts'
import type { ChannelId } from '../../../src/domain/channel.ts'
import { channelOf } from '../../../src/domain/incident/page.ts'
import { second } from '../../../src/domain/instant.ts'
import { now, openDesk, wentDown } from '../desk.ts'

/** What each provider says to an account that is closed. */
const refusals: Partial<Record<ChannelId, string>> = { sms: '20003', aliyun_sms: 'aliyun:isv.AMOUNT_NOT_ENOUGH' }

test('two providers that both refuse the account are told to the office once each, not without end', async () => {
  const desk = { ...(await openDesk()), channels: new Set<ChannelId>(['sms', 'aliyun_sms']) }
  await recordVerdict(desk, wentDown('s-portal', now), now)
  for (let at = now; at < now + 20 * second; at += second) {
    const claimed = await desk.log.pages.claimDue(at, at + 15 * second, { limit: 40, courtesyLimit: 20 })
    for (const { page } of claimed) {
      const reason = refusals[channelOf(page)] ?? ''
      await handOverPage(desk, page, { reason, mayHaveArrived: false }, at)
    }
  }
  const { items } = await desk.log.pages.list({}, { limit: 200, cursor: null })
  const alarms = items.filter(({ message }) => message.key === 'provider')
  expect(alarms.map(({ step }) => step.split('.')[1]).sort()).toEqual(['aliyun_sms', 'sms'])
  const office = alarms[0]
  if (!office) throw new Error('nobody was told')
  await clearProviderTrouble(desk, { ...office, hop: 0 })
  expect(await refusedSince(desk)).toBe(now)
  await clearProviderTrouble(desk, { ...office, hop: 1 })
  expect(await refusedSince(desk)).toBeNull()
})

test('a provider that takes each text and then refuses the account is told to the office once', async () => {
  const desk = { ...(await openDesk()), channels: new Set<ChannelId>(['sms']) }
  await recordVerdict(desk, wentDown('s-portal', now), now)
  for (let at = now; at < now + 20 * second; at += second) {
    const claimed = await desk.log.pages.claimDue(at, at + 15 * second, { limit: 40, courtesyLimit: 20 })
    for (const { page, attempt } of claimed)
      for (const [state, errorCode] of [
        ['accepted', null],
        ['failed', '30002'],
      ] as const) {
        const report = { state, providerId: page.id, errorCode }
        await recordDelivery(desk, { pageId: page.id, n: attempt.n, report }, at)
      }
  }
  const { items } = await desk.log.pages.list({}, { limit: 200, cursor: null })
  const alarmed = items.filter(({ message }) => message.key === 'provider').map(({ plannedAt }) => plannedAt)
  expect(alarmed).toEqual([now])
})
