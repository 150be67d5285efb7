import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeTwilio, startFakeTwilio } from './twilio.ts'

const to = '+8613800000001'
let twilio: FakeTwilio
let service: Server
let calls: { path: string; form: Record<string, string>; signed: boolean }[]
let twiml = '<Response/>'

beforeEach(async () => {
  calls = []
  twilio = await startFakeTwilio({ now: () => Date.UTC(2026, 9, 4) })
  service = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
    const signature = String(request.headers['x-twilio-signature'])
    const path = request.url ?? ''
    calls.push({ path, form, signed: validateRequest(twilio.authToken, signature, twilio.publicUrl + path, form) })
    response.writeHead(200, { 'content-type': 'text/xml' }).end(twiml)
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  twilio.publicUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}` // listening on TCP
})
afterEach(async () => {
  await twilio.close()
  await new Promise((resolve) => service.close(resolve))
})

async function post(fields: Record<string, string>, password = twilio.authToken) {
  const authorization = `Basic ${Buffer.from(`${twilio.accountSid}:${password}`).toString('base64')}`
  const url = `${twilio.apiBase}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body: new URLSearchParams(fields) })
  return { status: response.status, body: await response.json() }
}
const text = (body: string) =>
  post({ To: to, From: '+15005550001', Body: body, StatusCallback: `${twilio.publicUrl}/s/1` })

async function quiet(): Promise<void> {
  while (twilio.pendingCallbacks() > 0) await new Promise((resolve) => setImmediate(resolve))
}
const statuses = () => calls.map(({ form }) => form['MessageStatus'])

test('refuses what the provider refuses: a wrong password, a missing or bad field', async () => {
  expect(await post({}, 'wrong')).toMatchObject({ status: 401, body: { code: 20003 } })
  expect(await post({})).toMatchObject({ status: 400, body: { code: 21604 } })
  expect(await post({ To: '138' })).toMatchObject({ status: 400, body: { code: 21211 } })
  expect(await post({ To: to })).toMatchObject({ status: 400, body: { code: 21602 } })
  expect(await post({ To: to, Body: 'x' })).toMatchObject({ status: 400, body: { code: 21603 } })
  expect(await post({ To: to, Body: 'x', From: '1', ValidityPeriod: '0' })).toMatchObject({ status: 400 })
})

describe('delivery states', () => {
  test('come signed and in order, with the error at the end of a failure', async () => {
    await text('a')
    await quiet()
    twilio.setDelivery('fail:30005', to)
    await text('b')
    await quiet()
    expect(statuses()).toEqual(['queued', 'sent', 'delivered', 'queued', 'sent', 'undelivered'])
    expect(calls.every(({ signed, path }) => signed && path === '/s/1')).toBe(true)
    expect(calls.map(({ form }) => form['ErrorCode']).filter(Boolean)).toEqual(['30005'])
    expect(twilio.refusedCallbacks()).toEqual([])
  })

  test('can be held, and let go twice and in reverse', async () => {
    twilio.holdCallbacks()
    await text('a')
    await quiet()
    expect(calls).toEqual([])
    twilio.releaseCallbacks({ times: 2, reversed: true })
    await quiet()
    expect(statuses()).toEqual(['delivered', 'sent', 'queued', 'delivered', 'sent', 'queued'])
  })

  test('do not come for a silent delivery, although the text arrives', async () => {
    twilio.setDelivery('silent')
    await text('a')
    await quiet()
    expect(calls).toEqual([])
    twilio.phone(to).expectText('a')
  })
})

describe('a phone', () => {
  test('finds the one unread text with all parts, and says what there is otherwise', async () => {
    await text('first code AAAA')
    await text('second code BBBB')
    const phone = twilio.phone(to)
    expect(phone.expectText('second', 'BBBB').body).toBe('second code BBBB')
    expect(() => phone.expectText('second')).toThrow(/no unread text with \["second"\][\s\S]*unread first code AAAA/)
    expect(() => phone.expectNothing()).toThrow('first code AAAA')
    expect(twilio.unexpected().map(({ body }) => body)).toEqual(['first code AAAA'])
    phone.expectText('first')
    phone.expectNothing()
  })

  test('does not show a text that failed', async () => {
    twilio.setDelivery('fail:30003')
    await text('a')
    twilio.phone(to).expectNothing()
    expect(twilio.messages()).toHaveLength(1)
  })

  test('replies with a signed request, and shows the answer as a text', async () => {
    twiml = '<Response><Message>已签收 &lt;K7QM&gt;</Message></Response>'
    await text('a')
    const result = await twilio.phone(to).reply('收到')
    expect(result).toMatchObject({ status: 200, answer: '已签收 <K7QM>' })
    const inbound = calls.find(({ path }) => path === '/twilio/sms')
    expect(inbound).toMatchObject({
      signed: true,
      form: { From: to, To: '+15005550001', Body: '收到', MessageSid: result.sid },
    })
    twilio.phone(to).expectText('已签收')
  })

  test('is not heard while the service is down, but its text is kept', async () => {
    twilio.publicUrl = 'http://127.0.0.1:9'
    expect(await twilio.phone(to).reply('1')).toMatchObject({ status: 0, answer: null })
    expect(await twilio.phone(to).reply('1', { unheard: true })).toMatchObject({ status: null })
    expect(twilio.phones()).toMatchObject([{ number: to, messages: [{ body: '1' }, { body: '1' }] }])
  })
})
