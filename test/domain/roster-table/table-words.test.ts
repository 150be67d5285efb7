import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../../src/domain/instant.ts'
import { readDays } from '../../../src/domain/roster-table/day.ts'
import { headingOf } from '../../../src/domain/roster-table/header-words.ts'
import { readNames, readPhones, rolesIn } from '../../../src/domain/roster-table/names.ts'

const days = Array.from({ length: 8 }, (_, i) => addDays('2026-09-30', i))
const readText = (text: string) => readDays({ text }, days, false)
const dayIn = (text: string) => {
  const reading = readText(text)
  return reading.ok ? reading.dates.join(' ') : reading.problem
}

describe('a date', () => {
  test.each([
    ['10月1日', '2026-10-01'],
    ['10月1号', '2026-10-01'],
    ['2026-10-01', '2026-10-01'],
    ['2026/10/1', '2026-10-01'],
    ['2026年10月1日', '2026-10-01'],
    ['26.10.1', '2026-10-01'],
    ['10.1', '2026-10-01'],
    ['10/1', '2026-10-01'],
    ['１０月１日', '2026-10-01'],
    ['10月1日（周四）', '2026-10-01'],
    ['10月1日 星期四', '2026-10-01'],
    ['1日', '2026-10-01'],
    ['30日', '2026-09-30'],
    ['十月一日', '2026-10-01'],
    ['二〇二六年十月二日', '2026-10-02'],
    ['2026-10-01 00:00:00', '2026-10-01'],
    ['20261001', '2026-10-01'],
    ['9月30日晚', '2026-09-30'],
    ['10月1日至3日', '2026-10-01 2026-10-02 2026-10-03'],
    ['10月1日-10月2日', '2026-10-01 2026-10-02'],
    ['2月30日', 'no_such_day'],
    ['13月1日', 'no_such_day'],
    ['10月9日', 'outside'],
    ['2025年10月1日', 'outside'],
    ['2月29日', 'outside'],
    ['国庆当天', 'no_day'],
    ['周敏', 'no_day'],
    ['10月3日至1日', 'no_day'],
  ])('%s is %s', (text, expected) => {
    expect(dayIn(text)).toBe(expected)
  })

  test.each([
    [46296, false, '2026-10-01'],
    [46296.5, false, '2026-10-01'],
    [44834, true, '2026-10-01'],
    [10.1, false, '2026-10-01'],
    [20261001, false, '2026-10-01'],
    [1, false, '2026-10-01'],
    [46400, false, 'outside'],
    [40, false, 'no_such_day'],
  ])('the figure %s (1904: %s) is %s', (number, is1904, expected) => {
    const reading = readDays({ text: String(number), number }, days, is1904)
    expect(reading.ok ? reading.dates.join(' ') : reading.problem).toBe(expected)
  })

  test('that may be two is not guessed: 10.1 in a period that has the 1st and the 10th, 1日 in one with two of them', () => {
    const long = Array.from({ length: 40 }, (_, i) => addDays('2026-09-30', i))
    const problemOf = (number: number) => readDays({ text: String(number), number }, long, false)
    expect(problemOf(10.1)).toEqual({ ok: false, problem: 'ambiguous' })
    expect(problemOf(1)).toEqual({ ok: false, problem: 'ambiguous' })
  })

  test('is found again however it is written, on every day of every period', () => {
    const forms = [
      (_y: number, m: number, d: number) => `${m}月${d}日`,
      (y: number, m: number, d: number) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`,
      (y: number, m: number, d: number) => `${y}年${m}月${d}日`,
      (_y: number, m: number, d: number) => `${m}/${d}`,
    ]
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.nat(9), fc.constantFrom(...forms), (start, length, form) => {
        const period = Array.from({ length: length + 1 }, (_, i) => addDays(addDays('2024-01-01', start), i))
        for (const date of period) {
          const [y = 0, m = 0, d = 0] = date.split('-').map(Number)
          expect(readDays({ text: form(y, m, d) }, period, false)).toMatchObject({ ok: true, dates: [date] })
        }
      }),
    )
  })

  test('reading any text whatever ends in an answer', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => 'ok' in readText(text)))
  })
})

describe('a head', () => {
  test.each([
    ['日期', 'date', null],
    ['值 班 日 期', 'date', 'staff'],
    ['带班领导', 'person', 'lead'],
    ['值班领导', 'person', 'lead'],
    ['值班人员（2人）', 'person', 'staff'],
    ['带班电话', 'phone', 'lead'],
    ['联系电话', 'phone', null],
    ['單位', 'unit', null],
    ['網站名稱', 'site', null],
    ['班次', 'hours', null],
    ['序号', 'note', null],
    ['Staff phone', 'phone', 'staff'],
  ])('%s is a column of %s', (text, kind, role) => {
    expect(headingOf(text)).toEqual({ kind, role })
  })

  test.each(['周敏', '新港区人民政府门户网站', '国庆节值班安排表', '10月1日', '', '13800000001', '__proto__'])(
    '%s is none',
    (text) => {
      expect(headingOf(text)).toBeNull()
    },
  )
})

describe('the people of a cell', () => {
  const names = (text: string) => readNames(text).people.map(({ name }) => name)

  test.each([
    ['周敏、陈海涛', ['周敏', '陈海涛']],
    ['周敏 陈海涛', ['周敏', '陈海涛']],
    ['王　洁', ['王洁']],
    ['陈 海 涛', ['陈海涛']],
    ['张 三 李 四', ['张三', '李四']],
    ['1.周敏 2.陈海涛', ['周敏', '陈海涛']],
    ['周敏主任', ['周敏']],
    ['周敏 副局长', ['周敏']],
    ['主班：周敏', ['周敏']],
    ['买买提·艾合买提', ['买买提·艾合买提']],
    ['John Smith, Anna Lee', ['John Smith', 'Anna Lee']],
  ])('%j', (text, expected) => {
    expect(readNames(text).strange).toBeNull()
    expect(names(text)).toEqual(expected)
  })

  test.each(['全体人员', '王局长', '带班', '=cmd', '周敏%', '敏'])('%s is no name', (text) => {
    expect(readNames(text).strange).not.toBeNull()
  })

  test('numbers, units and hours go with the name before them', () => {
    expect(readNames('周敏（教育局）13800000001、陈海涛：138 0000 0038').people).toMatchObject([
      { name: '周敏', hint: '教育局', phone: '13800000001' },
      { name: '陈海涛', hint: null, phone: '138 0000 0038' },
    ])
    expect(readNames('周敏（08:30–12:00）').people).toMatchObject([{ name: '周敏', hours: '08:30–12:00', hint: null }])
    expect(readPhones('138-0000-0001\n13900000002')).toEqual(['138-0000-0001', '13900000002'])
  })

  test('both roles of one cell are told apart by their labels', () => {
    expect(rolesIn('带班：周敏 值班：陈海涛、李明').map(({ role, text }) => [role, text.trim()])).toEqual([
      ['lead', '周敏'],
      ['staff', '陈海涛、李明'],
    ])
  })

  test('any names, parted in any way, are read as they were', () => {
    const name = fc.constantFrom('周敏', '陈海涛', '王雅琴', '欧阳修远', '许静怡')
    const divider = fc.constantFrom('、', '，', ',', ' ', '\n', '；', '/')
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), divider, (list, sign) => {
        expect(names(list.join(sign))).toEqual(list)
      }),
    )
  })

  test('reading any text whatever ends, and quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1000 }), (text) => Array.isArray(readNames(text).people)),
    )
    expect(readNames(`${'周 '.repeat(500)}${'1'.repeat(500)}`).people.length).toBeGreaterThan(0)
  })
})
