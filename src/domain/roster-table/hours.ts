import type { Span } from '../book/book.ts'
import { addDays, momentOn } from '../instant.ts'
import { overlap } from '../roster/coverage.ts'
import type { Slot } from '../roster/slots.ts'
import { squeezed } from './plain-words.ts'

/** Which shift of several a name stands for: where a day has three, 早 中 晚, else day and night. */
const names: readonly (readonly [RegExp, (slots: readonly Slot[]) => Slot | undefined])[] = [
  [/^(白|日|早|上午|day|morning)/i, (slots) => (slots.length > 1 ? slots[0] : undefined)],
  [/^(中|下午|afternoon)/i, (slots) => (slots.length > 2 ? slots[1] : undefined)],
  [/^(夜|晚|night|evening)/i, (slots) => (slots.length > 1 || slots[0]?.isEve ? slots.at(-1) : undefined)],
]

/**
 * The part of a day's duty that the hours of a row name: 全天, 白班, 夜班, 08:30-17:30, 17:30至次日8:30. `staffSlots`
 * are those of the site on that day; a lead's row is meant by the same hours. Null when the site has no such shift.
 */
export function readHours(
  text: string,
  date: string,
  { staffSlots, zone }: { staffSlots: readonly Slot[]; zone: string },
): Span | null {
  const word = squeezed(text)
  const whole = spanOf(staffSlots)
  if (!whole) return null
  if (word === '' || /全天|全日|昼夜|晝夜|24小时|24小時|24h|整天|all ?day/i.test(word)) return whole
  const range = readRange(word, date, zone)
  if (range) return overlap(range, whole)
  const name = names.find(([pattern]) => pattern.test(word))
  const slot = name?.[1](staffSlots)
  return slot ? { fromAt: slot.fromAt, toAt: slot.toAt } : null
}

/** 08:30-17:30; an end that is not after the start, or 次日, lies on the next day. */
function readRange(word: string, date: string, zone: string): Span | null {
  const times = [...word.matchAll(/(\d{1,2})[:时時点點](\d{2})?分?/g)]
  const [first, last] = times
  if (!first || !last || times.length !== 2) return null
  const from = clockOf(first)
  const to = clockOf(last)
  if (from === null || to === null) return null
  const isNext = to <= from || /次日|翌日|第二天|nextday/i.test(word)
  const end =
    to === '24:00' ? momentOn(addDays(date, 1), '00:00', zone) : momentOn(isNext ? addDays(date, 1) : date, to, zone)
  return { fromAt: momentOn(date, from, zone), toAt: end }
}

function clockOf([, hours = '', minutes = '00']: RegExpExecArray): string | null {
  const clock = `${hours.padStart(2, '0')}:${minutes}`
  return /^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(clock) ? clock : null
}

function spanOf(slots: readonly Slot[]): Span | null {
  const [first, last] = [slots[0], slots.at(-1)]
  return first && last ? { fromAt: first.fromAt, toAt: last.toAt } : null
}

/** Whether a text is hours and nothing else: what stands in brackets after a name may be. */
export function looksLikeHours(text: string): boolean {
  return /^\d{1,2}[:时時点點]\d{0,2}分?(?:[-—–~至到]|次日)+\d{1,2}[:时時点點]\d{0,2}分?$/u.test(squeezed(text))
}
