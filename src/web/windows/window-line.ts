import type { Book } from '../../domain/book/book.ts'
import { type PlannedWindow, type WindowStanding, windowStanding } from '../../domain/book/planned-window.ts'
import { instantOf } from '../../domain/instant.ts'
import { leadsSite } from '../desk/keeping.ts'
import type { SignedIn } from '../reader.ts'

/** One window as lists show it, with what this reader may do about it now. */
export type WindowLine = {
  id: string
  site: { id: string; name: string; href: string }
  span: string
  reason: string
  standing: WindowStanding
  word: string
  filed: string
  decided: string
  may: { decide: boolean; withdraw: boolean; end: boolean }
}

export function windowLine(book: Book, reader: SignedIn, window: PlannedWindow): WindowLine {
  const { words, isOffice, now } = reader
  const standing = windowStanding(window, book.settings.timezone, now)
  const mayAct = leadsSite(book, reader, window.siteId)
  return {
    id: window.id,
    site: {
      id: window.siteId,
      name: book.sites.get(window.siteId)?.name ?? window.siteId,
      href: `/sites/${window.siteId}#planned`,
    },
    span: spanOf(book, reader, window),
    reason: window.reason,
    standing,
    word: words.windows.standing[standing],
    filed: filedLine(book, reader, window),
    decided: decidedLine(book, reader, window),
    may: {
      decide: isOffice && standing === 'asked',
      withdraw: mayAct && ((standing === 'asked' && !isOffice) || standing === 'coming' || standing === 'lapsed'),
      end: mayAct && standing === 'running',
    },
  }
}

/** From when to when; of a daily one the days, then the hours of each. */
function spanOf(book: Book, { words, format }: SignedIn, { from, to, daily }: PlannedWindow): string {
  const { timezone } = book.settings
  const [fromAt, toAt] = [instantOf(from, timezone), instantOf(to, timezone)]
  if (!daily) return `${format.moment(fromAt)} – ${format.moment(toAt)}`
  const isOverNight = format.clock(toAt) <= format.clock(fromAt)
  const hours = words.windows.hours(format.clock(fromAt), format.clock(toAt), isOverNight)
  return `${format.date(fromAt)} – ${format.date(toAt)} ${hours}`
}

function filedLine(book: Book, { words, format }: SignedIn, { filedBy, filedAt }: PlannedWindow): string {
  if (filedBy === undefined) return ''
  const at = filedAt === undefined ? '' : format.moment(instantOf(filedAt, book.settings.timezone))
  return words.windows.filedBy(nameOf(book, filedBy), at)
}

function decidedLine(book: Book, { words, format }: SignedIn, window: PlannedWindow): string {
  const { decidedBy, decidedAt, decision = '', endedAt, state } = window
  const zone = book.settings.timezone
  const parts: string[] = []
  if (decidedBy !== undefined && decidedAt !== undefined && state !== undefined && state !== 'asked') {
    const at = format.moment(instantOf(decidedAt, zone))
    parts.push(words.windows.decided[state](nameOf(book, decidedBy), at, decision))
  }
  if (endedAt !== undefined) parts.push(words.windows.endedAt(format.moment(instantOf(endedAt, zone))))
  return parts.join(words.frame.gap)
}

function nameOf(book: Book, personId: string): string {
  return book.people.get(personId)?.name ?? personId
}
