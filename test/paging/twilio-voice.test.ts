import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../src/paging/channel.ts'
import { twilioVoice } from '../../src/paging/twilio-voice.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio.ts'
import { order as orderOf } from './order.ts'

const order = orderOf()
let now = Date.UTC(2026, 9, 4)
let twilio: FakeTwilio
let voice: Channel

beforeEach(async () => {
  now = Date.UTC(2026, 9, 4)
  twilio = await startFakeTwilio({ now: () => now })
  const { accountSid, authToken, apiBase } = twilio
  const account = { accountSid, authToken, apiBase, publicUrl: 'https://zhishou.example/', random: () => 0.5 }
  voice = twilioVoice({ ...account, from: '+15005550006' })
})
afterEach(() => twilio.close())

const send = (to = order.to) => voice.send({ ...order, to }, new AbortController().signal)

describe('a call', () => {
  test('rings half a minute, asks us what to say, tells us each of its states and carries no text', async () => {
    expect(await send()).toEqual({ kind: 'accepted', providerId: expect.stringMatching(/^CA/), state: 'queued' })
    const [call] = twilio.line.calls
    const address = `${encodeURIComponent(order.pageId)}/${order.attempt}`
    expect(call).toMatchObject({
      to: order.to,
      from: '+15005550006',
      url: `https://zhishou.example/twilio/voice/${address}`,
      statusCallback: `https://zhishou.example/twilio/status/${address}`,
      events: ['initiated', 'ringing', 'answered', 'completed'],
      timeoutSeconds: 30,
    })
    expect(JSON.stringify(call)).not.toContain(order.code)
  })

  test('that was refused for good, was never taken, or may have been taken is told apart', async () => {
    twilio.nextCalls('refuse:21211', '429', 'accept_then_500')
    expect(await send()).toEqual({ kind: 'refused', reason: 'twilio:21211' })
    expect(await send()).toMatchObject({ kind: 'retry', reason: 'http:429' })
    expect(await send()).toEqual({ kind: 'unknown', reason: 'http:500' })
  })

  test('that a provider without calls does not know is refused, and nothing else', async () => {
    twilio.knowsCalls = false
    expect(await send()).toEqual({ kind: 'refused', reason: 'twilio:20404' })
  })
})

describe('a call whose fate is unknown', () => {
  const since = () => now - 60_000 // as the delivery passes it: the claim less a minute

  test('is found when it was made after the claim', async () => {
    twilio.nextCalls('accept_then_drop')
    const claimedSince = since()
    expect(await send()).toMatchObject({ kind: 'unknown' })
    now += 2_000
    expect(await voice.find(order, claimedSince)).toMatchObject({
      kind: 'found',
      report: { providerId: expect.stringMatching(/^CA/) },
    })
  })

  test('is not mistaken for an earlier one, nor for one to somebody else', async () => {
    await send()
    now += 30_000
    await send('+8613800000099')
    expect(await voice.find(order, since())).toEqual({ kind: 'absent' })
  })

  test('is the first of two: the second was asked for by a later attempt', async () => {
    const claimedSince = since()
    await send()
    now += 15_000
    await send()
    const [first] = twilio.line.calls
    expect(await voice.find(order, claimedSince)).toMatchObject({ report: { providerId: first?.sid } })
  })

  test('stays unknown while the provider cannot be asked', async () => {
    twilio.everyRead = '503'
    expect(await voice.find(order, since())).toEqual({ kind: 'unavailable' })
  })
})

test('how a call fares is asked by its id, and is not known where the provider cannot say', async () => {
  const outcome = await send()
  const providerId = outcome.kind === 'accepted' ? outcome.providerId : ''
  const [call] = twilio.line.calls
  if (call) Object.assign(call, { status: 'completed', answeredAt: now, endedAt: now + 28_000 })
  expect(await voice.check(providerId, order)).toEqual({ state: 'failed', providerId, errorCode: 'call:no_key:28' })
  expect(await voice.check(`CA${'f'.repeat(32)}`, order)).toBeNull()
})

test('nobody writes to a number that calls', async () => {
  expect(await voice.received(0)).toEqual([])
})
