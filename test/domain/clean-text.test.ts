import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from '../../src/domain/clean-text.ts'

test.each([
  ['首页\r\nSet-Cookie: a=b', '首页 Set-Cookie: a=b'],
  ['a\u2028b\u2029c\u0085d', 'a b c d'],
  ['\u001b[31mred\u001b[0m \u001b]0;title\u0007', 'red ]0;title'],
  ['abc\u202efdp.exe', 'abcfdp.exe'],
  ['g\u200bo\u200cv\u200d.\ufeffcn', 'gov.cn'],
  ['\ud800half', 'half'],
  ['  中国　政府网  ', '中国 政府网'],
  ['\u3164\u115f', ''],
  ['', ''],
])('%j is shown as %j', (text, clean) => expect(cleanText(text, 80)).toBe(clean))

test('what is too long is cut between characters as a reader counts them', () => {
  expect(cleanText('👨‍👩‍👧'.repeat(3), 9)).toBe('👨👩👧👨👩👧👨👩👧')
  expect(cleanText('e\u0301'.repeat(10), 4)).toBe('ééé…')
  expect(cleanText('🇨🇳🇨🇳🇨🇳', 2)).toBe('🇨🇳…')
})

test('one character that carries ten thousand marks is not let through whole', () => {
  expect(cleanText(`a${'\u0300'.repeat(10_000)}`, 100).length).toBeLessThanOrEqual(801)
})

test('whatever a site says comes out as one visible line within its length', () => {
  const nasty = fc.constantFrom(
    '\u001b[2J',
    '\u202e',
    '\u2066',
    '\r\n',
    '\u0000',
    '\u200b',
    '\ud83d',
    '<script>',
    '\u2028',
  )
  const hostile = fc
    .array(fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })))
    .map((all) => all.join(''))
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 200 }), (text, most) => {
      const clean = cleanText(text, most)
      expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u)
      expect(clean).toBe(clean.trim())
      expect(clean.isWellFormed()).toBe(true)
      expect([...graphemes.segment(clean)].length).toBeLessThanOrEqual(most)
      expect(cleanText(clean, most)).toBe(clean)
    }),
    { numRuns: 500 },
  )
})

test('a megabyte costs no more than what is kept of it', () => {
  const before = performance.now()
  for (let n = 0; n < 100; n += 1) cleanText(' \u200b'.repeat(500_000), 200)
  expect(performance.now() - before).toBeLessThan(1_000)
})
