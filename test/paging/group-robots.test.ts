import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minute, second } from '../../src/domain/instant.ts'
import type { Channel, SendOrder } from '../../src/paging/channel.ts'
import { dingtalk } from '../../src/paging/dingtalk.ts'
import { feishu } from '../../src/paging/feishu.ts'
import type { Robot, RobotConfig } from '../../src/paging/robot.ts'
import { wecom } from '../../src/paging/wecom.ts'
import { type FakeProvider, type Judgement, type Received, startProvider } from '../fakes/provider-server.ts'
import { type FakeGroup, judgeDingtalk, judgeFeishu, judgeWecom } from '../fakes/robots.ts'
import { order } from './order.ts'

const t0 = Date.UTC(2026, 9, 3, 18, 57)
let now = t0
let groups: FakeGroup[]
let answer: ((received: Received) => Judgement) | null
let provider: FakeProvider

type Kind = 'wecom' | 'dingtalk' | 'feishu'
const kinds: Kind[] = ['wecom', 'dingtalk', 'feishu']
const judges = { wecom: judgeWecom, dingtalk: judgeDingtalk, feishu: judgeFeishu }
const make = { wecom, dingtalk, feishu }
const pathOf: Record<Kind, (key: string) => string> = {
  wecom: (key) => `/cgi-bin/webhook/send?key=${key}`,
  dingtalk: (key) => `/robot/send?access_token=${key}`,
  feishu: (key) => `/open-apis/bot/v2/hook/${key}`,
}
let kind: Kind

const robot = (key: string, secret: string | null = kind === 'wecom' ? null : 'SECtest'): Robot => ({
  url: provider.address + pathOf[kind](key),
  secret,
})
const channel = (robots: RobotConfig['robots'] = { everybody: robot('all'), byUnit: new Map() }): Channel =>
  make[kind]({ robots, now: () => now, monotonic: () => now, random: () => 0.5 })
const send = (by: Channel, what: Partial<SendOrder> = {}) => by.send(order(what), new AbortController().signal)

beforeEach(async () => {
  now = t0
  answer = null
  const secret = 'SECtest'
  groups = ['all', 'portal'].map((key) => ({ key, secret, posted: [] }))
  provider = await startProvider((received) => answer?.(received) ?? judges[kind](groups, received, now))
})
afterEach(() => provider.close())

describe.each(kinds)('a %s robot', (its) => {
  beforeEach(() => {
    kind = its
    if (kind === 'wecom') for (const group of groups) group.secret = null
  })

  test('posts the text for its person, without the code', async () => {
    expect(await send(channel())).toEqual({
      kind: 'accepted',
      providerId: '2026-1004-01.1.0.sms.p-chen/1',
      state: 'accepted',
    })
    const [posted] = groups[0]?.posted ?? []
    expect(posted?.text).toBe('致陈海涛：【值守】鞍山市某局网站02:15起打不开（连接超时）。请本人登录值守签收。')
    expect(provider.received[0]?.body).not.toContain('K7QM')
  })

  test("speaks in the unit's own group where it has one, and in the common one for everybody else", async () => {
    const by = channel({ everybody: robot('all'), byUnit: new Map([['u-portal', robot('portal')]]) })
    for (const unitId of ['u-portal', 'u-other', null]) await send(by, { unitId })
    expect(groups.map(({ posted }) => posted.length)).toEqual([2, 1])
  })

  test('refuses where neither is known', async () => {
    const by = channel({ everybody: null, byUnit: new Map([['u-portal', robot('portal')]]) })
    expect(await send(by)).toEqual({ kind: 'refused', reason: `${kind}:no_address` })
    expect(provider.received).toHaveLength(0)
  })

  test('refuses for good when its address is not one', async () => {
    const codes = { wecom: 93000, dingtalk: 300001, feishu: 19001 }
    const outcome = await send(channel({ everybody: robot('gone'), byUnit: new Map() }))
    expect(outcome).toEqual({ kind: 'refused', reason: `${kind}:${codes[kind]}` })
  })

  test('keeps within the limit by itself, each group for itself, and goes on when there is room', async () => {
    const most = kind === 'feishu' ? 5 : 20
    const window = kind === 'feishu' ? second : minute
    const by = channel({ everybody: robot('all'), byUnit: new Map([['u-portal', robot('portal')]]) })
    for (let i = 0; i < most; i++) expect(await send(by)).toMatchObject({ kind: 'accepted' })
    now += 100
    expect(await send(by)).toEqual({ kind: 'retry', afterMs: window - 100, reason: `${kind}:own_limit` })
    expect(provider.received).toHaveLength(most)
    expect(await send(by, { unitId: 'u-portal' })).toMatchObject({ kind: 'accepted' })
    now += window
    expect(await send(by)).toMatchObject({ kind: 'accepted' })
  })

  test('stays away for as long as the provider is shut after too many', async () => {
    const [code, shutMs] = { wecom: [45009, minute], dingtalk: [130101, 10 * minute], feishu: [11232, minute] }[
      kind
    ] as [number, number]
    answer = () => ({ body: kind === 'feishu' ? { code, msg: 'frequency limited' } : { errcode: code } })
    const by = channel()
    expect(await send(by)).toEqual({ kind: 'retry', afterMs: shutMs, reason: `${kind}:${code}` })
    now += shutMs - 1
    expect(await send(by)).toEqual({ kind: 'retry', afterMs: 1, reason: `${kind}:own_limit` })
    expect(provider.received).toHaveLength(1)
    answer = null
    now += 1
    expect(await send(by)).toMatchObject({ kind: 'accepted' })
  })

  test('cannot be asked what became of a message', async () => {
    expect(await channel().find(order(), t0)).toEqual({ kind: 'unavailable' })
    expect(await channel().check('x', order())).toBeNull()
    expect(await channel().received(t0)).toEqual([])
  })
})

describe('what is particular to WeCom', () => {
  beforeEach(() => {
    kind = 'wecom'
  })

  test('is that a mainland number rings its owner, and that no other number is passed on', async () => {
    await send(channel())
    await send(channel(), { to: '+85261234567' })
    expect(groups[0]?.posted.map(({ mentions }) => mentions)).toEqual([['13800000001'], []])
  })

  test('is that a text ends at a whole character within 2,048 bytes', async () => {
    await send(channel(), { text: `a${'站'.repeat(2000)}`, code: null })
    const text = groups[0]?.posted[0]?.text ?? ''
    expect(Buffer.byteLength(text)).toBeGreaterThan(2045)
    expect(text).toMatch(/^致陈海涛：a站+$/u)
  })

  test('is that a busy system does not say whether it posted', async () => {
    answer = () => ({ body: { errcode: -1, errmsg: 'system busy' } })
    expect(await send(channel())).toEqual({ kind: 'unknown', reason: 'wecom:-1' })
  })
})

describe('what is particular to DingTalk', () => {
  beforeEach(() => {
    kind = 'dingtalk'
  })

  test('is its sign in the address', async () => {
    now = 1_700_000_000_000
    await send(channel())
    expect(provider.received[0]?.url.search).toContain(
      'timestamp=1700000000000&sign=aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g%3D',
    )
  })

  test('is that a wrong secret and a missing keyword are refused with one code', async () => {
    const wrong = { everybody: robot('all', 'another'), byUnit: new Map() }
    expect(await send(channel(wrong))).toEqual({ kind: 'refused', reason: 'dingtalk:310000' })
    groups[0] = { key: 'all', secret: null, keyword: '告警', posted: [] }
    expect(await send(channel({ everybody: robot('all', null), byUnit: new Map() }))).toMatchObject({ kind: 'refused' })
    expect(
      await send(channel({ everybody: robot('all', null), byUnit: new Map() }), { text: '告警', code: null }),
    ).toMatchObject({
      kind: 'accepted',
    })
  })

  test('is that the number which rings a member never stands in the text', async () => {
    await send(channel())
    expect(groups[0]?.posted[0]?.mentions).toEqual(['13800000001'])
    expect(groups[0]?.posted[0]?.text).not.toContain('13800000001')
  })
})

describe('what is particular to Feishu', () => {
  beforeEach(() => {
    kind = 'feishu'
  })

  test('is its sign in the body', async () => {
    now = 1_700_000_000_000
    await send(channel())
    expect(JSON.parse(provider.received[0]?.body ?? '')).toMatchObject({
      timestamp: '1700000000',
      sign: 'G7XpBpG8NgG02fJOAhX6FRAObIljmFoxVReo8I62pEk=',
    })
  })

  test('is that a clock more than an hour off is refused', async () => {
    const by = channel()
    answer = (received) => judgeFeishu(groups, received, now + 61 * minute)
    expect(await send(by)).toEqual({ kind: 'refused', reason: 'feishu:19021' })
  })

  test('is that nobody in the group is rung by what stands in a name', async () => {
    await send(channel(), { text: '<at user_id="all">所有人</at>', code: null })
    expect(groups[0]?.posted[0]?.mentions).toEqual([])
  })

  test('is that one code means a bad request, or too many of them', async () => {
    answer = () => ({ status: 400, body: { code: 9499, msg: 'Bad Request' } })
    expect(await send(channel())).toEqual({ kind: 'refused', reason: 'feishu:9499' })
    answer = () => ({ body: { code: 9499, msg: 'too many request' } })
    expect(await send(channel())).toMatchObject({ kind: 'retry', afterMs: minute })
  })

  test('is that an older answer says that all is well in other words', async () => {
    answer = () => ({ body: { StatusCode: 0, StatusMessage: 'success' } })
    expect(await send(channel())).toMatchObject({ kind: 'accepted' })
  })
})
