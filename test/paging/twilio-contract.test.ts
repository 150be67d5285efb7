import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../src/paging/channel.ts'
import { twilioSms } from '../../src/paging/twilio-sms.ts'
import { twilioVoice } from '../../src/paging/twilio-voice.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio.ts'
import { order as orderOf } from './order.ts'

// Every request of the real client against Twilio's own description of its API, which the fake checks each time.

const now = Date.UTC(2026, 9, 4)
const order = orderOf()
const from = '+15005550006'
let twilio: FakeTwilio
let sms: Channel
let voice: Channel

beforeEach(async () => {
  twilio = await startFakeTwilio({ now: () => now })
  const { accountSid, authToken, apiBase } = twilio
  const account = { accountSid, authToken, apiBase, publicUrl: 'https://zhishou.example', random: () => 0.5 }
  sms = twilioSms({ ...account, sender: { from } })
  voice = twilioVoice({ ...account, from })
})
afterEach(() => twilio.close())

const signal = new AbortController().signal

test('every request that is made of Twilio, and every answer of the fake, is as Twilio describes it', async () => {
  for (let n = 1; n <= 120; n++) {
    await twilio.phone(order.to).reply(`text ${n}`, { unheard: true })
  }
  const text = await sms.send(order, signal)
  const call = await voice.send(order, signal)
  expect([text.kind, call.kind]).toEqual(['accepted', 'accepted'])
  for (const channel of [sms, voice]) expect(await channel.find(order, now - 60_000)).toMatchObject({ kind: 'found' })
  for (const [channel, outcome] of [
    [sms, text],
    [voice, call],
  ] as const) {
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : ''
    expect(await channel.check(providerId, order)).toMatchObject({ providerId })
  }
  expect(await sms.received(now - 60_000)).toHaveLength(120)
  expect(twilio.invalid()).toEqual([])
})

test('a sender that is a service of several numbers is as Twilio describes it', async () => {
  const { accountSid, authToken, apiBase } = twilio
  const sender = { messagingServiceSid: `MG${'0'.repeat(31)}1` }
  const service = { accountSid, authToken, apiBase, sender, publicUrl: 'https://zhishou.example', random: () => 0.5 }
  expect(await twilioSms(service).send(order, signal)).toMatchObject({ kind: 'accepted' })
  expect(twilio.invalid()).toEqual([])
})

describe('what Twilio would refuse is refused and remembered', () => {
  const call = { To: order.to, From: from, Url: 'https://zhishou.example/twilio/voice/p/1' }
  test.each<[string, string, Record<string, string>]>([
    ['a call to what is no number', 'Calls', { ...call, To: '13800000001' }],
    ['a call from nobody', 'Calls', { To: order.to, Url: call.Url }],
    ['a call with a time that is no number', 'Calls', { ...call, Timeout: 'half a minute' }],
    ['a call with a field that there is none of', 'Calls', { ...call, MachineDetect: 'Enable' }],
    ['a call with a method that there is none of', 'Calls', { ...call, Method: 'FETCH' }],
    ['a text to what is no number', 'Messages', { To: 'me', From: from, Body: 'x' }],
    ['a text with a service that is none', 'Messages', { To: order.to, MessagingServiceSid: 'MG1', Body: 'x' }],
    ['a text with a field that there is none of', 'Messages', { To: order.to, From: from, Body: 'x', Validity: '60' }],
  ])('%s', async (_, resource, form) => {
    const { accountSid, authToken, apiBase } = twilio
    const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
    const response = await fetch(`${apiBase}/2010-04-01/Accounts/${accountSid}/${resource}.json`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams(form),
    })
    expect(response.status).toBe(400)
    expect(twilio.invalid()).not.toEqual([])
    expect([...twilio.messages(), ...twilio.line.calls]).toEqual([])
  })
})

test('a call needs something to do, which the description cannot say', async () => {
  const { accountSid, authToken, apiBase } = twilio
  const voiceless = twilioVoice({ accountSid, authToken, apiBase, from, publicUrl: 'nowhere', random: () => 0.5 })
  expect(await voiceless.send(order, signal)).toEqual({ kind: 'refused', reason: 'twilio:21205' })
})
