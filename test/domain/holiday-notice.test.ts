import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayKind, type HolidayData, type HolidayYear, holidaysOf, withEntered } from '../../src/domain/calendar.ts'
import { type EnteredNotice, noticeProblems, yearOf } from '../../src/domain/holiday-notice.ts'
import { daysBetween } from '../../src/domain/instant.ts'

const data: HolidayData = JSON.parse(
  readFileSync(new URL('../../data/reference/holidays.json', import.meta.url), 'utf8'),
)

/** The notices as they were published, in the words of the form. */
const notices: Record<number, Pick<EnteredNotice, 'midAutumn' | 'nationalDay' | 'workdays'>> = {
  2023: {
    midAutumn: { from: '2023-09-29', to: '2023-10-06', day: '2023-09-29' },
    nationalDay: { from: '2023-09-29', to: '2023-10-06' },
    workdays: ['2023-10-08', '2023-10-07'],
  },
  2024: {
    midAutumn: { from: '2024-09-15', to: '2024-09-17', day: '2024-09-17' },
    nationalDay: { from: '2024-10-01', to: '2024-10-07' },
    workdays: ['2024-09-14', '2024-09-29', '2024-10-12'],
  },
  2025: {
    midAutumn: { from: '2025-10-01', to: '2025-10-08', day: '2025-10-06' },
    nationalDay: { from: '2025-10-01', to: '2025-10-08' },
    workdays: ['2025-09-28', '2025-10-11'],
  },
  2026: {
    midAutumn: { from: '2026-09-25', to: '2026-09-27', day: '2026-09-25' },
    nationalDay: { from: '2026-10-01', to: '2026-10-07' },
    workdays: ['2026-09-20', '2026-10-10'],
  },
}

function entered(year: number, changed: Partial<EnteredNotice> = {}): EnteredNotice {
  const notice = notices[year]
  if (!notice) throw new Error(`no notice of ${year}`)
  const of = data.years[String(year)]?.notice
  const head = { title: of?.title ?? '', number: of?.number ?? '', published: of?.published ?? '' }
  return { year, ...head, ...notice, enteredBy: '赵欣怡 2026-10-01 录入', ...changed }
}

const spansOf = ({ holidays }: HolidayYear) =>
  holidays.map(({ id, name_zh, name_en, start, end, days, off, statutory, work }) => {
    return { id, name_zh, name_en, start, end, days, off, statutory, work }
  })

describe('a notice that is entered', () => {
  test.each([2023, 2024, 2025, 2026])('of %d gives the spans that the release was shipped with', (year) => {
    const shipped = data.years[String(year)]
    expect(noticeProblems(entered(year))).toEqual([])
    expect(shipped && spansOf(yearOf(entered(year)))).toEqual(shipped && spansOf(shipped))
  })

  test('in parts that touch is one holiday as well, and a workday that is named twice is one', () => {
    const parts = entered(2023, {
      midAutumn: { from: '2023-09-29', to: '2023-09-30', day: '2023-09-29' },
      nationalDay: { from: '2023-10-01', to: '2023-10-06' },
      workdays: ['2023-10-07', '2023-10-08', '2023-10-07'],
    })
    expect(spansOf(yearOf(parts))).toEqual(spansOf(yearOf(entered(2023))))
  })

  test('keeps where it comes from, and is official', () => {
    expect(yearOf(entered(2026))).toMatchObject({
      official: true,
      notice: { title: '国务院办公厅关于2026年部分节假日安排的通知', number: null, published: '2025-11-04' },
      sources: ['赵欣怡 2026-10-01 录入'],
    })
    expect(yearOf(entered(2024)).notice?.number).toBe('国办发明电〔2023〕7号')
  })

  test('takes the place of the spans of the standing rule, and its workdays are known from then on', () => {
    const notice = entered(2026, {
      year: 2027,
      midAutumn: { from: '2027-09-15', to: '2027-09-15', day: '2027-09-15' },
      nationalDay: { from: '2027-10-01', to: '2027-10-07' },
      workdays: ['2027-09-26', '2027-10-09'],
    })
    const after = withEntered(data, { 2027: yearOf(notice) })
    const kinds = (calendar: HolidayData) => ['2027-09-26', '2027-10-02', '2027-10-10'].map((d) => dayKind(calendar, d))
    expect([kinds(data), kinds(after)]).toEqual([
      ['unknown', 'off', 'unknown'],
      ['adjusted_workday', 'off', 'off'],
    ])
    expect(holidaysOf(after, 2027).map(({ isOfficial, areWorkdaysKnown }) => isOfficial && areWorkdaysKnown)).toEqual([
      true,
      true,
    ])
  })

  test('with the festival on a weekend and no day beside it owes no workday', () => {
    const notice = entered(2026, {
      midAutumn: { from: '2026-09-26', to: '2026-09-26', day: '2026-09-26' },
      workdays: ['2026-09-20', '2026-10-10'],
    })
    expect(yearOf(notice).holidays.map(({ work }) => work)).toEqual([[], ['2026-09-20', '2026-10-10']])
  })
})

describe('what cannot be true of a notice', () => {
  test('is said all at once, each at its field', () => {
    const wrong = entered(2026, {
      midAutumn: { from: '2026-09-25', to: '2026-09-27', day: '2026-09-28' },
      nationalDay: { from: '2026-10-02', to: '2026-10-08' },
      workdays: ['2026-09-26', '2026-09-20', '2026-11-07'],
    })
    expect(noticeProblems(wrong)).toEqual([
      { field: 'midAutumnDay', problem: 'outside' },
      { field: 'nationalFrom', problem: 'without_first' },
      { field: 'workdays', problem: 'within', value: '2026-09-26' },
      { field: 'workdays', problem: 'far', value: '2026-11-07' },
    ])
  })

  test('a span that ends before it begins or lies in another year hides no fault of the other span', () => {
    const wrong = entered(2026, {
      midAutumn: { from: '2025-09-25', to: '2025-09-27', day: '2026-09-25' },
      nationalDay: { from: '2026-10-07', to: '2026-10-01' },
      workdays: ['2030-01-01'],
    })
    expect(noticeProblems(wrong)).toEqual([
      { field: 'midAutumnFrom', problem: 'wrong_year', value: '2025-09-25' },
      { field: 'midAutumnDay', problem: 'outside' },
      { field: 'nationalTo', problem: 'reversed' },
    ])
  })

  test('a workday may lie a fortnight from a holiday, and not a day further', () => {
    const problem = (date: string) => noticeProblems(entered(2026, { workdays: [date] })).map((one) => one.problem)
    expect(['2026-09-11', '2026-09-10', '2026-10-21', '2026-10-22'].map(problem)).toEqual([[], ['far'], [], ['far']])
  })
})

test('every notice without a fault gives each day off once, each workday once, and no day both', () => {
  const drawn = fc.record({
    autumn: fc.integer({ min: -20, max: 6 }),
    autumnDays: fc.integer({ min: 1, max: 3 }),
    before: fc.nat(2),
    after: fc.integer({ min: 2, max: 7 }),
    workdays: fc.array(fc.integer({ min: -30, max: 25 }), { maxLength: 4 }),
  })
  const autumnDates = daysBetween('2026-08-01', '2026-11-30')
  const on = (fromFirst: number) => autumnDates[61 + fromFirst] ?? ''
  let sound = 0
  fc.assert(
    fc.property(drawn, ({ autumn, autumnDays, before, after, workdays }) => {
      const midAutumn = { from: on(autumn), to: on(autumn + autumnDays - 1), day: on(autumn) }
      const nationalDay = { from: on(-before), to: on(after) }
      const notice = entered(2026, { midAutumn, nationalDay, workdays: workdays.map(on) })
      if (noticeProblems(notice).length > 0) return
      sound++
      const { holidays } = yearOf(notice)
      const off = holidays.flatMap((span) => span.off)
      const work = holidays.flatMap((span) => span.work)
      const free = [...daysBetween(midAutumn.from, midAutumn.to), ...daysBetween(nationalDay.from, nationalDay.to)]
      expect(off.toSorted()).toEqual([...new Set(free)].sort())
      expect(work.toSorted()).toEqual([...new Set(workdays.map(on))].sort())
      expect(work.filter((date) => off.includes(date))).toEqual([])
      for (const span of holidays) expect(span.off).toEqual(daysBetween(span.start, span.end))
    }),
    { numRuns: 500 },
  )
  expect(sound).toBeGreaterThan(50)
})
