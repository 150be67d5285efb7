import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minute, second } from '../../src/domain/instant.ts'
import type { SendOrder } from '../../src/paging/channel.ts'
import { type TwilioSmsConfig, twilioSms } from '../../src/paging/twilio-sms.ts'
import { type FakeTwilio, type Fault, startFakeTwilio } from '../fakes/twilio.ts'
import { order as orderOf } from './order.ts'

const from = '+15005550001'
const to = '+8613800000001'
const t0 = Date.UTC(2026, 9, 3, 18, 57)
let now = t0
let twilio: FakeTwilio

const order = orderOf({
  pageId: '2026-1004-01.1.0.sms.p-li',
  to,
  text: '【值守】鞍山市政府网02:57起打不开（连接超时）。签收码K7QM，请在签收页输入。',
})
const resend: SendOrder = { ...order, attempt: 2, text: order.text.replace('【值守】', '【值守·重发】') }

function channel(more: Partial<TwilioSmsConfig> = {}) {
  const { accountSid, authToken, apiBase } = twilio
  const publicUrl = 'http://127.0.0.1:9/'
  return twilioSms({ accountSid, authToken, apiBase, publicUrl, sender: { from }, random: () => 0.5, ...more })
}

const send = (what = order) => channel().send(what, new AbortController().signal)

async function waitForHanging(): Promise<void> {
  while (twilio.hanging() === 0) await new Promise((resolve) => setImmediate(resolve))
}

beforeEach(async () => {
  now = t0
  twilio = await startFakeTwilio({ now: () => now })
  twilio.setDelivery('silent')
})
afterEach(() => twilio.close())

describe('sending', () => {
  test('an accepted text has its id, and asks for its states at an address of its own', async () => {
    const outcome = await send()
    const [message] = twilio.messages()
    expect(outcome).toEqual({ kind: 'accepted', providerId: message?.sid, state: 'queued' })
    const form = twilio.sends()[0]?.form
    expect(Object.fromEntries(form ?? [])).toEqual({
      To: to,
      From: from,
      Body: order.text,
      StatusCallback: 'http://127.0.0.1:9/twilio/status/2026-1004-01.1.0.sms.p-li/1',
      ValidityPeriod: '600',
    })
  })

  test('a page id is encoded within the address', async () => {
    await send({ ...order, pageId: 'a/b c', attempt: 3 })
    expect(twilio.sends()[0]?.form.get('StatusCallback')).toBe('http://127.0.0.1:9/twilio/status/a%2Fb%20c/3')
  })

  test('a messaging service takes the place of the number', async () => {
    await channel({ sender: { messagingServiceSid: 'MG1' } }).send(order, new AbortController().signal)
    expect(twilio.sends()[0]?.form.get('MessagingServiceSid')).toBe('MG1')
    expect(twilio.sends()[0]?.form.has('From')).toBe(false)
  })

  test.each<[Fault, string, string]>([
    ['accept_then_drop', 'unknown', 'reset'],
    ['reset', 'unknown', 'reset'],
    ['500', 'unknown', 'http:500'],
    ['503', 'unknown', 'http:503'],
    ['accept_then_500', 'unknown', 'http:500'],
    ['html_502', 'unknown', 'http:502'],
    ['html_200', 'unknown', 'malformed'],
    ['accept_then_cut_json', 'unknown', 'malformed'],
    ['429', 'retry', 'http:429'],
    ['refuse:21211', 'refused', 'twilio:21211'],
    ['refuse:21408', 'refused', 'twilio:21408'],
    ['refuse:21610', 'refused', 'twilio:21610'],
    ['refuse:21614', 'refused', 'twilio:21614'],
    ['refuse:20003', 'refused', 'twilio:20003'],
  ])('%s is %s: %s, after one request', async (fault, kind, reason) => {
    twilio.nextSends(fault)
    expect(await send()).toMatchObject({ kind, reason })
    expect(twilio.sends()).toHaveLength(1)
    expect(twilio.messages()).toHaveLength(fault.startsWith('accept') ? 1 : 0)
  })

  test.each<Fault>(['hang', 'accept_then_hang'])(
    '%s is unknown once its caller gives up, and frees the socket',
    async (fault) => {
      twilio.nextSends(fault)
      const deadline = new AbortController()
      const outcome = channel().send(order, deadline.signal)
      await waitForHanging()
      deadline.abort()
      expect(await outcome).toEqual({ kind: 'unknown', reason: 'aborted' })
      while (twilio.hanging() > 0) await new Promise((resolve) => setImmediate(resolve))
      expect(twilio.hanging()).toBe(0)
    },
  )

  test('a connection that is refused left no byte: safe to send again', async () => {
    const gone = await startFakeTwilio()
    const { apiBase } = gone
    await gone.close()
    const outcome = await channel({ apiBase }).send(order, new AbortController().signal)
    expect(outcome).toEqual({ kind: 'retry', afterMs: 200, reason: 'ECONNREFUSED' })
  })

  test('wrong credentials are refused for good', async () => {
    const outcome = await channel({ authToken: 'another' }).send(order, new AbortController().signal)
    expect(outcome).toEqual({ kind: 'refused', reason: 'twilio:20003' })
  })
})

describe('looking for a text whose fate is not known', () => {
  const since = t0 - minute

  test('finds it with its id and state after the answer was lost', async () => {
    twilio.nextSends('accept_then_drop')
    await send()
    const report = { state: 'queued', providerId: twilio.messages()[0]?.sid, errorCode: null }
    expect(await channel().find(order, since)).toEqual({ kind: 'found', report })
  })

  test('says that it is absent when it was never accepted', async () => {
    twilio.nextSends('reset')
    await send()
    expect(await channel().find(order, since)).toEqual({ kind: 'absent' })
  })

  test('takes neither an older text, nor one to somebody else, nor from another number', async () => {
    await send()
    expect(await channel().find(order, t0 + second)).toEqual({ kind: 'absent' })
    expect(await channel().find({ ...order, to: '+8613800000002' }, since)).toEqual({ kind: 'absent' })
    expect(await channel({ sender: { from: '+15005550009' } }).find(order, since)).toEqual({ kind: 'absent' })
  })

  test('does not take the first try for the resend, although both carry the code', async () => {
    await send()
    expect(await channel().find(resend, since)).toEqual({ kind: 'absent' })
    await send(resend)
    expect(await channel().find(resend, since)).toMatchObject({
      kind: 'found',
      report: { providerId: twilio.messages()[1]?.sid },
    })
  })

  test('does not take another text of the same incident for it', async () => {
    await send({ ...order, text: '【值守】再次通知：鞍山市政府网已打不开5分，仍无人签收。签收码K7QM。' })
    expect(await channel().find(order, since)).toEqual({ kind: 'absent' })
  })

  test('knows a text that the provider has put marks around', async () => {
    await send({ ...order, text: `Sent from your trial account - ${order.text.replace('，', ',')}` })
    expect(await channel().find(order, since)).toMatchObject({ kind: 'found' })
  })

  test('does not see it while the listing lags', async () => {
    twilio.listLagMs = 15 * second
    await send()
    expect(await channel().find(order, since)).toEqual({ kind: 'absent' })
    now += 15 * second
    expect(await channel().find(order, since)).toMatchObject({ kind: 'found' })
  })

  test.each(['500', 'html_502', 'html_200', 'reset', '429'] as const)(
    'says that it cannot look when listing meets %s',
    async (fault) => {
      twilio.everyRead = fault
      expect(await channel().find(order, since)).toEqual({ kind: 'unavailable' })
    },
  )
})

describe('asking how a text fares', () => {
  test('answers its state and the error of a failure', async () => {
    twilio.setDelivery('fail:30003')
    const outcome = await send()
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : ''
    expect(await channel().check(providerId, order)).toEqual({ state: 'failed', providerId, errorCode: '30003' })
  })

  test('answers nothing when it cannot say', async () => {
    expect(await channel().check(`SM${'f'.repeat(32)}`, order)).toBeNull()
    twilio.everyRead = '500'
    expect(await channel().check(`SM${'f'.repeat(32)}`, order)).toBeNull()
  })
})

describe('texts received while the service was down', () => {
  test('are those to our number since then, oldest first', async () => {
    await send()
    const phone = twilio.phone(to)
    await phone.reply('太早', { unheard: true })
    now += minute
    const first = await phone.reply('收到', { unheard: true })
    now += minute
    const second = await phone.reply('K7QM', { unheard: true })
    expect(await channel().received(t0 + minute)).toEqual([
      { providerId: first.sid, from: to, body: '收到', at: t0 + minute },
      { providerId: second.sid, from: to, body: 'K7QM', at: t0 + 2 * minute },
    ])
  })

  test('are read page by page', async () => {
    await send()
    for (let i = 0; i < 230; i++) await twilio.phone(to).reply(`1 ${i}`, { unheard: true })
    const texts = await channel().received(t0)
    expect(new Set(texts.map(({ providerId }) => providerId)).size).toBe(230)
  })

  test('leave out what we sent, also for a messaging service', async () => {
    const sender = { messagingServiceSid: 'MG1' }
    await channel({ sender }).send(order, new AbortController().signal)
    await twilio.phone(to).reply('1', { unheard: true })
    expect((await channel({ sender }).received(t0)).map(({ body }) => body)).toEqual(['1'])
  })

  test('are not taken for silence when the provider cannot be asked', async () => {
    twilio.everyRead = '503'
    await expect(channel().received(t0)).rejects.toThrow()
  })
})
