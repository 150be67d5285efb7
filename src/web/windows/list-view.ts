import type { Book } from '../../domain/book/book.ts'
import type { PlannedWindow } from '../../domain/book/planned-window.ts'
import { windowStanding } from '../../domain/book/planned-window.ts'
import { day, type Instant, instantOf } from '../../domain/instant.ts'
import { leadsSite } from '../desk/keeping.ts'
import { addressWith, type PagerView, pageOf } from '../desk/register-view.ts'
import type { FieldError } from '../form.ts'
import type { SignedIn } from '../reader.ts'
import { type WindowLine, windowLine } from './window-line.ts'

export type WindowListView = {
  heading: string
  waiting: WindowLine[]
  current: WindowLine[]
  past: WindowLine[]
  pager: PagerView | null
  typed: Readonly<Record<string, string>>
  errors: readonly FieldError[]
}

const pastDays = 90
const pastPerPage = 50

/** Requests that wait first, the soonest on top; then what runs or comes; then what is over. */
export function buildWindowList(
  book: Book,
  reader: SignedIn,
  asked: { page: string | null; typed: Readonly<Record<string, string>>; errors: readonly FieldError[] },
): WindowListView {
  const zone = book.settings.timezone
  const startOf = ({ from }: PlannedWindow) => instantOf(from, zone)
  const mine = (book.file.windows ?? [])
    .filter(({ siteId, to }) => instantOf(to, zone) > reader.now - pastDays * day && leadsSite(book, reader, siteId))
    .toSorted((a, b) => startOf(a) - startOf(b))
  const standing = (window: PlannedWindow) => windowStanding(window, zone, reader.now)
  const waiting = mine.filter((window) => standing(window) === 'asked')
  const current = mine.filter((window) => ['running', 'coming'].includes(standing(window)))
  const past = mine.filter((window) => ['ended', 'lapsed', 'refused'].includes(standing(window))).toReversed()
  const address = (n: number) => addressWith('/windows', { page: String(n) })
  const { shown, pager } = pageOf(reader, past, asked.page, { size: pastPerPage, address })
  const line = (window: PlannedWindow) => windowLine(book, reader, window)
  const say = reader.words.windows
  return {
    heading: waiting.length > 0 ? say.waitingSentence(waiting.length) : say.noneWaiting,
    waiting: waiting.map(line),
    current: current.map(line),
    past: shown.map(line),
    pager,
    typed: asked.typed,
    errors: asked.errors,
  }
}

/** How many requests wait for the office. */
export function waitingWindows(book: Book, now: Instant): number {
  const zone = book.settings.timezone
  return (book.file.windows ?? []).filter((one) => one.state === 'asked' && windowStanding(one, zone, now) === 'asked')
    .length
}

const toldDays = 14

/** What became of the reader's own requests: those that wait, and those decided lately. */
export function ownWindows(book: Book, reader: SignedIn): WindowLine[] {
  const zone = book.settings.timezone
  const since = reader.now - toldDays * day
  const isFresh = ({ state, decidedAt }: PlannedWindow) =>
    state === 'asked' || (decidedAt !== undefined && instantOf(decidedAt, zone) > since)
  return (book.file.windows ?? [])
    .filter((window) => window.filedBy === reader.person.id && isFresh(window))
    .map((window) => windowLine(book, reader, window))
}

/** Windows of one site that are open or ended within three months, the newest first. */
export function windowsOfSite(book: Book, reader: SignedIn, siteId: string): WindowLine[] {
  const zone = book.settings.timezone
  return (book.file.windows ?? [])
    .filter((window) => window.siteId === siteId && instantOf(window.to, zone) > reader.now - pastDays * day)
    .toSorted((a, b) => instantOf(b.from, zone) - instantOf(a.from, zone))
    .map((window) => windowLine(book, reader, window))
}
