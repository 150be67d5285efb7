import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'

const token = 'the auth token of the account'
const publicUrl = 'https://watch.example'
let web: OpenWeb
beforeEach(async () => {
  web = await openWeb({ config: { publicUrl, twilioAuthToken: token } })
})
afterEach(() => web.close())

/** As Twilio signs: the address, then every field by name, under the account's token. */
function signed(path: string, fields: Record<string, string>, key = token, origin = publicUrl): Record<string, string> {
  const text =
    origin +
    path +
    Object.keys(fields)
      .sort()
      .map((name) => name + fields[name])
      .join('')
  return { 'x-twilio-signature': createHmac('sha1', key).update(text, 'utf8').digest('base64'), 'sec-fetch-site': '' }
}

const text = { MessageSid: 'SM1', From: '+15551112222', Body: '１ k7qm' }
const send = (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
  web.visitor().post(path, fields, headers)

describe('a text that comes in', () => {
  test('is handed over, and the answer goes back as a text', async () => {
    web.inbox.answer = '【值守】已签收<新港区>，03:03。'
    const answer = await send('/twilio/sms', text, signed('/twilio/sms', text))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/xml')
    expect(answer.text).toContain('<Response><Message>【值守】已签收&lt;新港区&gt;，03:03。</Message></Response>')
    expect(web.inbox.texts).toEqual([{ providerId: 'SM1', from: '+15551112222', body: '１ k7qm', at: web.clock.now }])
  })

  test('is heard however many words of the provider came before it in the same minute', async () => {
    const visitor = web.visitor()
    for (let sent = 0; sent < 1300; sent += 50)
      await Promise.all(Array.from({ length: 50 }, () => visitor.post('/twilio/status/p/1', {}, {})))
    expect((await send('/twilio/sms', text, signed('/twilio/sms', text))).status).toBe(204)
  })

  test('is answered with silence when nothing is to be said', async () => {
    expect((await send('/twilio/sms', text, signed('/twilio/sms', text))).status).toBe(204)
  })
})

describe('a forged call', () => {
  const forgeries: [string, Record<string, string>][] = [
    ['without a signature', { 'sec-fetch-site': '' }],
    ['with an empty one', { 'x-twilio-signature': '', 'sec-fetch-site': '' }],
    ['with a short one', { 'x-twilio-signature': 'abc', 'sec-fetch-site': '' }],
    ['signed with another token', signed('/twilio/sms', text, 'another token')],
    ['signed for another body', signed('/twilio/sms', { ...text, Body: '0' })],
    ['signed for another path', signed('/twilio/status/p/1', text)],
    ['signed for the host it came to', signed('/twilio/sms', text, token, 'http://127.0.0.1')],
    [
      'naming its host in headers',
      {
        ...signed('/twilio/sms', text, token, 'https://evil.example'),
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
      },
    ],
  ]
  test.each(forgeries)('%s is refused and changes nothing', async (_how, headers) => {
    expect((await send('/twilio/sms', text, headers)).status).toBe(403)
    expect((await send('/twilio/status/p/1', { ...text, MessageStatus: 'failed' }, headers)).status).toBe(403)
    expect([web.inbox.texts, web.inbox.reports]).toEqual([[], []])
  })

  test('finds no such address where no account is configured', async () => {
    const without = await openWeb()
    const answer = await without.visitor().post('/twilio/sms', text, signed('/twilio/sms', text))
    expect([answer.status, without.inbox.texts.length]).toEqual([404, 0])
    await without.close()
  })
})

describe('a delivery report', () => {
  const path = '/twilio/status/2026-1004-01.1.0.sms.p-chen/2'
  const report = async (fields: Record<string, string>) => (await send(path, fields, signed(path, fields))).status

  test.each([
    ['queued', 'queued'],
    ['accepted', 'accepted'],
    ['sending', 'queued'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['undelivered', 'failed'],
    ['failed', 'failed'],
  ])('%s moves the attempt to %s', async (word, state) => {
    expect(await report({ MessageSid: 'SM9', MessageStatus: word })).toBe(204)
    expect(web.inbox.reports).toEqual([
      { pageId: '2026-1004-01.1.0.sms.p-chen', n: 2, report: { state, providerId: 'SM9', errorCode: null } },
    ])
  })

  test('carries the provider’s reason', async () => {
    await report({ MessageSid: 'SM9', MessageStatus: 'failed', ErrorCode: '21610' })
    expect(web.inbox.reports[0]?.report.errorCode).toBe('21610')
  })

  test('with a word nobody knows is left alone', async () => {
    expect(await report({ MessageSid: 'SM9', MessageStatus: 'constructor' })).toBe(204)
    expect(web.inbox.reports).toEqual([])
  })
})
