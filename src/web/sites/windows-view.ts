import type { Book } from '../../domain/book/book.ts'
import { day } from '../../domain/instant.ts'
import { type FieldView, fieldMaker, type Values } from '../desk/form-view.ts'
import type { FieldError } from '../form.ts'
import type { Reader } from '../reader.ts'

export type WindowView = { id: string; span: string; reason: string; filedBy: string; isRunning: boolean }

/** 报备: filed work that runs, is to come, or ended within three months; the newest first. */
export function windowsOf(book: Book, { format, now }: Reader, siteId: string): WindowView[] {
  const windows = (book.windowsBySite.get(siteId) ?? []).filter(({ toAt }) => toAt > now - 90 * day)
  return windows.toReversed().map(({ id, fromAt, toAt, reason, filedBy }) => ({
    id,
    span: `${format.moment(fromAt)} – ${format.moment(toAt)}`,
    reason,
    filedBy: (filedBy && book.people.get(filedBy)?.name) || '',
    isRunning: fromAt <= now && now < toAt,
  }))
}

export function windowFields({ words }: Reader, typed: Values, errors: readonly FieldError[]): FieldView[] {
  const make = fieldMaker(typed, errors)
  const say = words.site.windows
  return [
    make.input('from', { label: say.from, kind: 'moment' }),
    make.input('to', { label: say.to, kind: 'moment' }),
    make.input('reason', { label: say.reason, hint: say.reasonHint }),
  ]
}
