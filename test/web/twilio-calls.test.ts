import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseTwiml } from '../fakes/twilio-twiml.ts'
import { type OpenWeb, openWeb } from './open-web.ts'

const token = 'the auth token of the account'
const publicUrl = 'https://watch.example'
let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ config: { publicUrl, twilioAuthToken: token } })
})
afterEach(() => web.close())

const page = '2026-1004-01.1.1.voice.p-chen'
const path = `/twilio/voice/${page}/1`
const call = { CallSid: `CA${'0'.repeat(31)}1`, CallStatus: 'in-progress' }

function send(to: string, fields: Record<string, string>, key = token) {
  const names = Object.keys(fields).sort()
  const text = publicUrl + to + names.map((name) => name + fields[name]).join('')
  const signature = createHmac('sha1', key).update(text, 'utf8').digest('base64')
  return web.visitor().post(to, fields, { 'x-twilio-signature': signature, 'sec-fetch-site': '' })
}

const script = {
  rounds: ['甲网，请按1。', '甲网，请按1。'],
  closing: '没有收到按键。',
  heard: 'take' as const,
  language: 'zh-Hans' as const,
}

describe('a call that was answered', () => {
  test('hears each round while a key is waited for, then the closing words, and ends', async () => {
    web.inbox.spoken = script
    const answer = await send(path, call)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8'])
    const verbs = parseTwiml(answer.text)
    expect(verbs.map(({ kind }) => kind)).toEqual(['gather', 'gather', 'say', 'hangup'])
    expect(verbs[0]).toMatchObject({
      action: `${publicUrl}${path}?heard=take&step=1`,
      timeoutSeconds: 10,
      numDigits: 1,
      says: [{ text: '甲网，请按1。', language: 'cmn-CN', voice: 'Polly.Zhiyu-Neural' }],
    })
    expect(web.inbox.turns).toEqual([
      { pageId: page, attempt: 1, callId: call.CallSid, key: null, heard: 'take', step: 0 },
    ])
  })

  test('is spoken to slowly, with a pause after each comma, by a voice of its language', async () => {
    web.inbox.spoken = script
    expect((await send(path, call)).text).toContain('<prosody rate="slow">甲网，<break time="400ms"/>请按1。</prosody>')
    web.inbox.spoken = { ...script, rounds: [], closing: 'Goodbye, then.', language: 'en' }
    expect((await send(path, call)).text).toContain(
      '<Say language="en-GB" voice="Polly.Amy-Neural"><prosody rate="slow">Goodbye, <break time="400ms"/>then.',
    )
    web.inbox.spoken = { ...script, rounds: [], closing: '再見。', language: 'zh-Hant' }
    expect((await send(path, call)).text).toContain('<Say language="cmn-TW"')
  })

  test('a name with signs of markup stays a name', async () => {
    web.inbox.spoken = { ...script, rounds: ['<Hangup/> & "甲"'] }
    const [gather] = parseTwiml((await send(path, call)).text)
    expect(gather).toMatchObject({ says: [{ text: '<Hangup/> & "甲"' }] })
  })

  test('hands on the key with what was heard, and asks the next question under another number', async () => {
    web.inbox.spoken = script
    const answer = await send(`${path}?heard=confirm&step=4`, { ...call, Digits: '3' })
    expect(web.inbox.turns).toMatchObject([{ key: '3', heard: 'confirm', step: 4 }])
    expect(answer.text).toContain(`${path}?heard=take&amp;step=5`)
  })

  test.each([
    [`${path}?heard=else&step=1`, { ...call, Digits: '1' }],
    [path, { ...call, Digits: '1' }],
    [`${path}?heard=take&step=1`, call],
  ])('a key without what was heard, or the other way round, is no key: %s', async (to, fields) => {
    await send(to, fields)
    expect(web.inbox.turns).toMatchObject([{ key: null }])
  })

  test.each([
    ['/twilio/voice/p/one', call],
    [`${path}?step=x`, call],
    [path, { CallStatus: 'in-progress' }],
  ])('an address or a form that we never gave out ends with a goodbye: %s', async (to, fields) => {
    const { text } = await send(to, fields)
    expect(parseTwiml(text)).toMatchObject([{ kind: 'say', text: '再见。' }, { kind: 'hangup' }])
    expect(web.inbox.turns).toEqual([])
  })

  test('that is forged is refused, and is told nothing', async () => {
    web.inbox.spoken = script
    const answer = await send(path, call, 'another token')
    expect([answer.status, answer.text.includes('甲网'), web.inbox.turns]).toEqual([403, false, []])
  })

  test('is asked about by POST alone', async () => {
    expect((await web.visitor().get(path)).status).toBe(303) // to the door, as any page
    expect(web.inbox.turns).toEqual([])
  })
})

describe('a word about a call', () => {
  const report = async (fields: Record<string, string>) => {
    expect((await send(`/twilio/status/${page}/1`, { CallSid: call.CallSid, ...fields })).status).toBe(204)
    return web.inbox.reports[0]?.report ?? null
  }

  test.each([
    [{ CallStatus: 'initiated' }, { state: 'queued', errorCode: null }],
    [{ CallStatus: 'in-progress' }, { state: 'sent', errorCode: null }],
    [
      { CallStatus: 'completed', CallDuration: '28' },
      { state: 'failed', errorCode: 'call:no_key:28' },
    ],
    [
      { CallStatus: 'failed', SipResponseCode: '404' },
      { state: 'failed', errorCode: 'call:failed:404' },
    ],
    [{ CallStatus: 'no-answer' }, { state: 'failed', errorCode: 'call:no_answer' }],
  ])('%o moves the attempt', async (fields, expected) => {
    expect(await report(fields)).toEqual({ ...expected, providerId: call.CallSid })
  })

  test('that nobody knows is left alone', async () => {
    expect(await report({ CallStatus: 'toString' })).toBeNull()
  })
})
