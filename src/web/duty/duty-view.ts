import type { Book, Period, Site } from '../../domain/book.ts'
import { dateOf, instantOf } from '../../domain/instant.ts'
import { addressWith, type LinkView, type PagerView, pageOf } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { type CellView, cellOf } from './cell-view.ts'
import { type Column, columnsOf } from './columns.ts'
import { knownCoverage } from './known-coverage.ts'
import { type MineLine, mineLineOf } from './mine-line.ts'
import { type PaperView, paperOf } from './paper-view.ts'
import { periodsFor } from './periods.ts'

type DutyChoice = {
  period: Period
  day: string | null
  group: string | null
  page: string | null
  isPublic: boolean
}

type DutyView = {
  heading: string
  lede: string
  publishedIso: string | null
  isDraft: boolean
  isPublic: boolean
  mine: MineLine | null
  periods: LinkView[]
  groups: LinkView[]
  days: (LinkView & { weekday: string })[]
  columns: ColumnView[]
  rows: ({ kind: 'group'; label: string } | { kind: 'site'; name: string; href: string; cells: CellView[] })[]
  span: number
  pager: PagerView | null
  paper: PaperView
  links: { roster: string | null; publicCopy: string; own: string }
}
type ColumnView = { head: string; weekday: string; isNow: boolean; isDay: boolean }

/** What one sheet of A4 holds, and one page of the screen with it. */
const sitesPerSheet = 34

/** The duty table of one period as this reader sees it. */
export function buildDuty(room: Room, reader: SignedIn, choice: DutyChoice): DutyView {
  const book = room.deps.book.current()
  const { period } = choice
  const columns = columnsOf(book, period, reader.now)
  const shownDay = dayOf(columns, choice.day)
  const sites = [...book.sites.values()].filter(({ group }) => choice.group === null || group === choice.group)
  const address = (page: number) => addressOf(choice, { page: String(page) })
  const { shown, pager } = pageOf(reader, sites, choice.page, { size: sitesPerSheet, address })
  const cellsOf = (site: Site) =>
    columns.map((column) => ({
      ...cellOf(book, reader, { site, period, column, showsNumbers: !choice.isPublic }),
      isDay: column.date === shownDay,
    }))
  return {
    heading: reader.words.duty.heading(period.name),
    ...ledeOf(book, reader, period),
    isDraft: period.state === 'draft',
    isPublic: choice.isPublic,
    mine: choice.isPublic ? null : mineLineOf(book, reader),
    periods: periodLinks(book, reader, period),
    groups: groupLinks(book, reader, choice),
    days: columns.map((column) => dayLink(reader, choice, column, shownDay)),
    columns: columns.map((column) => columnView(reader, column, shownDay)),
    rows: rowsOf(shown, cellsOf),
    span: columns.length + 1,
    pager,
    paper: paperOf(room, reader, { period, sites: shown, isPublic: choice.isPublic }),
    links: {
      roster: reader.isOffice ? `/periods/${period.id}` : null,
      publicCopy: addressOf(choice, { public: choice.isPublic ? null : '1' }),
      own: '/me',
    },
  }
}

/** The day whose column the phone shows: the one asked for, else the shift now, else the first. */
function dayOf(columns: readonly Column[], wanted: string | null): string {
  const chosen = columns.find(({ date }) => date === wanted) ?? columns.find(({ isNow }) => isNow) ?? columns[0]
  return chosen?.date ?? ''
}

function ledeOf(
  book: Book,
  { words, format }: SignedIn,
  period: Period,
): { lede: string; publishedIso: string | null } {
  const { timezone } = book.settings
  const at = (date: string) => format.date(instantOf(date, timezone))
  const { gaps } = knownCoverage(book, period)
  const shifts = columnsOf(book, period, 0).filter(({ isEve }) => !isEve).length
  const size = words.duty.size(at(period.from), at(period.to), book.sites.size, shifts, gaps.length)
  if (period.state === 'draft') return { lede: `${size}${words.duty.draft}`, publishedIso: null }
  const published = period.publishedAt ? instantOf(period.publishedAt, timezone) : null
  const version = words.duty.version(period.version ?? 1, published === null ? '' : format.moment(published))
  return { lede: `${size}${version}`, publishedIso: published === null ? null : format.iso(published) }
}

function rowsOf(sites: readonly Site[], cellsOf: (site: Site) => CellView[]): DutyView['rows'] {
  const byGroup = Map.groupBy(sites, ({ group }) => group ?? '')
  return [...byGroup].flatMap(([label, inGroup]): DutyView['rows'] => [
    ...(label === '' ? [] : [{ kind: 'group' as const, label }]),
    ...inGroup.map((site) => ({
      kind: 'site' as const,
      name: site.name,
      href: `/sites/${site.id}`,
      cells: cellsOf(site),
    })),
  ])
}

function columnView({ words, format }: SignedIn, column: Column, shownDay: string): ColumnView {
  const { isEve, fromAt, toAt, date, isNow } = column
  const head = isEve ? words.duty.eve(format.date(fromAt)) : format.date(fromAt)
  const weekday = isEve ? `${format.clock(fromAt)}–${format.clock(toAt)}` : format.weekday(fromAt)
  return { head, weekday, isNow, isDay: date === shownDay }
}

function dayLink(
  { words, format }: SignedIn,
  choice: DutyChoice,
  column: Column,
  shownDay: string,
): DutyView['days'][number] {
  const weekday = [
    column.isEve ? words.duty.eveShort : format.weekday(column.fromAt),
    column.isNow ? words.duty.now : '',
  ]
  return {
    href: addressOf(choice, { day: column.date }),
    label: words.duty.dayOfMonth(Number(column.date.slice(8))),
    weekday: weekday.filter(Boolean).join(' '),
    isCurrent: column.date === shownDay,
  }
}

function periodLinks(book: Book, reader: SignedIn, current: Period): LinkView[] {
  const periods = periodsFor(book, reader)
  const recent = periods.slice(-mostPeriods)
  if (periods.length < 2) return []
  return recent.map(({ id, name, from }) => ({
    href: addressWith('/duty', { period: id }),
    label: `${from.slice(0, 4)} ${name}`,
    isCurrent: id === current.id,
  }))
}
const mostPeriods = 6

function groupLinks(book: Book, { words }: SignedIn, choice: DutyChoice): LinkView[] {
  const groups = [...new Set([...book.sites.values()].flatMap(({ group }) => group ?? []))]
  if (groups.length < 2) return []
  const link = (group: string | null, label: string) => ({
    href: addressOf(choice, { group, page: null }),
    label,
    isCurrent: choice.group === group,
  })
  return [link(null, words.board.all), ...groups.map((group) => link(group, group))]
}

function addressOf(choice: DutyChoice, change: Record<string, string | null>): string {
  const { period, day, group, page, isPublic } = choice
  return addressWith('/duty', { period: period.id, day, group, page, public: isPublic ? '1' : null, ...change })
}

/** The calendar day now, on the clock of the book. */
export function todayOf(book: Book, now: number): string {
  return dateOf(now, book.settings.timezone)
}
