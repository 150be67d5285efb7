import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minute } from '../../src/domain/instant.ts'
import { queryOf, signedHeaders } from '../../src/paging/aliyun-client.ts'
import { aliyunSms } from '../../src/paging/aliyun-sms.ts'
import { aliyunVoice } from '../../src/paging/aliyun-voice.ts'
import type { Channel, SendOrder } from '../../src/paging/channel.ts'
import { FakeAliyun } from '../fakes/aliyun.ts'
import { type FakeProvider, startProvider } from '../fakes/provider-server.ts'
import { order } from './order.ts'

const t0 = Date.UTC(2026, 9, 3, 18, 57)
let now = t0
let aliyun: FakeAliyun
let provider: FakeProvider
let nonces = 0

const account = () => ({
  accessKeyId: aliyun.accessKeyId,
  accessKeySecret: aliyun.accessKeySecret,
  apiBase: provider.address,
  now: () => now,
  nonce: () => `nonce-${nonces++}`,
  random: () => 0.5,
})
const sms = (): Channel =>
  aliyunSms({ ...account(), signName: '值守', templates: new Map([['outage', 'SMS_123456789']]) })
const voice = (): Channel =>
  aliyunVoice({ ...account(), from: '05344750000', templates: new Map([['outage', 'TTS_1']]) })
const send = (by: Channel, what: Partial<SendOrder> = {}) => by.send(order(what), new AbortController().signal)

beforeEach(async () => {
  now = t0
  aliyun = new FakeAliyun(() => now)
  provider = await startProvider((received) => aliyun.judge(received))
})
afterEach(() => provider.close())

test("the signature is the one of the provider's own example", () => {
  const query = queryOf({ ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' })
  const call = {
    host: 'ecs.cn-shanghai.aliyuncs.com',
    action: 'RunInstances',
    version: '2014-05-26',
    date: '2023-10-26T10:22:32Z',
    nonce: '3156853299f313e23d1673dc12e1703d',
  }
  const keys = { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' }
  expect(signedHeaders(keys, query, call)['authorization']).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,' +
      'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
      'Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

test('a query keeps nothing that RFC 3986 would have escaped', () => {
  expect(queryOf({ b: "值 守+*~'()!", a: '/&=' })).toBe('a=%2F%26%3D&b=%E5%80%BC%20%E5%AE%88%2B%2A~%27%28%29%21')
})

describe('a text', () => {
  test('is a registered template with its values, for a number as the provider writes it', async () => {
    expect(await send(sms())).toEqual({ kind: 'accepted', providerId: '900619746936490^0', state: 'accepted' })
    expect(aliyun.texts[0]).toMatchObject({
      phone: '13800000001',
      template: 'SMS_123456789',
      values: { site: '鞍山市某局网站', t: '02:15', why: '连接超时', code: 'K7QM' },
      outId: '2026-1004-01.1.0.sms.p-chen/1',
    })
    await send(sms(), { to: '+85261234567' })
    expect(aliyun.texts[1]?.phone).toBe('85261234567')
  })

  test('has no value that is too long, empty, or could be taken for an address', async () => {
    const values = { site: `门户 http://1.2.3.4/a ${'站'.repeat(40)}`, t: '', why: '连接超时' }
    expect(await send(sms(), { wording: { key: 'outage', values } })).toMatchObject({ kind: 'accepted' })
  })

  test('is refused when nobody has registered a template for it', async () => {
    expect(await send(sms(), { wording: { key: 'relapse', values: {} } })).toEqual({
      kind: 'refused',
      reason: 'aliyun:no_template',
    })
    expect(provider.received).toHaveLength(0)
  })

  test.each([
    ['isv.BUSINESS_LIMIT_CONTROL', 'refused'],
    ['isv.AMOUNT_NOT_ENOUGH', 'refused'],
    ['isv.OUT_OF_SERVICE', 'refused'],
    ['isv.MOBILE_NUMBER_ILLEGAL', 'refused'],
    ['isv.BLACK_KEY_CONTROL_LIMIT', 'refused'],
    ['isp.RAM_PERMISSION_DENY', 'refused'],
    ['isp.SYSTEM_ERROR', 'unknown'],
    ['Throttling.User', 'retry'],
  ])('that is answered with %s is %s', async (code, kind) => {
    aliyun.refuse = { code }
    expect(await send(sms())).toMatchObject({ kind, reason: `aliyun:${code}` })
    aliyun.refuse = { code, status: 400 }
    expect(await send(sms())).toMatchObject({ kind, reason: `aliyun:${code}` })
  })

  test('is refused for good with the wrong secret', async () => {
    const wrong = aliyunSms({
      ...account(),
      accessKeySecret: 'x',
      signName: '值守',
      templates: new Map([['outage', 'SMS_1']]),
    })
    expect(await send(wrong)).toEqual({ kind: 'refused', reason: 'aliyun:SignatureDoesNotMatch' })
  })

  test('whose answer was lost is found by our own id, also when it left before midnight', async () => {
    now = Date.UTC(2026, 9, 3, 15, 59, 50)
    const claimedAt = now
    await send(sms())
    await send(sms(), { attempt: 2 })
    now += minute
    const providerId = '2026-1004-01.1.0.sms.p-chen/2'
    expect(await sms().find(order({ attempt: 2 }), claimedAt - minute)).toEqual({
      kind: 'found',
      report: { state: 'sent', providerId, errorCode: null },
    })
    aliyun.sendStatus = 3
    expect(await sms().check(providerId, order({ attempt: 2 }))).toMatchObject({ state: 'delivered' })
  })

  test('is found behind a whole page of others', async () => {
    await send(sms())
    for (let i = 2; i <= 60; i++) await send(sms(), { attempt: i })
    expect(await sms().find(order(), now - minute)).toMatchObject({ kind: 'found' })
  })

  test('that was never accepted is absent, and one that nobody can be asked about is neither', async () => {
    provider.nextFaults('reset')
    expect(await send(sms())).toEqual({ kind: 'unknown', reason: 'reset' })
    expect(await sms().find(order(), now - minute)).toEqual({ kind: 'absent' })
    for (const fault of ['500', 'reset', 'html_200', '429'] as const) {
      provider.nextFaults(fault)
      expect(await sms().find(order(), now - minute)).toEqual({ kind: 'unavailable' })
    }
  })

  test('is asked about by its BizId: waiting, arrived, or not and why', async () => {
    const outcome = await send(sms())
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : ''
    expect(await sms().check(providerId, order())).toEqual({ state: 'sent', providerId, errorCode: null })
    aliyun.sendStatus = 2
    aliyun.errCode = 'MK:0001'
    expect(await sms().check(providerId, order())).toEqual({ state: 'failed', providerId, errorCode: 'aliyun:MK:0001' })
    expect(await sms().check('another^0', order())).toBeNull()
  })
})

describe('a call', () => {
  test('reads a template out three times from the number that is shown', async () => {
    expect(await send(voice())).toEqual({ kind: 'accepted', providerId: '11601235410^1022811', state: 'queued' })
    expect(aliyun.calls[0]).toMatchObject({ phone: '13800000001', from: '05344750000', template: 'TTS_1', times: '3' })
    expect(await send(voice(), { wording: { key: 'relapse', values: {} } })).toMatchObject({ kind: 'refused' })
  })

  test.each([
    ['200101', 'sent', null],
    ['200000', 'failed', 'call:no_key'],
    ['200001', 'failed', 'call:no_key'],
    ['200002', 'failed', 'call:busy'],
    ['200003', 'failed', 'call:no_answer'],
    ['200004', 'failed', 'call:failed:404'],
    ['200010', 'failed', 'call:failed:480'],
    ['200119', 'failed', 'aliyun:200119'],
  ])('that ended with %s is %s: %s', async (callState, state, errorCode) => {
    aliyun.callState = callState
    const outcome = await send(voice())
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : ''
    expect(await voice().check(providerId, order())).toEqual({ state, providerId, errorCode })
  })

  test('whose answer was lost cannot be looked for', async () => {
    provider.nextFaults('reset')
    expect(await send(voice())).toMatchObject({ kind: 'unknown' })
    expect(await voice().find(order(), now - minute)).toEqual({ kind: 'unavailable' })
    expect(await voice().check('another^1', order())).toBeNull()
  })
})
