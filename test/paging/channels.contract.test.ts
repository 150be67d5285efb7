import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { aliyunSms } from '../../src/paging/aliyun-sms.ts'
import { aliyunVoice } from '../../src/paging/aliyun-voice.ts'
import type { Channel } from '../../src/paging/channel.ts'
import { dingtalk } from '../../src/paging/dingtalk.ts'
import { email } from '../../src/paging/email.ts'
import { feishu } from '../../src/paging/feishu.ts'
import { webhook } from '../../src/paging/webhook.ts'
import { wecom } from '../../src/paging/wecom.ts'
import { type FakeProvider, type ProviderFault, providerFaults, startProvider } from '../fakes/provider-server.ts'
import { order } from './order.ts'

const now = Date.UTC(2026, 9, 3, 18, 57)
const token = 'token-nobody-may-see'
const said: unknown[] = []
let provider: FakeProvider

const world = { now: () => now, monotonic: () => now, random: () => 0.5 }
const account = (apiBase: string) => ({
  ...world,
  accessKeyId: token,
  accessKeySecret: token,
  apiBase,
  nonce: () => 'n',
})
const robots = (url: string) => ({ ...world, robots: { everybody: { url, secret: token }, byUnit: new Map() } })
const templates = new Map([['outage', 'T_1']])

/** Every channel beside Twilio's, each with secrets, speaking to `address`. */
const channels: Record<string, (address: string) => Channel> = {
  wecom: (address) => wecom(robots(`${address}/send?key=${token}`)),
  dingtalk: (address) => dingtalk(robots(`${address}/send?access_token=${token}`)),
  feishu: (address) => feishu(robots(`${address}/hook/${token}`)),
  aliyun_sms: (address) => aliyunSms({ ...account(address), signName: '值守', templates }),
  aliyun_voice: (address) => aliyunVoice({ ...account(address), from: '0534', templates }),
  webhook: (address) => webhook({ ...world, url: `${address}/${token}`, secret: token }),
  email(address) {
    const { hostname: host, port } = new URL(address)
    const login = { user: token, pass: token }
    const server = { host, port: Number(port), isSecure: false, isLocal: true, login }
    return email({ ...world, server, from: 'zhishou@city.example', codePageUrl: 'https://city.example/a' })
  },
}
const overHttp = Object.entries(channels).filter(([id]) => id !== 'email')
const sent = order({ email: 'chen@city.example' })
const send = (channel: Channel, signal = new AbortController().signal) => channel.send(sent, signal)

beforeEach(async () => {
  said.length = 0
  provider = await startProvider(() => ({ status: 403, body: { why: token } }))
  for (const way of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((...what) => said.push(what))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await provider.close()
})

const fates: Record<ProviderFault, string> = {
  hang: 'unknown',
  reset: 'unknown: reset',
  '500': 'unknown: http:500',
  html_200: 'unknown: malformed',
  cut_json: 'unknown: malformed',
  '429': 'retry: http:429',
  redirect: 'refused: http:302',
  endless: 'unknown: malformed',
}

describe.each(overHttp)('%s', (id, open) => {
  test.each(providerFaults.filter((fault) => fault !== 'hang'))('meets %s without a throw', async (fault) => {
    // Whatever a webhook's program answers with 200 has been heard.
    const isHeard = id === 'webhook' && (fault === 'html_200' || fault === 'cut_json')
    provider.nextFaults(fault)
    const outcome = await send(open(provider.address))
    const told = 'reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind
    expect(told).toBe(isHeard ? 'accepted' : fates[fault])
    expect(provider.received).toHaveLength(1)
  })

  test('waits as long as it was asked to', async () => {
    provider.nextFaults('429')
    expect(await send(open(provider.address))).toMatchObject({ kind: 'retry', afterMs: 7000 })
  })

  test('shows nobody a secret, whatever it is answered', async () => {
    const channel = open(provider.address)
    const outcomes: unknown[] = [await send(channel)]
    for (const fault of providerFaults.filter((one) => one !== 'hang')) {
      provider.nextFaults(fault)
      outcomes.push(await send(open(provider.address)))
    }
    outcomes.push(await channel.find(sent, now), await channel.check('id', sent))
    expect(outcomes[0]).toMatchObject({ kind: 'refused', reason: 'http:403' })
    expect(JSON.stringify([outcomes, said])).not.toContain(token)
  })

  test('gives up with its caller, and does not know what became of it', async () => {
    provider.nextFaults('hang')
    const deadline = new AbortController()
    const outcome = send(open(provider.address), deadline.signal)
    await provider.untilHanging()
    deadline.abort()
    expect(await outcome).toEqual({ kind: 'unknown', reason: 'aborted' })
  })
})

describe.each(Object.entries(channels))('%s', (id, open) => {
  test('is the channel it says, and leaves the house', () => {
    expect(open(provider.address)).toMatchObject({ id, leavesHouse: true })
  })

  test('is safe to try again where nobody listens, and where its caller has given up before', async () => {
    const { address } = provider
    const given = AbortSignal.abort()
    expect(await send(open(address), given)).toMatchObject({ kind: 'retry', reason: 'aborted' })
    await provider.close()
    expect(await send(open(address))).toMatchObject({ kind: 'retry', afterMs: 200 })
    await provider.listen()
  })

  test('shows nobody a secret where nobody listens', async () => {
    const channel = open(provider.address)
    await provider.close()
    const outcomes = [await send(channel), await channel.find(sent, now), await channel.check('id', sent)]
    expect(outcomes[0]).toMatchObject({ kind: 'retry' })
    expect(JSON.stringify([outcomes, said])).not.toContain(token)
    await provider.listen()
  })
})
