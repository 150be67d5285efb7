import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languages } from '../../src/domain/language.ts'
import { formatIn } from '../../src/web/format.ts'

const at = (iso: string) => Date.parse(`${iso}+08:00`)
const now = at('2026-10-04T03:03:03')
const hans = formatIn('zh-Hans', 'Asia/Shanghai', now)
const en = formatIn('en', 'Asia/Shanghai', now)
const minute = 60_000

describe('moments', () => {
  test.each([
    ['2026-10-04T02:57:12', '今天 02:57', 'today 02:57'],
    ['2026-10-03T22:41:00', '昨天 22:41', 'yesterday 22:41'],
    ['2026-09-12T09:14:00', '9月12日 09:14', '12 Sept, 09:14'],
    ['2025-12-31T09:14:00', '2025-12-31 09:14', '2025-12-31 09:14'],
  ])('%s reads %s', (iso, chinese, english) => {
    expect(hans.moment(at(iso))).toBe(chinese)
    expect(en.moment(at(iso))).toBe(english)
  })

  test('today is the calendar day of the book, whatever zone the machine is in', () => {
    expect(hans.moment(at('2026-10-04T00:00:00'))).toBe('今天 00:00')
    expect(hans.moment(at('2026-10-03T23:59:59'))).toBe('昨天 23:59')
    expect(hans.weekday(at('2026-10-03T08:30:00'))).toBe('周六')
  })

  test('where a dispute is possible the date and the seconds are there', () => {
    expect(hans.stamp(at('2026-10-04T02:57:12'))).toBe('2026-10-04 02:57:12')
    expect(hans.iso(at('2026-10-04T02:57:12'))).toBe('2026-10-04T02:57:12+08:00')
  })
})

describe('lengths', () => {
  test.each([
    [12_000, '12 秒', '12 s'],
    [351_000, '5 分 51 秒', '5 min 51 s'],
    [13 * minute, '13 分', '13 min'],
    [64 * minute, '1 小时 04 分', '1 h 04 min'],
    [(3 * 24 + 2) * 60 * minute, '3 天 2 小时', '3 d 2 h'],
  ])('%d ms reads %s', (ms, chinese, english) => {
    expect(hans.elapsed(ms)).toBe(chinese)
    expect(en.elapsed(ms)).toBe(english)
  })

  test('elapsed time rounds down and a countdown rounds up', () => {
    expect(hans.elapsed(59_999)).toBe('59 秒')
    expect(hans.countdown(59_001)).toBe('1 分')
    expect(hans.countdown(60 * minute + 1)).toBe('1 小时 01 分')
  })

  test('there are never more than two units, and a negative length is none', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1e11 }), fc.constantFrom(...languages), (ms, language) => {
        const parts = formatIn(language, 'Asia/Shanghai', now).parts(ms)
        expect(parts.length).toBeLessThanOrEqual(2)
        if (ms < 1000) expect(parts[0]?.figure).toBe('0')
      }),
    )
  })

  test('a countdown is never shorter than the elapsed form of the same length', () => {
    const figures = (text: string) =>
      text
        .split(' ')
        .filter((part) => /^\d+$/.test(part))
        .map(Number)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_599_000 }), (ms) => {
        const seconds = (text: string) => {
          const [a = 0, b] = figures(text)
          return text.includes('分') ? a * 60 + (b ?? 0) : a
        }
        if (ms > 3_540_000) return
        expect(seconds(hans.countdown(ms))).toBeGreaterThanOrEqual(seconds(hans.elapsed(ms)))
      }),
    )
  })
})

test.each([
  [186, '186 毫秒'],
  [999, '999 毫秒'],
  [1310, '1.31 秒'],
  [12_400, '12.4 秒'],
])('a page that took %d ms reads %s', (ms, text) => {
  expect(hans.latency(ms)).toBe(text)
})

test('figures have a comma from ten thousand up', () => {
  expect([9999, 10_080].map(hans.count)).toEqual(['9999', '10,080'])
})
