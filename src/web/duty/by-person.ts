import type { Book, Person, Role, Span } from '../../domain/book/book.ts'
import { overlap } from '../../domain/roster/coverage.ts'
import { type Placed, shiftsOfPeriod } from '../../domain/roster/placed.ts'
import { type PagerView, pageOf } from '../desk/register-view.ts'
import type { SignedIn } from '../reader.ts'
import { addressOf, chosenSites, type DutyChoice, isChosenPerson } from './choice.ts'
import { type Column, columnsOf, hoursIn } from './columns.ts'
import { type ColumnView, columnView, mostBeside, openDay } from './days-view.ts'

/** What somebody has on one day: in one role and in the same hours, for which sites. */
type TurnView = { role: string; isLead: boolean; sites: string; all: string; hours: string }
type PersonRow = {
  name: string
  note: string
  isMine: boolean
  href: string
  /** Nothing on the open day: a phone, which shows one day, leaves the row out. */
  isOff: boolean
  cells: { turns: TurnView[]; isNow: boolean; isDay: boolean }[]
}
export type PeopleView = {
  isLong: boolean
  columns: ColumnView[]
  rows: PersonRow[]
  pager: PagerView | null
  none: string
}

const peoplePerPage = 60

/** 按人员: people × dates, who has what. */
export function buildPeople(book: Book, reader: SignedIn, choice: DutyChoice): PeopleView {
  const columns = columnsOf(book, choice.period, reader.now)
  const shownDay = openDay(columns, choice.day)
  const shifts = shiftsByPerson(book, choice)
  const people = [...book.people.values()].filter(
    (person) => shifts.has(person.id) && (choice.person === null || isChosenPerson(choice, person)),
  )
  const address = (page: number) => addressOf(choice, { page: String(page) })
  const { shown, pager } = pageOf(reader, inUnits(book, people), choice.page, { size: peoplePerPage, address })
  const hours = hoursOnce(book, choice, columns)
  const rowFor = (person: Person) =>
    rowOf(book, reader, { choice, person, shifts: shifts.get(person.id) ?? [], columns, shownDay, hours })
  return {
    isLong: columns.length > mostBeside,
    columns: columns.map((column) => columnView(reader, column, shownDay)),
    rows: shown.map(rowFor),
    pager,
    none: reader.words.table.noPeople,
  }
}

/** The shifts of the period on the chosen sites, by whose they are. */
function shiftsByPerson(book: Book, choice: DutyChoice): Map<string, Placed[]> {
  const bySite = shiftsOfPeriod(book, choice.period.id)
  const sites = chosenSites(book, { ...choice, person: null })
  return Map.groupBy(
    sites.flatMap(({ id }) => [...(bySite.get(id) ?? [])]),
    ({ personId }) => personId,
  )
}

/** Those of one unit together, units in the order of the book, people without a unit last. */
function inUnits(book: Book, people: readonly Person[]): Person[] {
  const order = new Map([...book.units.keys()].map((id, i) => [id, i]))
  const rank = ({ unitId = '' }: Person) => order.get(unitId) ?? order.size
  return people.toSorted((a, b) => rank(a) - rank(b))
}

/** The hours of each column for a shift's site and role; sites of one unit share their pattern and are asked once. */
type Hours = (shift: Placed) => readonly Span[]

function hoursOnce(book: Book, { period }: DutyChoice, columns: readonly Column[]): Hours {
  const known = new Map<string, Span[]>()
  return ({ siteId, role }) => {
    const site = book.sites.get(siteId)
    const key = `${site?.unitId} ${role}`
    const hours = known.get(key) ?? hoursIn(book, { period, site: site ?? {}, role }, columns)
    known.set(key, hours)
    return hours
  }
}

type On = {
  choice: DutyChoice
  person: Person
  shifts: readonly Placed[]
  columns: readonly Column[]
  shownDay: string
  hours: Hours
}

function rowOf(book: Book, reader: SignedIn, { choice, person, shifts, columns, shownDay, hours }: On): PersonRow {
  const parts = columns.map((_, i) => shifts.flatMap((shift) => partIn(shift, hours(shift)[i])))
  const cells = columns.map((column, i) => ({
    turns: turnsOf(book, reader, parts[i] ?? []),
    isNow: column.isNow,
    isDay: column.date === shownDay,
  }))
  const days = cells.filter(({ turns }) => turns.length > 0).length
  const unit = (person.unitId && book.units.get(person.unitId)?.name) || ''
  return {
    name: person.name,
    note: reader.words.table.personNote(unit, days),
    isMine: person.id === reader.person.id,
    href: addressOf(choice, { view: null, person: person.id, page: null }),
    isOff: !cells.some(({ turns, isDay }) => isDay && turns.length > 0),
    cells,
  }
}

type Part = { shift: Placed; span: Span; isWhole: boolean }

function partIn(shift: Placed, hours: Span | undefined): Part[] {
  const span = hours ? overlap(shift, hours) : null
  if (!hours || !span) return []
  return [{ shift, span, isWhole: span.fromAt === hours.fromAt && span.toAt === hours.toAt }]
}

function turnsOf(book: Book, { words, format }: SignedIn, parts: readonly Part[]): TurnView[] {
  const keyOf = ({ shift, span, isWhole }: Part) => `${shift.role} ${isWhole ? '' : `${span.fromAt} ${span.toAt}`}`
  return [...Map.groupBy(parts, keyOf).values()].flatMap((together) => {
    const [first] = together
    if (!first) return []
    const names = [...new Set(together.map(({ shift }) => siteNameOf(book, shift.siteId)))]
    const role: Role = first.shift.role
    const { fromAt, toAt } = first.span
    return {
      role: words.watch.roleShort[role],
      isLead: role === 'lead',
      sites: names.length <= 2 ? words.frame.listOf(names) : words.table.manySites(names.length),
      all: words.frame.listOf(names),
      hours: first.isWhole ? '' : `${format.clock(fromAt)}–${format.clock(toAt)}`,
    }
  })
}

function siteNameOf(book: Book, siteId: string): string {
  const site = book.sites.get(siteId)
  return site?.shortName ?? site?.name ?? siteId
}
