import {
  longWindowDays,
  mostWindowDays,
  type PlannedWindow,
  windowDays,
  windowSpans,
} from '../../domain/book/planned-window.ts'
import { type Instant, isoOf } from '../../domain/instant.ts'
import { type FieldView, fieldMaker, type Values } from '../desk/form-view.ts'
import { readMoment } from '../desk/moments.ts'
import type { FieldError } from '../form.ts'
import type { Reader } from '../reader.ts'

/** What the form asks for; the hours of a daily one are those of its two ends. */
export const windowFieldNames = ['from', 'to', 'daily', 'reason', 'long'] as const
const longestReason = 100

export function windowFields({ words }: Reader, typed: Values, errors: readonly FieldError[]): FieldView[] {
  const make = fieldMaker(typed, errors)
  const say = words.windows
  const asksLong = typed['long'] !== undefined || errors.some(({ field }) => field === 'long')
  return [
    make.input('from', { label: say.from, kind: 'moment' }),
    make.input('to', { label: say.to, kind: 'moment' }),
    make.select('daily', { label: say.repeat, hint: say.repeatHint }, [
      { value: '', label: say.once },
      { value: 'yes', label: say.daily },
    ]),
    make.input('reason', { label: say.reason, hint: say.reasonHint }),
    ...(asksLong ? [make.checks('long', { label: say.long }, [{ value: 'yes', label: say.longYes }])] : []),
  ]
}

/** The window as it was typed, or everything that is wrong with it at once. */
export function readWindow(
  typed: Values,
  { words, format, now }: Reader,
  at: { id: string; siteId: string; zone: string },
): { window: PlannedWindow | null; errors: FieldError[] } {
  const say = words.windows
  const { id, siteId, zone } = at
  const [from, to] = [readMoment(typed['from'] ?? '', zone), readMoment(typed['to'] ?? '', zone)]
  const reason = (typed['reason'] ?? '').trim().slice(0, longestReason)
  const errors: FieldError[] = []
  if (from === null) errors.push({ field: 'from', text: words.desk.momentBad })
  if (to === null) errors.push({ field: 'to', text: words.desk.momentBad })
  if (reason === '') errors.push({ field: 'reason', text: say.reasonMissing })
  if (from === null || to === null) return { window: null, errors }
  const window: PlannedWindow = {
    ...{ id, siteId, from: isoOf(from, zone), to: isoOf(to, zone), reason },
    ...(typed['daily'] === 'yes' ? { daily: true } : {}),
  }
  const stamp = (moment: Instant) => format.stamp(moment).slice(5, 16)
  if (to <= from) errors.push({ field: 'to', text: words.desk.reversed(stamp(to), stamp(from)) })
  else if (to <= now) errors.push({ field: 'to', text: say.past(stamp(to)) })
  else errors.push(...lengthErrors(window, { say, zone, isMeant: typed['long'] === 'yes' }))
  return { window: errors.length > 0 ? null : window, errors }
}

function lengthErrors(
  window: PlannedWindow,
  { say, zone, isMeant }: { say: Reader['words']['windows']; zone: string; isMeant: boolean },
): FieldError[] {
  const days = windowDays(window, zone)
  if (days > mostWindowDays) return [{ field: 'to', text: say.tooLong(Math.ceil(days), mostWindowDays) }]
  if (windowSpans(window, zone).length === 0) return [{ field: 'to', text: say.noSpan }]
  const isLong = days > longWindowDays && !window.daily
  return isLong && !isMeant ? [{ field: 'long', text: say.longAsk(Math.ceil(days)) }] : []
}
