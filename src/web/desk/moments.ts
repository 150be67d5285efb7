import { type Instant, instantOf } from '../../domain/instant.ts'

/** A typed moment; null when it is none. Accepts a space for the T, as people type it where there is no picker. */
export function readMoment(typed: string, zone: string): Instant | null {
  const text = typed.normalize('NFKC').trim().replace(/\s+/, 'T')
  return /^\d{4}-\d{2}-\d{2}T\d{1,2}:\d{2}$/.test(text) ? parsed(text.replace(/T(\d):/, 'T0$1:'), zone) : null
}

/** A typed calendar day (`2026-10-01`); null when there is no such day. */
export function readDate(typed: string): string | null {
  const text = typed.normalize('NFKC').trim()
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parsed(text, 'utc') !== null ? text : null
}

/** Times of day (`08:30、20:30`), each once and in order; null when one of them is none. Empty when nothing was typed. */
export function readClocks(typed: string): string[] | null {
  const parts = typed
    .normalize('NFKC')
    .split(/[\s,、;]+/u)
    .filter(Boolean)
  const times = parts.map((part) => part.replace(/^(\d):/, '0$1:'))
  return times.every((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time)) ? [...new Set(times)].sort() : null
}

function parsed(text: string, zone: string): Instant | null {
  try {
    return instantOf(text, zone)
  } catch {
    // luxon throws on a day that no calendar has, such as 31 February: to a form that is a typing error.
    return null
  }
}
