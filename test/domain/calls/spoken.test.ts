import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spokenCount, spokenNumber } from '../../../src/domain/calls/spoken-number.ts'
import { spokenMoment, spokenSpan } from '../../../src/domain/calls/spoken-time.ts'
import { instantOf, minute } from '../../../src/domain/instant.ts'

const zone = 'Asia/Shanghai'
const at = (text: string) => instantOf(text, zone)
const now = at('2026-10-04T03:00:00')

describe('a number', () => {
  test.each([
    [0, '零'],
    [2, '二'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [59, '五十九'],
    [100, '一百'],
    [105, '一百零五'],
    [110, '一百一十'],
    [216, '二百一十六'],
    [1005, '一千零五'],
    [1050, '一千零五十'],
    [14_300, '一万四千三百'],
    [10_012, '一万零一十二'],
  ])('%i is %s', (value, words) => {
    expect(spokenNumber(value, 'zh-Hans')).toBe(words)
  })

  test('before a counted thing, two is 两', () => {
    expect([2, 12, 22].map((n) => spokenCount(n, 'zh-Hans'))).toEqual(['两', '十二', '二十二'])
    expect(spokenCount(2, 'zh-Hant')).toBe('兩')
    expect([2, 44, 100].map((n) => spokenCount(n, 'en'))).toEqual(['two', 'forty-four', '100'])
  })
})

describe('a moment', () => {
  test.each([
    ['2026-10-04T02:57:10', '两点五十七分', 'two fifty-seven'],
    ['2026-10-04T02:00:59', '两点整', "two o'clock"],
    ['2026-10-04T14:05:00', '十四点零五分', 'fourteen oh five'],
    ['2026-10-04T00:00:00', '零点整', 'midnight'],
    ['2026-10-04T22:30:00', '二十二点三十分', 'twenty-two thirty'],
    ['2026-10-03T12:12:00', '十月三日十二点十二分', '3 October, twelve twelve'],
  ])('%s is read out as %s and %s', (moment, chinese, english) => {
    expect(spokenMoment(at(moment), { now, zone, language: 'zh-Hans' })).toBe(chinese)
    expect(spokenMoment(at(moment), { now, zone, language: 'en' })).toBe(english)
  })

  test('in the other script has the same words', () => {
    expect(spokenMoment(at('2026-10-04T02:57:00'), { now, zone, language: 'zh-Hant' })).toBe('兩點五十七分')
  })
})

test.each([
  [0.5, '不到一分钟', 'less than a minute'],
  [1, '一分钟', 'one minute'],
  [2, '两分钟', 'two minutes'],
  [44, '四十四分钟', 'forty-four minutes'],
  [60, '一小时', 'one hour'],
  [64, '一小时零四分钟', 'one hour four minutes'],
  [135, '两小时十五分钟', 'two hours fifteen minutes'],
  [2 * 1440 + 180, '两天三小时', 'two days three hours'],
  [1440, '一天', 'one day'],
])('%d minutes are %s and %s', (minutes, chinese, english) => {
  expect(spokenSpan(minutes * minute, 'zh-Hans')).toBe(chinese)
  expect(spokenSpan(minutes * minute, 'en')).toBe(english)
})

test('a spoken time in Chinese never has a figure in it', () => {
  fc.assert(
    fc.property(fc.nat(400 * 1440), fc.constantFrom('zh-Hans' as const, 'zh-Hant' as const), (minutes, language) => {
      const ago = minutes * minute
      const words = spokenMoment(now - ago, { now, zone, language }) + spokenSpan(ago, language)
      expect(words).not.toMatch(/[\da-z]|undefined/)
    }),
  )
})
