import type { Book } from '../../domain/book/book.ts'
import { type Feed, mayFollow, subjectName } from '../../domain/feed.ts'
import { type FieldView, fieldMaker } from '../desk/form-view.ts'
import type { FieldError } from '../form.ts'
import type { SignedIn } from '../reader.ts'

type CalendarsView = {
  heading: string
  /** The address that was just made, and the same for programs that subscribe by a link; shown this once. */
  made: { address: string; webcal: string } | null
  feeds: { name: string; made: string; read: string; revoke: string; revokeLabel: string }[]
  what: FieldView
  errors: readonly FieldError[]
}

/** The reader's calendar addresses and what else they may follow. */
export function buildCalendars(
  book: Book,
  reader: SignedIn,
  { feeds, address, errors }: { feeds: readonly Feed[]; address: string | null; errors: readonly FieldError[] },
): CalendarsView {
  const { calendar: say } = reader.words
  const field = fieldMaker({ what: 'me' }, errors)
  return {
    heading: say.title,
    made: address === null ? null : { address, webcal: address.replace(/^https?:/, 'webcal:') },
    feeds: feeds.map((feed) => feedView(book, reader, feed)),
    what: field.select('what', { label: say.what, hint: say.whatHint }, choicesOf(book, reader)),
    errors,
  }
}

function feedView(book: Book, { words, format }: SignedIn, feed: Feed): CalendarsView['feeds'][number] {
  const { calendar: say } = words
  const subject = subjectName(book, { kind: feed.kind, id: feed.subject })
  const name = feed.kind === 'person' ? say.own : (subject ?? say.gone)
  return {
    name,
    made: format.moment(feed.at),
    read: feed.lastReadAt === null ? say.neverRead : format.moment(feed.lastReadAt),
    revoke: `/me/calendar/${feed.id}/revoke`,
    revokeLabel: say.revokeOf(name),
  }
}

function choicesOf(book: Book, { person, words, now }: SignedIn): { value: string; label: string }[] {
  const units = [...book.units.values()].filter(({ id }) => mayFollow(book, person, { kind: 'unit', id }, now))
  const sites = [...book.sites.values()].filter(({ id }) => mayFollow(book, person, { kind: 'site', id }, now))
  return [
    { value: 'me', label: words.calendar.own },
    ...units.map(({ id, name }) => ({ value: `unit:${id}`, label: words.calendar.unit(name) })),
    ...sites.map(({ id, name }) => ({ value: `site:${id}`, label: name })),
  ]
}
