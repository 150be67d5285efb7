import { addDays, daysBetween } from '../instant.ts'
import type { TableCell } from './sheet.ts'

/**
 * `no_day`: nothing of a date in it. `no_such_day`: 2月30日. `outside`: not within the period. `ambiguous`: 10.1 that
 * Excel has made a figure and that may have been 10.10, or 1日 where the period has two of them.
 */
export type DayProblem = 'no_day' | 'no_such_day' | 'outside' | 'ambiguous'
type DayReading = { ok: true; dates: string[]; weekday: number | null } | { ok: false; problem: DayProblem }

/** The days that a roster can be about, ascending: those on which one of its shifts begins. */
type Days = readonly string[]

const numerals: Record<string, number> = { 〇: 0, 零: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 }
const weekdays: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 }

/**
 * Reads a date as offices write one: 10月1日, 2026-10-01, 10.1, 10/1, 1日, 十月一日, 10月1日（周四）, a day of Excel's
 * count, or a stretch of days (10月1日至3日). The year and the month that are left out are those of the period.
 */
export function readDays(cell: TableCell, days: Days, is1904: boolean): DayReading {
  if (cell.date !== undefined) return within([cell.date], days, null)
  if (cell.number !== undefined) return readFigure(cell.number, days, is1904)
  const { text, weekday } = withoutWeekday(arabic(cell.text.normalize('NFKC')))
  const [first = '', last, ...more] = partsOf(text)
  const from = readOne(first, days)
  if (!from.ok || last === undefined || last === '' || more.length > 0) return from.ok ? { ...from, weekday } : from
  return stretch(from.dates[0] ?? '', last, days)
}

/** Whether a cell looks like a date at all, whatever the period: what the head of a table is recognised by. */
export function looksLikeDay(cell: TableCell): boolean {
  if (cell.date !== undefined) return true
  if (cell.number !== undefined) return isSerial(cell.number) || isCompact(cell.number)
  const [text = ''] = partsOf(withoutWeekday(arabic(cell.text.normalize('NFKC'))).text)
  return /^(\d{2,4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?(\s*\d{1,2}:\d{2}(:\d{2})?)?[上下晚早]?[午间]?$|^\d{1,2}[日号]$/u.test(
    text,
  )
}

/** The two ends of a stretch of days; a hyphen parts them only after 日, since it stands within dates as well. */
function partsOf(text: string): string[] {
  return text.split(/(?:至|到|~|—+|–|－|(?<=[日号])-)/u).map((part) => part.trim())
}

function readOne(text: string, days: Days): DayReading {
  const plain = text
    .replace(/\s*\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$/u, '')
    .replace(/(?<=[日号\d])(?:全天|晚上?|夜间?|早上?)$/u, '')
  const full = /^(\d{4}|\d{2})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?$/u.exec(plain)
  if (full) {
    const [, year = '', month = '', day = ''] = full
    return dayOf(Number(year) < 100 ? 2000 + Number(year) : Number(year), Number(month), Number(day), days)
  }
  const compact = /^(\d{4})(\d{2})(\d{2})$/u.exec(plain)
  if (compact) return dayOf(Number(compact[1]), Number(compact[2]), Number(compact[3]), days)
  const short = /^(\d{1,2})[月./-](\d{1,2})[日号]?$/u.exec(plain)
  if (short) return dayOfMonth(Number(short[1]), Number(short[2]), days)
  const alone = /^(\d{1,2})[日号]?$/u.exec(plain)
  return alone ? dayAlone(Number(alone[1]), days) : { ok: false, problem: 'no_day' }
}

function dayOf(year: number, month: number, day: number, days: Days): DayReading {
  const date = `${year}-${two(month)}-${two(day)}`
  return isDay(date) ? within([date], days, null) : { ok: false, problem: 'no_such_day' }
}

/** A period is never a year long: one of its years has the day, or none. */
function dayOfMonth(month: number, day: number, days: Days): DayReading {
  const ending = `-${two(month)}-${two(day)}`
  const found = days.filter((date) => date.endsWith(ending))
  if (found.length > 0) return within(found.slice(0, 1), days, null)
  // 2028 is a leap year: 29 February exists, in a period that does not reach it.
  return { ok: false, problem: isDay(`2028${ending}`) ? 'outside' : 'no_such_day' }
}

function dayAlone(day: number, days: Days): DayReading {
  if (day < 1 || day > 31) return { ok: false, problem: 'no_such_day' }
  const found = days.filter((date) => Number(date.slice(8)) === day)
  if (found.length > 1) return { ok: false, problem: 'ambiguous' }
  return found.length === 1 ? within(found, days, null) : { ok: false, problem: 'outside' }
}

function readFigure(number: number, days: Days, is1904: boolean): DayReading {
  if (isSerial(number)) return within([dayOfSerial(number, is1904)], days, null)
  if (isCompact(number)) return readOne(String(number), days)
  if (Number.isInteger(number)) return dayAlone(number, days)
  const [month, day = ''] = String(number).split('.')
  // Excel drops the nought of 10.10: both days are looked for.
  const readings = [day, `${day}0`]
    .filter((one) => one.length <= 2)
    .map((one) => dayOfMonth(Number(month), Number(one), days))
  const found = readings.filter(({ ok }) => ok)
  if (found.length > 1) return { ok: false, problem: 'ambiguous' }
  return found[0] ?? readings[0] ?? { ok: false, problem: 'no_day' }
}

/** From 2000 to 2100, in days of Excel's count. */
function isSerial(number: number): boolean {
  return number > 35_000 && number < 75_000
}

function isCompact(number: number): boolean {
  return Number.isInteger(number) && number > 20_000_000 && number < 21_000_000
}

/** The 1900 system counts a 29 February 1900 that never was, so its days begin on 30 December 1899. */
function dayOfSerial(number: number, is1904: boolean): string {
  return addDays(is1904 ? '1904-01-01' : '1899-12-30', Math.floor(number))
}

function stretch(from: string, last: string, days: Days): DayReading {
  const bare = withoutWeekday(last).text
  const full = /^\d{1,2}[日号]?$/u.test(bare) ? `${from.slice(0, 8)}${two(Number.parseInt(bare, 10))}` : bare
  const to = readOne(full, days)
  if (!to.ok) return to
  const end = to.dates[0] ?? ''
  return end < from ? { ok: false, problem: 'no_day' } : within(daysBetween(from, end), days, null)
}

function within(dates: string[], days: Days, weekday: number | null): DayReading {
  return dates.every((date) => days.includes(date)) ? { ok: true, dates, weekday } : { ok: false, problem: 'outside' }
}

/** 10月1日（周四）, 10月1日 星期四, 10月1日(四): the day of the week is kept to be compared. */
function withoutWeekday(text: string): { text: string; weekday: number | null } {
  const found =
    /\s*[(（[]?\s*(?:星期|周|週|礼拜|禮拜)([一二三四五六日天])\s*[)）\]]?\s*|[(（]([一二三四五六日天])[)）]/u.exec(text)
  const sign = found?.[1] ?? found?.[2]
  const weekday = sign === undefined ? null : (weekdays[sign] ?? null)
  const rest = found ? text.slice(0, found.index) + text.slice(found.index + found[0].length) : text
  return { text: rest.replace(/[\s]+(?=\D)|(?<=\D)\s+/gu, '').trim(), weekday }
}

/** 十月一日 with Arabic figures; only before 年, 月, 日 and 号, so that 星期一 stays. */
function arabic(text: string): string {
  return text
    .replace(/[〇零一二三四五六七八九十]+(?=[年月日号號])/gu, (signs) => figureOf(signs))
    .replaceAll('號', '号')
}

function figureOf(signs: string): string {
  if (!signs.includes('十')) return [...signs].map((sign) => numerals[sign]).join('')
  const [tens = '', ones = ''] = signs.split('十')
  return String((tens === '' ? 1 : (numerals[tens] ?? 0)) * 10 + (numerals[ones] ?? 0))
}

/** The weekday of a date, 1 for Monday to 7. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}

/** The weekday that a cell of its own names (星期四, 四, 周四); null when it names none. */
export function readWeekday(text: string): number | null {
  const sign = /^(?:星期|周|週|礼拜|禮拜)?([一二三四五六日天])$/u.exec(text.normalize('NFKC').trim())?.[1]
  return sign === undefined ? null : (weekdays[sign] ?? null)
}

function isDay(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(date)
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
