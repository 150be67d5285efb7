import type { HolidaySpan, HolidayYear } from './calendar.ts'
import { addDays, daysBetween } from './instant.ts'

/** A holiday notice as somebody copies it from the State Council's: spans, the festival itself, adjusted workdays. */
export type EnteredNotice = {
  year: number
  title: string
  number: string
  published: string
  midAutumn: { from: string; to: string; day: string }
  nationalDay: { from: string; to: string }
  workdays: readonly string[]
  enteredBy: string
}

export type NoticeProblem =
  | { field: 'midAutumnFrom' | 'nationalFrom' | 'midAutumnDay' | 'workdays'; problem: 'wrong_year'; value: string }
  | { field: 'midAutumnTo' | 'nationalTo'; problem: 'reversed' }
  | { field: 'midAutumnDay'; problem: 'outside' }
  | { field: 'nationalFrom'; problem: 'without_first' }
  | { field: 'workdays'; problem: 'within' | 'far'; value: string }

/** 国庆节 is a statutory holiday on 1, 2 and 3 October (全国年节及纪念日放假办法). */
const nationalStatutory = ['10-01', '10-02', '10-03']
/** An adjusted workday lies within a fortnight of the holiday it pays for. */
const nearDays = 14

/** What cannot be true of a notice, all at once; the dates themselves have been read before. */
export function noticeProblems({ year, midAutumn, nationalDay, workdays }: EnteredNotice): NoticeProblem[] {
  const problems: NoticeProblem[] = []
  const isOf = (date: string) => date.startsWith(`${year}-`)
  if (!isOf(midAutumn.from)) problems.push({ field: 'midAutumnFrom', problem: 'wrong_year', value: midAutumn.from })
  if (!isOf(nationalDay.from)) problems.push({ field: 'nationalFrom', problem: 'wrong_year', value: nationalDay.from })
  if (midAutumn.to < midAutumn.from) problems.push({ field: 'midAutumnTo', problem: 'reversed' })
  if (nationalDay.to < nationalDay.from) problems.push({ field: 'nationalTo', problem: 'reversed' })
  if (problems.length > 0) return problems
  const isOff = (date: string) => [midAutumn, nationalDay].some(({ from, to }) => from <= date && date <= to)
  if (midAutumn.day < midAutumn.from || midAutumn.to < midAutumn.day)
    problems.push({ field: 'midAutumnDay', problem: 'outside' })
  if (nationalDay.from > `${year}-10-01` || nationalDay.to < `${year}-10-01`)
    problems.push({ field: 'nationalFrom', problem: 'without_first' })
  for (const value of workdays) {
    if (isOff(value)) problems.push({ field: 'workdays', problem: 'within', value })
    else if (![midAutumn, nationalDay].some((span) => isNear(span, value)))
      problems.push({ field: 'workdays', problem: 'far', value })
  }
  return problems
}

function isNear({ from, to }: { from: string; to: string }, date: string): boolean {
  return addDays(from, -nearDays) <= date && date <= addDays(to, nearDays)
}

/** The year as the calendar keeps it; two holidays that touch are one, as the notices announce them. */
export function yearOf(notice: EnteredNotice): HolidayYear {
  const { year, title, number, published, midAutumn, nationalDay, workdays, enteredBy } = notice
  const isMerged = midAutumn.from <= addDays(nationalDay.to, 1) && nationalDay.from <= addDays(midAutumn.to, 1)
  const statutory = [midAutumn.day, ...nationalStatutory.map((day) => `${year}-${day}`)].sort()
  const near = (span: { from: string; to: string }, other: { from: string; to: string } | null) =>
    workdays.filter((date) => isNear(span, date) && (other === null || isNearer(date, span, other))).toSorted()
  const span = (
    id: string,
    nameZh: string,
    nameEn: string,
    days: { from: string; to: string },
    work: string[],
  ): HolidaySpan => {
    const off = daysBetween(days.from, days.to)
    return {
      id,
      name_zh: nameZh,
      name_en: nameEn,
      start: days.from,
      end: days.to,
      days: off.length,
      off,
      statutory: statutory.filter((date) => off.includes(date)),
      work,
    }
  }
  const [from = midAutumn.from] = [midAutumn.from, nationalDay.from].sort()
  const [, to = nationalDay.to] = [midAutumn.to, nationalDay.to].sort()
  const holidays = isMerged
    ? [
        span(
          'mid-autumn+national-day',
          '中秋节、国庆节',
          'Mid-Autumn Festival and National Day',
          { from, to },
          near({ from, to }, null),
        ),
      ]
    : [
        span('mid-autumn', '中秋节', 'Mid-Autumn Festival', midAutumn, near(midAutumn, nationalDay)),
        span('national-day', '国庆节', 'National Day', nationalDay, near(nationalDay, midAutumn)),
      ].sort((a, b) => (a.start < b.start ? -1 : 1))
  return { official: true, notice: { title, number: number || null, published }, sources: [enteredBy], holidays }
}

function isNearer(date: string, a: { from: string; to: string }, b: { from: string; to: string }): boolean {
  const distance = ({ from, to }: { from: string; to: string }) =>
    date < from ? daysBetween(date, from).length : daysBetween(to, date).length
  return distance(a) <= distance(b)
}
