import { describe, expect, test } from 'vitest'
import { day, hour, instantOf, minute } from '../../../src/domain/instant.ts'
import type { Language } from '../../../src/domain/language.ts'
import type { Message } from '../../../src/domain/texts/message.ts'
import type { RenderContext } from '../../../src/domain/texts/render-context.ts'
import { renderAnswer, renderMessage } from '../../../src/domain/texts/render-message.ts'
import { measure } from '../../../src/domain/texts/segments.ts'
import { sheetAnswers, sheetMessages } from './message-sheet.ts'
import { rosterRows } from './message-sheet-roster.ts'

const now = instantOf('2026-10-04T03:45:00+08:00', 'utc')
const site = { name: '鞍山市铁东区人民政府门户网站', short: null }
const chinese = { site, who: '欧阳海涛', lead: '司马静怡', unit: '铁东区政府办公室', period: '国庆节' }
const latin = {
  site: { name: 'Tiedong District Government Portal', short: null },
  who: 'Ouyang Haitao',
  lead: 'Sima Jingyi',
  unit: 'Tiedong District Office',
  period: 'National Day',
}

function context(language: Language, more: Partial<RenderContext> = {}): RenderContext {
  return {
    language,
    now,
    zone: 'Asia/Shanghai',
    signature: '值守',
    code: 'K7QM',
    resent: false,
    mayHoldUrl: true,
    texts: {},
    ...more,
  }
}

const sheet = (names: typeof chinese) => [...sheetMessages(names), ...rosterRows(names)]
const messages = sheet(chinese).map((row, i) => ({
  ...row,
  key: row.what.key,
  inEnglish: sheet(latin)[i]?.what ?? row.what,
}))
const answers = sheetAnswers(chinese).map((row, i) => ({
  ...row,
  key: row.what.key,
  inEnglish: sheetAnswers(latin)[i]?.what ?? row.what,
}))

describe('each text of the message sheet', () => {
  test.each(messages)('$key reads as the sheet has it, in its promised length', (row) => {
    const resent = row.resent ?? false
    const hans = renderMessage(row.what, context('zh-Hans', { resent }))
    const hant = renderMessage(row.what, context('zh-Hant', { resent }))
    const english = renderMessage(row.inEnglish, context('en', { resent }))
    expect([hans, hant, english]).toEqual(row.texts)
    expect([hans, hant, english].map((text) => measure(text).units)).toEqual(row.units)
    const mixed = measure(renderMessage(row.what, context('en', { resent })))
    expect([mixed.units, mixed.segments]).toEqual(row.mixed)
  })

  test.each(answers)('the answer $key reads as the sheet has it, in its promised length', (row) => {
    const hans = renderAnswer(row.what, context('zh-Hans'))
    const hant = renderAnswer(row.what, context('zh-Hant'))
    const english = renderAnswer(row.inEnglish, context('en'))
    expect([hans, hant, english]).toEqual(row.texts)
    expect([hans, hant, english].map((text) => measure(text).units)).toEqual(row.units)
    const mixed = measure(renderAnswer(row.what, context('en')))
    expect([mixed.units, mixed.segments]).toEqual(row.mixed)
  })
})

describe('the longest names that the book allows', () => {
  const longest = (site: string, who: string) => ({
    site: { name: site.repeat(120 / site.length), short: null },
    who: who.repeat(120 / who.length),
    lead: who.repeat(120 / who.length),
    unit: site.repeat(120 / site.length),
    period: site.repeat(120 / site.length),
  })
  const names = [longest('鞍山市铁', '欧阳海涛'), longest('网😀𠮷', '𠮷a'), longest('Tied', 'Haitao')]

  test.each(names.flatMap((one) => sheet(one)))('keep $what.key within its segments', ({ what, resent = false }) => {
    for (const language of ['zh-Hans', 'zh-Hant', 'en'] as const) {
      const { segments, charset } = measure(renderMessage(what, context(language, { resent })))
      const isMixed = language === 'en' && charset === 'UCS-2'
      expect(segments, language).toBeLessThanOrEqual(isMixed || what.key === 'bundle' ? 2 : 1)
    }
  })
})

describe('variants that the sheet leaves open', () => {
  const at = instantOf('2026-10-04T03:41:00+08:00', 'utc')
  const say = (message: Message, resent = false) => renderMessage(message, context('zh-Hans', { resent }))

  test('the office is told that nobody took it when nobody could be told', () => {
    expect(say({ key: 'escalate.office', site, forMs: 12 * minute, who: [] })).toBe(
      '【值守】鞍山市铁东区人民政府门户网站已打不开12分，无人签收。请电话联系。签收码K7QM。',
    )
  })

  test('the office is told of one silent person by name, and of many by two names and their number', () => {
    expect(say({ key: 'escalate.office', site, forMs: hour, who: ['李明'] })).toContain('，李明未签收。')
    expect(say({ key: 'escalate.office', site, forMs: hour, who: ['李明', '王洁', '周敏'] })).toContain(
      '，李明、王洁等3人均未签收。',
    )
    const english = renderMessage(
      { key: 'escalate.office', site, forMs: hour, who: ['Li', 'Wang', 'Zhou'] },
      context('en'),
    )
    expect(english).toContain('; Li, Wang and 1 more have not answered.')
  })

  test('a recovery without a lead, or without a responder, names neither', () => {
    expect(say({ key: 'recovered', site, at, forMs: hour, lead: null })).toContain(
      '中断1小时00分。等待确认，暂请留意。',
    )
    expect(say({ key: 'recovered.confirm', site, at, forMs: hour, who: null })).toContain('中断1小时00分。确认码K7QM。')
    expect(renderAnswer({ key: 'notlead', lead: null }, context('zh-Hans'))).toBe(
      '【值守】恢复要由带班确认。您的回复已记下。',
    )
  })

  test('a reply that passes is told that the next person is being told', () => {
    expect(renderAnswer({ key: 'passed', site }, context('zh-Hant'))).toBe(
      '【值守】好的，鞍山市铁东区人民政府门户网站正在通知下一位。',
    )
  })

  test('a reply that confirms is answered as the responder is told', () => {
    const answer = renderAnswer({ key: 'confirmed', site, forMs: hour, lead: '周敏' }, context('zh-Hans'))
    expect(answer).toBe(say({ key: 'confirmed', site, forMs: hour, lead: '周敏' }))
  })
})

describe('a text sent again', () => {
  test.each(
    sheetMessages(chinese).filter(
      ({ what, texts }) => what.key !== 'test' && /[签碼码]收?码K7QM|，码K7QM/.test(texts[0]),
    ),
  )('$what.key is marked, keeps its code and asks to be ignored if dealt with', ({ what }) => {
    for (const language of ['zh-Hans', 'zh-Hant'] as const) {
      const text = renderMessage(what, context(language, { resent: true }))
      expect(text).toMatch(/^【值守·重[发發]】.*[签簽]收[码碼]K7QM，已[签簽]收[请請]忽略。$/)
      expect(measure(text).segments).toBe(1)
    }
    expect(renderMessage(what, context('en', { resent: true }))).toMatch(
      /^Zhishou \(resent\): .*Code K7QM\. Ignore if already acknowledged\.$/,
    )
  })

  test('a recovery to confirm keeps its words and only gets the mark', () => {
    const message: Message = { key: 'confirm.remind', site, at: now }
    const again = renderMessage(message, context('zh-Hans', { resent: true }))
    expect(again).toBe(renderMessage(message, context('zh-Hans')).replace('【值守】', '【值守·重发】'))
  })
})

describe('times, marks and codes', () => {
  test('a moment of another day carries its date', () => {
    const since = instantOf('2026-10-03T22:41:00+08:00', 'utc')
    expect(renderMessage({ key: 'blind', since }, context('zh-Hans'))).toContain('】10月3日22:41起')
    expect(renderMessage({ key: 'blind', since }, context('en'))).toContain('since 3 Oct 22:41;')
  })

  test('the registered signature takes the place of the house mark in every language', () => {
    const blind: Message = { key: 'blind', since: now }
    expect(renderMessage(blind, context('zh-Hans', { signature: '鞍山值守' }))).toMatch(/^【鞍山值守】03:45起/)
    expect(renderMessage(blind, context('zh-Hans', { signature: '鞍山值守', resent: true }))).toMatch(
      /^【鞍山值守·重发】/,
    )
    expect(renderMessage(blind, context('en', { signature: 'Anshan' }))).toMatch(/^Anshan: own network/)
  })

  test('a text that needs a code is not sent without one', () => {
    expect(() => renderMessage({ key: 'test' }, context('en', { code: null }))).toThrow('{code}')
    expect(renderMessage({ key: 'blind', since: now }, context('en', { code: null }))).toContain('own network')
  })

  test('a name with braces stays as it was written', () => {
    const braces = { name: '{code}网{who}$&', short: null }
    expect(renderMessage({ key: 'repage', site: braces, forMs: 2 * day }, context('zh-Hans'))).toContain(
      '{code}网{who}$&已打不开2天，',
    )
  })

  test('an address that may not be probed reads as one that cannot be reached', () => {
    expect(renderMessage({ key: 'outage', site, since: now, why: 'blocked' }, context('zh-Hans'))).toContain(
      '（连接不上）',
    )
  })
})

describe('a long name gives way', () => {
  const long = '内蒙古自治区锡林郭勒盟西乌珠穆沁旗巴拉嘎尔高勒镇乡村振兴局人民政府门户网站'
  const said = (name: string, short: string | null) =>
    renderMessage(
      { key: 'escalate.undelivered', site: { name, short }, since: now, who: '欧阳海涛' },
      context('zh-Hans'),
    )

  test('first to the short form in the book', () => {
    expect(said(long, '西乌旗政府网')).toMatch(/^【值守】西乌旗政府网03:45起/)
  })

  test('then to 政府网 for the portal', () => {
    const name = '内蒙古自治区锡林郭勒盟西乌珠穆沁旗巴拉嘎尔高勒镇人民政府门户网站'
    expect(said(name, null)).toContain('西乌珠穆沁旗巴拉嘎尔高勒镇政府网03:45起')
  })

  test('then to a cut that fills the segment, while the person is named in full', () => {
    const text = said(long.repeat(2), null)
    expect(text).toContain('…03:45起打不开，欧阳海涛的手机')
    expect(measure(text).units).toBe(70)
  })

  test('a name that fits is left alone', () => {
    expect(said(site.name, '铁东政府网')).toContain(site.name)
  })
})
