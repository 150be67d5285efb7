import { describe, expect, test } from 'vitest'
import { day, hour, instantOf, minute, second } from '../../../src/domain/instant.ts'
import { limitWords, momentWords, spanWords } from '../../../src/domain/texts/span-words.ts'

describe('how long it has lasted', () => {
  test.each([
    [0, '不到1分', 'under 1 min'],
    [59 * second, '不到1分', 'under 1 min'],
    [minute, '1分', '1 min'],
    [44 * minute + 59 * second, '44分', '44 min'],
    [hour, '1小时00分', '1 h 00 min'],
    [hour + 4 * minute, '1小时04分', '1 h 04 min'],
    [day - second, '23小时59分', '23 h 59 min'],
    [day, '1天', '1 d'],
    [2 * day + 3 * hour + 59 * minute, '2天3小时', '2 d 3 h'],
  ])('%d ms in its two largest units, rounded down', (ms, chinese, english) => {
    expect(spanWords(ms, 'zh-Hans')).toBe(chinese)
    expect(spanWords(ms, 'zh-Hant')).toBe(chinese.replace('时', '時'))
    expect(spanWords(ms, 'en')).toBe(english)
  })
})

describe('a limit or a wait', () => {
  test.each([
    [20 * second, '不到1分钟', 'under 1 min'],
    [5 * minute + second, '5分钟', '5 min'],
    [30 * minute, '30分钟', '30 min'],
    [2 * hour, '2小时', '2 h'],
    [90 * minute, '1小时30分', '1 h 30 min'],
    [3 * day, '3天', '3 d'],
  ])('%d ms to the nearest minute', (ms, chinese, english) => {
    expect(limitWords(ms, 'zh-Hans')).toBe(chinese)
    expect(limitWords(ms, 'zh-Hant')).toBe(chinese.replace('时', '時').replace('钟', '鐘'))
    expect(limitWords(ms, 'en')).toBe(english)
  })
})

describe('when it was', () => {
  const now = instantOf('2026-10-04T00:10:00+08:00', 'utc')
  const clock = { now, zone: 'Asia/Shanghai', language: 'zh-Hans' } as const

  test('today is a time alone, in the zone of the book whatever the machine says', () => {
    expect(momentWords(instantOf('2026-10-03T16:05:59Z', 'utc'), clock)).toBe('00:05')
  })

  test('another day comes before the time, in the form of the language', () => {
    const yesterday = instantOf('2026-10-03T23:59:00+08:00', 'utc')
    expect(momentWords(yesterday, clock)).toBe('10月3日23:59')
    expect(momentWords(yesterday, { ...clock, language: 'en' })).toBe('3 Oct 23:59')
  })

  test('the same hour is today or not by the zone', () => {
    const at = instantOf('2026-10-03T23:59:00+08:00', 'utc')
    expect(momentWords(at, { ...clock, zone: 'utc' })).toBe('15:59')
  })
})
