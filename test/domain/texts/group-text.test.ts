import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeAlphabet } from '../../../src/domain/code.ts'
import { languages } from '../../../src/domain/language.ts'
import { groupText } from '../../../src/domain/texts/group-text.ts'
import type { Message } from '../../../src/domain/texts/message.ts'
import { renderMessage, wordingOf } from '../../../src/domain/texts/render-message.ts'

const now = Date.UTC(2026, 9, 3, 18, 57)
const site = { name: '鞍山市某局网站', short: null }
const context = { now, zone: 'Asia/Shanghai', signature: '值守', mayHoldUrl: false, texts: {}, resent: false }

function inGroup(message: Message, language: (typeof languages)[number], code: string | null, personName = '陈海涛') {
  const all = { ...context, language, code }
  return groupText({ text: renderMessage(message, all), code, personName, language, wording: wordingOf(message, all) })
}

describe('a personal text in a group', () => {
  test('names its person and asks them to sign in, in place of the code', () => {
    const outage = { key: 'outage', site, since: now, why: 'connect_timeout' } as const
    expect(inGroup(outage, 'zh-Hans', 'K7QM')).toBe(
      '致陈海涛：【值守】鞍山市某局网站02:57起打不开（连接超时）。请本人登录值守签收。',
    )
    expect(inGroup(outage, 'zh-Hant', 'K7QM')).toContain('請本人登入值守簽收。')
    expect(inGroup(outage, 'en', 'K7QM')).toMatch(/^To 陈海涛: .+Please sign in to Zhishou yourself to acknowledge\.$/)
  })

  test('keeps the sentences that carry no code, whichever side of it they stand on', () => {
    const remind = { key: 'confirm.remind', site, at: now } as const
    expect(inGroup(remind, 'zh-Hans', 'K7QM')).toBe(
      '致陈海涛：【值守】还没确认：鞍山市某局网站02:57已能打开。不对请退回处置。请本人登录值守确认。',
    )
  })

  test('says what to do where only the code would have served', () => {
    expect(inGroup({ key: 'spot.sms', withinMs: 600_000 }, 'zh-Hans', 'K7QM')).toBe(
      '致陈海涛：【值守】查岗，请本人马上与带班联系。',
    )
    expect(inGroup({ key: 'test' }, 'zh-Hans', 'K7QM')).toBe('致陈海涛：【值守】这是测试短信。号码要用短信验证。')
  })

  test('names the site although an office says everything in the one sentence that carries the code', () => {
    const reader = { code: 'K7QM', personName: '陈海涛', language: 'zh-Hans', wording: { key: 'outage' } } as const
    expect(groupText({ ...reader, text: '【值守】鞍山市某局网站打不开，签收码K7QM。' })).toBe(
      '致陈海涛：【值守】鞍山市某局网站打不开，签收码…。请本人登录值守签收。',
    )
  })

  test('is otherwise left as it is', () => {
    const taken = { key: 'taken', site, who: '李伟', at: now } as const
    expect(inGroup(taken, 'zh-Hans', null)).toBe('致陈海涛：【值守】鞍山市某局网站已由李伟02:57签收，您不用处理。')
  })

  test('shows no code, whatever sites and people are called', () => {
    const codes = fc.string({ unit: fc.constantFrom(...codeAlphabet), minLength: 4, maxLength: 4 })
    const namesWith = (code: string) =>
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(code, '。', '. ', '码', '【', '】', '\n')), {
        minLength: 1,
      })
    const drawn = codes.chain((code) => fc.tuple(fc.constant(code), namesWith(code), namesWith(code)))
    fc.assert(
      fc.property(drawn, fc.constantFrom(...languages), ([code, siteName, person], language) => {
        const named = { name: siteName.join(''), short: null }
        const outage = { key: 'outage', site: named, since: now, why: 'dns' } as const
        expect(inGroup(outage, language, code, person.join(''))).not.toContain(code)
      }),
    )
  })
})
