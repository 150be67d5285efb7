import type { Days } from './book/book.ts'
import { type HolidaySpan, type HolidayYear, isWeekend } from './calendar.ts'
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
  | { field: 'midAutumnFrom' | 'nationalFrom'; problem: 'wrong_year'; value: string }
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
  const isReversed = ({ from, to }: Days) => to < from
  if (isReversed(midAutumn)) problems.push({ field: 'midAutumnTo', problem: 'reversed' })
  else if (!isWithin(midAutumn.day, midAutumn)) problems.push({ field: 'midAutumnDay', problem: 'outside' })
  if (isReversed(nationalDay)) problems.push({ field: 'nationalTo', problem: 'reversed' })
  else if (isOf(nationalDay.from) && !isWithin(`${year}-10-01`, nationalDay))
    problems.push({ field: 'nationalFrom', problem: 'without_first' })
  // Workdays are judged by the two spans: while one of these is wrong, nothing can be said of them.
  const areSpansSound = problems.every(({ problem }) => problem !== 'wrong_year' && problem !== 'reversed')
  return areSpansSound
    ? [...problems, ...workdays.flatMap((date) => workdayProblem(date, [midAutumn, nationalDay]))]
    : problems
}

function workdayProblem(value: string, spans: readonly Days[]): NoticeProblem[] {
  if (spans.some((span) => isWithin(value, span))) return [{ field: 'workdays', problem: 'within', value }]
  return spans.some((span) => isNear(span, value)) ? [] : [{ field: 'workdays', problem: 'far', value }]
}

function isWithin(date: string, { from, to }: Days): boolean {
  return from <= date && date <= to
}

function isNear({ from, to }: Days, date: string): boolean {
  return addDays(from, -nearDays) <= date && date <= addDays(to, nearDays)
}

/** The year as the calendar keeps it; two holidays that touch are one, as the notices announce them. */
export function yearOf(notice: EnteredNotice): HolidayYear {
  const { year, title, number, published, midAutumn, nationalDay, enteredBy } = notice
  const inOrder = (dates: readonly string[]) => [...new Set(dates)].sort()
  const statutory = inOrder([midAutumn.day, ...nationalStatutory.map((day) => `${year}-${day}`)])
  const workdays = inOrder(notice.workdays)
  const isAutumnFirst = midAutumn.day < `${year}-10-01`
  const named = isAutumnFirst ? [autumnNames, nationalNames] : [nationalNames, autumnNames]
  const isMerged = midAutumn.from <= addDays(nationalDay.to, 1) && nationalDay.from <= addDays(midAutumn.to, 1)
  const days = inOrder([midAutumn, nationalDay].flatMap(({ from, to }) => daysBetween(from, to)))
  const shares = sharedOut(workdays, midAutumn, nationalDay)
  const holidays = isMerged
    ? [spanOf(joinedNames(named), days, { statutory, work: workdays })]
    : [
        spanOf(autumnNames, daysBetween(midAutumn.from, midAutumn.to), { statutory, work: shares.midAutumn }),
        spanOf(nationalNames, daysBetween(nationalDay.from, nationalDay.to), { statutory, work: shares.nationalDay }),
      ].sort((a, b) => (a.start < b.start ? -1 : 1))
  return { official: true, notice: { title, number: number || null, published }, sources: [enteredBy], holidays }
}

type Names = Pick<HolidaySpan, 'id' | 'name_zh' | 'name_en'>
const autumnNames: Names = { id: 'mid-autumn', name_zh: '中秋节', name_en: 'Mid-Autumn Festival' }
const nationalNames: Names = { id: 'national-day', name_zh: '国庆节', name_en: 'National Day' }

/** The names of two holidays that are one, whichever festival comes first before the other: 国庆节、中秋节 in 2025. */
function joinedNames(named: readonly Names[]): Names {
  return {
    id: named.map(({ id }) => id).join('+'),
    name_zh: named.map(({ name_zh }) => name_zh).join('、'),
    name_en: named.map(({ name_en }) => name_en).join(' and '),
  }
}

function spanOf(
  names: Names,
  off: string[],
  { statutory, work }: { statutory: string[]; work: string[] },
): HolidaySpan {
  const [start = '', end = ''] = [off[0], off.at(-1)]
  return {
    ...names,
    start,
    end,
    days: off.length,
    off,
    statutory: statutory.filter((date) => off.includes(date)),
    work,
  }
}

/**
 * Which adjusted workday pays for which holiday. A span takes as many as it has weekdays off that are no statutory day
 * (2026: Mid-Autumn none, so that 20 September pays for National Day, although it lies nearer to Mid-Autumn).
 */
function sharedOut(
  workdays: readonly string[],
  midAutumn: EnteredNotice['midAutumn'],
  nationalDay: Days,
): { midAutumn: string[]; nationalDay: string[] } {
  const weekdaysOff = daysBetween(midAutumn.from, midAutumn.to).filter((date) => !isWeekend(date)).length
  const isOnlyNear = (date: string) => !isNear(nationalDay, date)
  const owed = workdays
    .toSorted((a, b) => daysFrom(midAutumn, a) - daysFrom(midAutumn, b))
    .filter((date) => isNear(midAutumn, date))
    .slice(0, Math.max(0, weekdaysOff - 1))
  const own = workdays.filter((date) => owed.includes(date) || isOnlyNear(date))
  return { midAutumn: own, nationalDay: workdays.filter((date) => !own.includes(date)) }
}

function daysFrom({ from, to }: Days, date: string): number {
  return (date < from ? daysBetween(date, from) : daysBetween(to, date)).length
}
