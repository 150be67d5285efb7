import { DateTime } from 'luxon'
import { dateOf, day, hour, type Instant, minute } from '../instant.ts'
import type { Language } from '../language.ts'
import { spokenCount, spokenNumber } from './spoken-number.ts'

type TimeWords = {
  hour: string
  hours: string
  minutes: string
  days: string
  month: string
  dayOfMonth: string
  lessThanOne: string
  sharp: string
}

const chinese: TimeWords = {
  hour: '点',
  hours: '小时',
  minutes: '分钟',
  days: '天',
  month: '月',
  dayOfMonth: '日',
  lessThanOne: '不到一分钟',
  sharp: '整',
}
const words: Record<'zh-Hans' | 'zh-Hant', TimeWords> = {
  'zh-Hans': chinese,
  'zh-Hant': { ...chinese, hour: '點', hours: '小時', minutes: '分鐘', lessThanOne: '不到一分鐘' },
}

type Clock = { now: Instant; zone: string; language: Language }

/** A moment as it is read out in `zone`: 两点五十七分, two fifty-seven; of another day with that day before it. */
export function spokenMoment(at: Instant, { now, zone, language }: Clock): string {
  const moment = DateTime.fromMillis(at, { zone })
  const isToday = dateOf(at, zone) === dateOf(now, zone)
  if (language === 'en') {
    const date = isToday ? '' : `${moment.setLocale('en-GB').toFormat('d LLLL')}, `
    return `${date}${englishClock(moment)}`
  }
  const { month, dayOfMonth } = words[language]
  const [monthNumber, dayNumber] = [spokenNumber(moment.month, language), spokenNumber(moment.day, language)]
  const date = isToday ? '' : `${monthNumber}${month}${dayNumber}${dayOfMonth}`
  return `${date}${chineseClock(moment, language)}`
}

function chineseClock(moment: DateTime, language: 'zh-Hans' | 'zh-Hant'): string {
  const say = words[language]
  const hours = `${spokenCount(moment.hour, language)}${say.hour}`
  if (moment.minute === 0) return `${hours}${say.sharp}`
  return `${hours}${moment.minute < 10 ? '零' : ''}${spokenNumber(moment.minute, language)}分`
}

function englishClock({ hour: hours, minute: minutes }: DateTime): string {
  const head = spokenNumber(hours, 'en')
  if (minutes === 0) return hours === 0 ? 'midnight' : hours <= 12 ? `${head} o'clock` : `${head} hundred`
  return `${head} ${minutes < 10 ? 'oh ' : ''}${spokenNumber(minutes, 'en')}`
}

/** A length as it is read out, rounded down, in its two largest units: 四十四分钟, 一小时零四分钟, 两天三小时. */
export function spokenSpan(ms: number, language: Language): string {
  const [days, hours, minutes] = [Math.floor(ms / day), Math.floor((ms % day) / hour), Math.floor((ms % hour) / minute)]
  if (language === 'en') return englishSpan(days, hours, minutes)
  const say = words[language]
  const count = (value: number, unit: string) => (value === 0 ? '' : `${spokenCount(value, language)}${unit}`)
  if (days > 0) return `${count(days, say.days)}${count(hours, say.hours)}`
  if (hours === 0) return minutes === 0 ? say.lessThanOne : count(minutes, say.minutes)
  return `${count(hours, say.hours)}${minutes > 0 && minutes < 10 ? '零' : ''}${count(minutes, say.minutes)}`
}

function englishSpan(days: number, hours: number, minutes: number): string {
  const count = (value: number, unit: string) =>
    value === 0 ? [] : [`${spokenNumber(value, 'en')} ${unit}${value === 1 ? '' : 's'}`]
  const parts =
    days > 0 ? [...count(days, 'day'), ...count(hours, 'hour')] : [...count(hours, 'hour'), ...count(minutes, 'minute')]
  return parts.join(' ') || 'less than a minute'
}
