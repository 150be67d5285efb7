import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type WebhookConfig, webhook } from '../../src/paging/webhook.ts'
import { type FakeProvider, type Judgement, type Received, startProvider } from '../fakes/provider-server.ts'
import { order } from './order.ts'

const now = 1_790_000_000_000
let answer: Judgement
let provider: FakeProvider

const channel = (more: Partial<WebhookConfig> = {}) =>
  webhook({ url: `${provider.address}/hook?k=1`, secret: 'secret', now: () => now, random: () => 0.5, ...more })
const send = (by = channel()) => by.send(order(), new AbortController().signal)

beforeEach(async () => {
  answer = { status: 204, body: null }
  provider = await startProvider(() => answer)
})
afterEach(() => provider.close())

test('a notice is signed over its moment and every byte of it, and has the id of its try', async () => {
  expect(await send()).toEqual({
    kind: 'accepted',
    providerId: '2026-1004-01.1.0.sms.p-chen/1',
    state: 'accepted',
  })
  const { headers = {} as Received['headers'], body, url } = provider.received[0] ?? {}
  expect(url?.href).toBe(`${provider.address}/hook?k=1`)
  expect(headers['x-zhishou-id']).toBe('2026-1004-01.1.0.sms.p-chen/1')
  expect(headers['x-zhishou-timestamp']).toBe('1790000000')
  const expected = createHmac('sha256', 'secret').update(`1790000000.${body}`).digest('hex')
  expect(headers['x-zhishou-signature']).toBe(`sha256=${expected}`)
})

test('a notice says everything but the code', async () => {
  await send()
  const body = provider.received[0]?.body ?? ''
  expect(JSON.parse(body)).toEqual({
    schema: 'zhishou.notice/1',
    pageId: '2026-1004-01.1.0.sms.p-chen',
    attempt: 1,
    sentAt: '2026-09-21T14:13:20Z',
    person: { id: 'p-chen', name: '陈海涛' },
    unitId: 'u-xingang',
    language: 'zh-Hans',
    text: '致陈海涛：【值守】鞍山市某局网站02:15起打不开（连接超时）。请本人登录值守签收。',
    wording: { key: 'outage', values: { site: '鞍山市某局网站', t: '02:15', why: '连接超时' } },
  })
  expect(body).not.toMatch(/K7QM|13800000001/)
})

test.each([
  [200, 'accepted', undefined],
  [201, 'accepted', undefined],
  [302, 'refused', 'http:302'],
  [400, 'refused', 'http:400'],
  [410, 'refused', 'http:410'],
  [408, 'unknown', 'http:408'],
  [500, 'unknown', 'http:500'],
  [503, 'unknown', 'http:503'],
])('a program that answers %i has %s it', async (status, kind, reason) => {
  answer = { status, body: null }
  expect(await send()).toMatchObject({ kind, ...(reason ? { reason } : {}) })
})

test('a program that asks for time gets it', async () => {
  provider.nextFaults('429')
  expect(await send()).toEqual({ kind: 'retry', afterMs: 7000, reason: 'http:429' })
})

test('what may have been lost is sent again, since its id tells a double', async () => {
  provider.nextFaults('reset')
  expect(await send()).toEqual({ kind: 'unknown', reason: 'reset' })
  expect(await channel().find(order(), now)).toEqual({ kind: 'absent' })
})
