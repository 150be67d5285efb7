import { DateTime } from 'luxon'
import { day, hour, type Instant, minute, second } from '../domain/instant.ts'
import type { Language } from '../domain/language.ts'

/** How moments, lengths and counts are written for one reader, always in the zone of the book. */
export type Format = {
  /** 02:57 */
  clock(at: Instant): string
  /** 02:57:12 */
  clockSeconds(at: Instant): string
  /** 今天 02:57, 昨天 22:41, 9月12日 09:14, else 2025-12-31 09:14. */
  moment(at: Instant): string
  /** The same to the second: 今天 02:57:12. */
  momentSeconds(at: Instant): string
  /** 2026-10-04 02:57:12, where a dispute is possible. */
  stamp(at: Instant): string
  /** 10月3日 */
  date(at: Instant): string
  /** 周六 */
  weekday(at: Instant): string
  /** The two largest units, rounded down: 5 分 51 秒. */
  elapsed(ms: number): string
  /** The same rounded up to the next second, or minute from one hour: a countdown never says too little. */
  countdown(ms: number): string
  /** Figures and units apart, for the big clock. */
  parts(ms: number): { figure: string; unit: string }[]
  /** 186 毫秒, 0.31 秒, 12.4 秒. */
  latency(ms: number): string
  /** 9999, 10,080. */
  count(n: number): string
  /** ISO 8601 with the offset of the book's zone, for `<time datetime>`. */
  iso(at: Instant): string
}

type Units = { day: string; hour: string; minute: string; second: string; ms: string }

const units: Record<Language, Units> = {
  'zh-Hans': { day: '天', hour: '小时', minute: '分', second: '秒', ms: '毫秒' },
  'zh-Hant': { day: '天', hour: '小時', minute: '分', second: '秒', ms: '毫秒' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's', ms: 'ms' },
}

/** Words for the two nearest days, and the date of this year. */
const days: Record<Language, { today: string; yesterday: string; date: string; gap: string; locale: string }> = {
  'zh-Hans': { today: '今天', yesterday: '昨天', date: 'M月d日', gap: ' ', locale: 'zh-CN' },
  'zh-Hant': { today: '今天', yesterday: '昨天', date: 'M月d日', gap: ' ', locale: 'zh-TW' },
  en: { today: 'today', yesterday: 'yesterday', date: 'd MMM', gap: ', ', locale: 'en-GB' },
}

/** Writes for a reader of `language` at the moment `now`; every clock is that of `zone`. */
export function formatIn(language: Language, zone: string, now: Instant): Format {
  const words = days[language]
  const at = (moment: Instant) => DateTime.fromMillis(moment, { zone }).setLocale(words.locale)
  const today = at(now).startOf('day')
  const near = (moment: Instant, clock: string): string => {
    const local = at(moment)
    const distance = Math.round(local.startOf('day').diff(today, 'days').days)
    const time = local.toFormat(clock)
    if (distance === 0) return `${words.today} ${time}`
    if (distance === -1) return `${words.yesterday} ${time}`
    if (local.year === today.year) return `${local.toFormat(words.date)}${words.gap}${time}`
    return local.toFormat(`yyyy-MM-dd ${clock}`)
  }
  return {
    clock: (moment) => at(moment).toFormat('HH:mm'),
    clockSeconds: (moment) => at(moment).toFormat('HH:mm:ss'),
    moment: (moment) => near(moment, 'HH:mm'),
    momentSeconds: (moment) => near(moment, 'HH:mm:ss'),
    stamp: (moment) => at(moment).toFormat('yyyy-MM-dd HH:mm:ss'),
    date: (moment) => at(moment).toFormat(words.date),
    weekday: (moment) => at(moment).toFormat('ccc'),
    elapsed: (ms) => joined(spoken(partsOf(ms, units[language]))),
    countdown: (ms) =>
      joined(spoken(partsOf(ms > hour ? roundedUp(ms, minute) : roundedUp(ms, second), units[language]))),
    parts: (ms) => partsOf(ms, units[language]),
    latency: (ms) => latencyIn(ms, units[language]),
    count: (n) => (n >= 10_000 ? n.toLocaleString('en-US') : String(n)),
    iso: (moment) => at(moment).toISO({ suppressMilliseconds: true }),
  }
}

/** The words of the units, for the script that lets durations tick. */
export function unitWords(language: Language): string {
  const { day: d, hour: h, minute: m, second: s } = units[language]
  return [d, h, m, s].join(',')
}

function partsOf(ms: number, words: Units): { figure: string; unit: string }[] {
  const whole = Math.max(0, ms)
  const figures = {
    d: Math.floor(whole / day),
    h: Math.floor(whole / hour) % 24,
    m: Math.floor(whole / minute) % 60,
    s: Math.floor(whole / second) % 60,
  }
  const two = (first: number, a: string, next: string, b: string) => [
    { figure: String(first), unit: a },
    { figure: next, unit: b },
  ]
  if (figures.d > 0) return two(figures.d, words.day, String(figures.h), words.hour)
  if (figures.h > 0) return two(figures.h, words.hour, padded(figures.m), words.minute)
  if (figures.m > 0) return two(figures.m, words.minute, padded(figures.s), words.second)
  return [{ figure: String(figures.s), unit: words.second }]
}

/** In a sentence 13 分 00 秒 is 13 分; the ticking clock keeps both, so that its width stands still. */
function spoken(parts: readonly { figure: string; unit: string }[]): readonly { figure: string; unit: string }[] {
  return parts.filter(({ figure }, index) => index === 0 || Number(figure) > 0)
}

function joined(parts: readonly { figure: string; unit: string }[]): string {
  return parts.map(({ figure, unit }) => `${figure} ${unit}`).join(' ')
}

function latencyIn(ms: number, words: Units): string {
  if (ms < 1000) return `${Math.round(ms)} ${words.ms}`
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} ${words.second}`
  return `${(ms / 1000).toFixed(1)} ${words.second}`
}

function roundedUp(ms: number, step: number): number {
  return Math.ceil(ms / step) * step
}

function padded(n: number): string {
  return String(n).padStart(2, '0')
}
