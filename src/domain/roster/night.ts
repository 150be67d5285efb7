import type { Span } from '../book/book.ts'
import { addDays, dateOf, momentOn } from '../instant.ts'
import { overlap } from './coverage.ts'

/** The hours that count as night. A custom of the house, as the quiet hours are: no regulation for duty offices was found. */
const night = { from: '22:00', to: '06:00' }

/** Whether a part of the span lies in the night. */
export function hasNight(span: Span, zone: string): boolean {
  return nightsIn(span, zone).length > 0
}

/** Every night of which the span holds a part, whole and in order. */
export function nightsIn(span: Span, zone: string): Span[] {
  const nights: Span[] = []
  const first = addDays(dateOf(span.fromAt, zone), -1)
  for (let date = first; momentOn(date, night.from, zone) < span.toAt; date = addDays(date, 1)) {
    const dark = { fromAt: momentOn(date, night.from, zone), toAt: momentOn(addDays(date, 1), night.to, zone) }
    if (overlap(span, dark)) nights.push(dark)
  }
  return nights
}
