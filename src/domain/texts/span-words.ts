import { DateTime } from 'luxon'
import { dateOf, day, hour, type Instant, minute } from '../instant.ts'
import type { Language } from '../language.ts'

type SpanWords = {
  lessThanOne: string
  minutes: (minutes: string) => string
  hours: (hours: string, minutes: string) => string
  days: (days: string, hours: string) => string
  wholeDays: (days: string) => string
  wholeHours: (hours: string) => string
  limit: (minutes: string) => string
  otherDay: (day: DateTime, time: string) => string
}

const english: SpanWords = {
  lessThanOne: 'under 1',
  minutes: (m) => `${m} min`,
  hours: (h, m) => `${h} h ${m} min`,
  days: (d, h) => `${d} d ${h} h`,
  wholeDays: (d) => `${d} d`,
  wholeHours: (h) => `${h} h`,
  limit: (m) => `${m} min`,
  otherDay: (date, time) => `${date.day} ${date.setLocale('en-GB').toFormat('LLL')} ${time}`,
}

const words: Record<Language, SpanWords> = {
  'zh-Hans': chinese('小时', '分钟'),
  'zh-Hant': chinese('小時', '分鐘'),
  en: english,
}

function chinese(hours: string, minutes: string): SpanWords {
  return {
    lessThanOne: '不到1',
    minutes: (m) => `${m}分`,
    hours: (h, m) => `${h}${hours}${m}分`,
    days: (d, h) => `${d}天${h}${hours}`,
    wholeDays: (d) => `${d}天`,
    wholeHours: (h) => `${h}${hours}`,
    limit: (m) => `${m}${minutes}`,
    otherDay: (date, time) => `${date.month}月${date.day}日${time}`,
  }
}

/** How long something has lasted, rounded down, in its two largest units: 44分, 1小时04分, 2天3小时. */
export function spanWords(ms: number, language: Language): string {
  const { lessThanOne, minutes, hours, days, wholeDays } = words[language]
  if (ms < minute) return minutes(lessThanOne)
  if (ms < hour) return minutes(String(Math.floor(ms / minute)))
  if (ms < day) return hours(String(Math.floor(ms / hour)), twoDigits(Math.floor((ms % hour) / minute)))
  const restHours = Math.floor((ms % day) / hour)
  const wholes = String(Math.floor(ms / day))
  return restHours === 0 ? wholeDays(wholes) : days(wholes, String(restHours))
}

/** A limit that was set, or how long somebody was waited for, to the nearest minute: 5分钟, 1小时, 1小时30分. */
export function limitWords(ms: number, language: Language): string {
  const rounded = Math.round(ms / minute) * minute
  const { lessThanOne, limit, wholeHours } = words[language]
  if (ms < minute) return limit(lessThanOne)
  if (rounded < hour) return limit(String(rounded / minute))
  return rounded % hour === 0 && rounded < day ? wholeHours(String(rounded / hour)) : spanWords(rounded, language)
}

/** HH:MM in `zone`; on another day than `now` with that day before it: 10月3日22:41. */
export function momentWords(at: Instant, clock: { now: Instant; zone: string; language: Language }): string {
  const moment = DateTime.fromMillis(at, { zone: clock.zone })
  const time = moment.toFormat('HH:mm')
  return dateOf(at, clock.zone) === dateOf(clock.now, clock.zone) ? time : words[clock.language].otherDay(moment, time)
}

/** HH:MM in `zone`. */
export function clockWords(at: Instant, { zone }: { zone: string }): string {
  return DateTime.fromMillis(at, { zone }).toFormat('HH:mm')
}

/** The day alone: 10月3日. */
export function dateWords(at: Instant, { zone, language }: { zone: string; language: Language }): string {
  return words[language].otherDay(DateTime.fromMillis(at, { zone }), '').trim()
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
