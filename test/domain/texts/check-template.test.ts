import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkBook } from '../../../src/domain/book/book-check.ts'
import { describeProblem } from '../../../src/domain/book/problem-words.ts'
import { withDefaults } from '../../../src/domain/book/settings.ts'
import { instantOf } from '../../../src/domain/instant.ts'
import { languages } from '../../../src/domain/language.ts'
import { checkTemplate } from '../../../src/domain/texts/check-template.ts'
import { exampleText } from '../../../src/domain/texts/example-text.ts'
import { clockFor } from '../../../src/domain/texts/render-context.ts'
import { renderAnswer, renderMessage } from '../../../src/domain/texts/render-message.ts'
import { measure } from '../../../src/domain/texts/segments.ts'
import { houseTemplate, isTemplateKey, templateKeys } from '../../../src/domain/texts/templates.ts'

const now = instantOf('2026-10-04T03:45:00+08:00', 'utc')
const reader = { language: 'zh-Hans' as const, to: '+8613800000001' }
const site = { name: '鞍山市铁东区人民政府门户网站', short: null }
const house = '{mark}{site}{t}起打不开（{why}）。签收码{code}，请在签收页输入。'
const found = (template: string) =>
  checkTemplate('zh-Hans', 'outage', template).map(({ problem, with: { value } }) => `${problem} ${value}`.trim())

describe('the words of an office for a text', () => {
  test.each(languages.flatMap((language) => templateKeys.map((key) => [language, key] as const)))(
    'the house’s own in %s for %s are sound by the same rules',
    (language, key) => {
      expect(checkTemplate(language, key, houseTemplate(language, key))).toEqual([])
    },
  )

  test.each([
    [`${house}{phone}`, 'text_placeholder {phone}'],
    [`${house}{dur}`, 'text_placeholder {dur}'],
    ['{mark}{site}打不开。', 'text_missing {code}'],
    ['{mark}打不开。签收码{code}。', 'text_missing {site}'],
    ['{site}打不开。签收码{code}。', 'text_mark {mark}'],
    [`${house}{mark}`, 'text_mark {mark}'],
    [`${house}{{7*7}}`, 'text_braces {site}'],
    [`${house}{`, 'text_braces {site}'],
    [`${house}\n`, 'text_signs'],
    [`${house}\u202e`, 'text_signs'],
    [`${house}\u200b`, 'text_signs'],
    [`${house}\u0007`, 'text_signs'],
    [`${house}【银行】`, 'text_brackets'],
    [`${house}http://a.cn`, 'text_address'],
    [`${house}www.a.cn`, 'text_address'],
    [`${house}10.0.0.1`, 'text_address'],
    [`${house}0412-1234567`, 'text_address'],
    [`${house}１３８００００００００１`, 'text_address'],
    ['{mark}{site}.cn打不开。签收码{code}。', 'text_address'],
    [`${house}请点击查看`, 'text_word 点击'],
    [`${house}网站被攻击`, 'text_word 攻击'],
    [`${house}${'值'.repeat(200)}`, 'text_long'],
  ])('%j is refused: %s', (template, problem) => {
    expect(found(template)).toContain(problem)
  })

  test('everything that is wrong is said at once, in the language of the reader', () => {
    const template = '{site}\n{what}被篡改，点击http://a.cn查看{'
    expect(found(template)).toEqual([
      ...['text_mark {mark}', 'text_placeholder {what}', 'text_missing {code}', 'text_braces {site}', 'text_signs'],
      ...['text_address', 'text_word 篡改', 'text_word 点击'],
    ])
    const [first] = checkTemplate('zh-Hans', 'outage', template)
    expect(first && describeProblem({ path: '', ...first }, 'en')).toBe('must begin with {mark}, and have it once')
  })

  test('what another template language would run stays what it is', () => {
    expect(found(`${house}$\{7*7}`)).toEqual(['text_braces {site}'])
    expect(found(`${house}<%= it %>$&`)).toEqual([])
    const text = exampleText('outage', `${house}<%= it %>$&`, 'ordinary', clockFor(withDefaults(), reader, now))
    expect(text).toMatch(/请在签收页输入。<%= it %>\$&$/)
  })

  test('a book with such words is refused with the path of each, and one with words it does not know is not', () => {
    const book = (texts: object) => checkBook({ schema: 'zhishou.book/1', settings: { texts } })
    const refused = book({ 'zh-Hans': { outage: '打不开' } })
    expect(refused.ok ? [] : refused.problems.map(({ path, problem }) => `${path} ${problem}`)).toEqual([
      'settings.texts.zh-Hans["outage"] text_mark',
      'settings.texts.zh-Hans["outage"] text_missing',
      'settings.texts.zh-Hans["outage"] text_missing',
    ])
    expect(book({ 'zh-Hans': { outage: house, 'text.of.tomorrow': '{x}' } }).ok).toBe(true)
    expect(book({ klingon: {} }).ok).toBe(false)
  })
})

describe('a text in the words of the office', () => {
  const settings = withDefaults({
    texts: {
      'zh-Hans': {
        outage: '{mark}{site}从{t}起无法访问，原因是{why}。请尽快处理，签收码{code}。',
        'answer.notyet': '{mark}{site}还没恢复，请稍后再确认。',
      },
    },
  })

  test('is sent in them, in the language they were written for alone', () => {
    const message = { key: 'outage', site, since: now, why: 'dns' } as const
    const say = (language: 'zh-Hans' | 'en') =>
      renderMessage(message, { ...clockFor(settings, { ...reader, language }, now), code: 'K7QM', resent: false })
    expect(say('zh-Hans')).toBe(
      '【值守】鞍山市铁东区人民政府门户网站从03:45起无法访问，原因是域名解析失败。请尽快处理，签收码K7QM。',
    )
    expect(say('en')).toContain('Acknowledge with code K7QM')
    expect(renderAnswer({ key: 'notyet', site }, clockFor(settings, reader, now))).toBe(
      '【值守】鞍山市铁东区人民政府门户网站还没恢复，请稍后再确认。',
    )
  })

  test('may be longer than the house’s; long names are still cut, so that it takes no more than it needs', () => {
    const long = `{mark}{site}从{t}起打不开（{why}）。${'请尽快处理并做好记录，'.repeat(6)}签收码{code}。`
    expect(found(long)).toEqual([])
    const clock = clockFor(withDefaults({ texts: { 'zh-Hans': { outage: long } } }), reader, now)
    const ordinary = measure(exampleText('outage', long, 'ordinary', clock))
    const longest = measure(exampleText('outage', long, 'longest', clock))
    expect([ordinary.segments, longest.segments]).toEqual([2, 2])
  })
})

test('whatever an office writes, what is accepted can be sent in three segments, with its code and no address', () => {
  const part = fc.constantFrom(
    ...['{site}', '{code}', '{t}', '{why}', '{who}', '{', '{{', '。', '打不开', '签收码', '.', 'cn', '\n', '【'],
    ...['请尽快处理并做好记录，'.repeat(5), '1380', '0000', '001', '😀', '点击', 'http://', ' ', '，', '请处理'],
  )
  const words = fc.array(part, { maxLength: 8 }).map((parts) => `{mark}{site}${parts.join('')}{code}`)
  let accepted = 0
  fc.assert(
    fc.property(words, fc.constantFrom(...languages), (template, language) => {
      if (checkTemplate(language, 'outage', template).length > 0) return
      accepted += 1
      const clock = clockFor(
        withDefaults({ texts: { [language]: { outage: template } } }),
        { ...reader, language },
        now,
      )
      const message = { key: 'outage', site: { name: '网'.repeat(120), short: null }, since: now, why: 'dns' } as const
      const text = renderMessage(message, { ...clock, code: 'K7QM', resent: false })
      expect(measure(text).segments).toBeLessThanOrEqual(3)
      expect(text).toContain('K7QM')
      expect(text).not.toMatch(/[{}\n]|https?:|\d{7,}|[a-z]\.cn/)
    }),
    { numRuns: 2000 },
  )
  expect(accepted).toBeGreaterThan(100)
})

test('a key is one of the dictionary’s and nothing else', () => {
  expect(isTemplateKey('outage')).toBe(true)
  expect(isTemplateKey('answer.ok')).toBe(true)
  for (const key of ['', 'constructor', '__proto__', 'answer.', 'bundle']) expect(isTemplateKey(key), key).toBe(false)
})
