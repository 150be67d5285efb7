import type { Book, Period } from '../../domain/book/book.ts'
import { dateOf, instantOf } from '../../domain/instant.ts'
import type { LinkView } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { buildDay, buildSite, type LinesView } from './by-lines.ts'
import { buildPeople, type PeopleView } from './by-person.ts'
import { buildTable, type TableView } from './by-table.ts'
import { addressOf, type DutyChoice, type DutyViewName, dutyViews, siteOf } from './choice.ts'
import { columnsOf } from './columns.ts'
import { type DayLink, dayLink, openDay } from './days-view.ts'
import { type FilterView, filterOf, groupLinks, periodLinks } from './filter-view.ts'
import { knownCoverage } from './known-coverage.ts'
import { type MineLine, mineLineOf } from './mine-line.ts'
import { overrideLine, type PaperView, paperOf } from './paper-view.ts'

type DutyView = {
  name: string
  heading: string
  lede: string
  override: string
  isDraft: boolean
  isPublic: boolean
  mine: MineLine | null
  views: LinkView[]
  periods: LinkView[]
  groups: LinkView[]
  filter: FilterView
  days: DayLink[]
  /** Which part of the page this view is. Exactly one of the next three is there. */
  view: DutyViewName
  table: TableView | null
  lines: LinesView | null
  people: PeopleView | null
  paper: PaperView
  links: { roster: string | null; publicCopy: string; own: string; print: string; now: string; calendar: string }
  /** The fields with which the office asks for the sheet that has the numbers. */
  numbers: { name: string; value: string }[] | null
}

/** The duty table of one period as this reader sees it. */
export function buildDuty(room: Room, reader: SignedIn, choice: DutyChoice): DutyView {
  const book = room.deps.book.current()
  const { period, isPublic, view } = choice
  const columns = columnsOf(book, period, reader.now)
  const shownDay = openDay(columns, choice.day)
  const table = view === 'table' ? buildTable(book, reader, choice) : null
  return {
    name: period.name,
    heading: reader.words.duty.heading(period.name),
    lede: ledeOf(book, reader, period),
    override: overrideLine(book, reader, period),
    isDraft: period.state === 'draft',
    isPublic,
    mine: isPublic ? null : mineLineOf(book, reader),
    views: viewLinks(reader, choice),
    periods: periodLinks(book, reader, period),
    groups: view === 'table' || view === 'date' ? groupLinks(book, reader, choice) : [],
    filter: filterOf(book, reader, choice),
    days: view === 'site' ? [] : columns.map((column) => dayLink(reader, choice, column, shownDay)),
    view,
    table,
    lines: linesOf(book, reader, choice),
    people: view === 'person' ? buildPeople(book, reader, choice) : null,
    paper: paperOf(room, reader, { period, isPublic, unit: choice.unit }),
    links: {
      roster: reader.isOffice ? `/periods/${period.id}` : null,
      publicCopy: addressOf(choice, { public: isPublic ? null : '1' }),
      own: '/me',
      print: addressOf(choice, { view: null, day: null, page: null, site: null }, '/duty/print'),
      now: '/duty/now',
      calendar: '/me/calendar',
    },
    numbers: reader.isOffice && !isPublic ? numbersForm(choice) : null,
  }
}

function linesOf(book: Book, reader: SignedIn, choice: DutyChoice): LinesView | null {
  if (choice.view === 'date') return buildDay(book, reader, choice)
  if (choice.view !== 'site') return null
  const site = siteOf(book, reader.person.id, choice)
  return site ? buildSite(book, reader, choice, site) : null
}

/** The calendar day now, on the clock of the book. */
export function todayOf(book: Book, now: number): string {
  return dateOf(now, book.settings.timezone)
}

function ledeOf(book: Book, { words, format }: SignedIn, period: Period): string {
  const { timezone } = book.settings
  const at = (date: string) => format.date(instantOf(date, timezone))
  const { gaps } = knownCoverage(book, period)
  const shifts = columnsOf(book, period, 0).filter(({ isEve }) => !isEve).length
  const size = words.duty.size(at(period.from), at(period.to), book.sites.size, shifts, gaps.length)
  if (period.state === 'draft') return `${size}${words.duty.draft}`
  const madeAt = period.swappedAt ?? period.publishedAt
  const made = madeAt ? format.moment(instantOf(madeAt, timezone)) : ''
  return `${size}${words.duty.version(period.version ?? 1, made, period.swappedAt !== undefined)}`
}

function viewLinks({ words }: SignedIn, choice: DutyChoice): LinkView[] {
  return dutyViews.map((view) => ({
    href: addressOf(choice, { view: view === 'table' ? null : view, page: null }),
    label: words.table.views[view],
    isCurrent: view === choice.view,
  }))
}

function numbersForm({ period, group, unit, person }: DutyChoice): { name: string; value: string }[] {
  const asked = Object.entries({ period: period.id, group, unit, person, phones: '1' })
  return asked.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]))
}
