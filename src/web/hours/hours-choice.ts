import type { Request } from 'express'
import type { Book, Period } from '../../domain/book/book.ts'
import { addDays, dateOf, momentOn } from '../../domain/instant.ts'
import type { HoursOf } from '../../domain/roster/hours.ts'
import { readDate } from '../desk/moments.ts'
import { queryText } from '../desk/register-view.ts'
import type { FieldError } from '../form.ts'
import type { SignedIn } from '../reader.ts'

/** Which duty a reader asks for; `of` is null when the dates cannot be read or the period is not published. */
export type HoursChoice = {
  period: Period | null
  from: string
  to: string
  of: HoursOf | null
  /** How the page and the file name it. */
  name: string
  errors: FieldError[]
}

const mostDays = 731

/** The choice of the address: a period, or two dates, else the newest published period, else this month. Null: no such period. */
export function readHoursChoice(req: Request, book: Book, reader: SignedIn): HoursChoice | null {
  const [periodId, from, to] = ['period', 'from', 'to'].map((name) => queryText(req, name))
  if (periodId) {
    const period = book.periods.get(periodId)
    return period ? ofPeriod(period) : null
  }
  if (from || to) return ofDates(book, reader, from ?? '', to ?? '')
  const [newest] = publishedPeriods(book)
  if (newest) return ofPeriod(newest)
  const today = dateOf(reader.now, book.settings.timezone)
  return ofDates(book, reader, `${today.slice(0, 7)}-01`, today)
}

/** Those that can be counted, the newest first. */
export function publishedPeriods(book: Book): Period[] {
  const published = [...book.periods.values()].filter(({ state }) => state === 'published')
  return published.sort((a, b) => (a.from < b.from ? 1 : -1))
}

function ofPeriod(period: Period): HoursChoice {
  const of = period.state === 'published' ? { periodId: period.id } : null
  return { period, from: '', to: '', of, name: period.name, errors: [] }
}

function ofDates(book: Book, { words }: SignedIn, from: string, to: string): HoursChoice {
  const [first, last] = [readDate(from), readDate(to)]
  const errors: FieldError[] = []
  if (first === null) errors.push({ field: 'from', text: words.desk.dateBad })
  if (last === null) errors.push({ field: 'to', text: words.desk.dateBad })
  const choice = { period: null, from, to, name: words.hours.title }
  if (first === null || last === null) return { ...choice, of: null, errors }
  if (last < first) return { ...choice, of: null, errors: [{ field: 'to', text: words.desk.reversed(last, first) }] }
  if (last > addDays(first, mostDays - 1))
    return { ...choice, of: null, errors: [{ field: 'to', text: words.hours.tooLong(mostDays) }] }
  const { timezone } = book.settings
  const of = { fromAt: momentOn(first, '00:00', timezone), toAt: momentOn(addDays(last, 1), '00:00', timezone) }
  return { ...choice, of, name: words.hours.span(first, last), errors }
}
