import { findReach } from '../../actions/people/numbers.ts'
import type { Book, Person } from '../../domain/book/book.ts'
import { countingShifts } from '../../domain/duty.ts'
import type { Instant } from '../../domain/instant.ts'
import { maskPhone } from '../../domain/phone.ts'
import type { Reach } from '../../domain/roster/reach.ts'
import { keptUnits } from '../desk/keeping.ts'
import {
  addressWith,
  type CellView,
  pageOf,
  queryText,
  type RegisterView,
  showRegister,
} from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Screen } from '../room.ts'

const needs = ['unverified', 'no-mobile', 'no-shift', 'disabled'] as const
type Need = (typeof needs)[number]
const peoplePerPage = 100

/** `GET /people?need=&unit=&page=`: filters first, because the office comes to find what is wrong. */
export const peopleList: Screen = (router, room) => {
  router.get('/people', async (req, res) => {
    const reader = signedInReader(req)
    const book = room.deps.book.current()
    if (!reader.isOffice && keptUnits(book, reader).length === 0) return showMissing(room, req, res)
    const wanted = queryText(req, 'need')
    const need = needs.find((one) => one === wanted) ?? null
    const choice = { need, unit: queryText(req, 'unit'), page: queryText(req, 'page') }
    const view = buildPeople(book, reader, choice, await findReach(room.deps))
    await showRegister(room, req, res, view, 'people')
  })
}

/** Whom the reader keeps: all for the office, else the people of the units they lead. */
function keptPeople(book: Book, reader: SignedIn): Person[] {
  const all = [...book.people.values()]
  if (reader.isOffice) return all
  const units = new Set(keptUnits(book, reader).map(({ id }) => id))
  return all.filter(({ unitId }) => unitId !== undefined && units.has(unitId))
}

function buildPeople(
  book: Book,
  reader: SignedIn,
  choice: { need: Need | null; unit: string | null; page: string | null },
  reach: (personId: string) => Reach,
): RegisterView {
  const { words } = reader
  const say = words.people
  const nextShift = nextShifts(book, reader)
  const people = keptPeople(book, reader)
  const has: Record<Need, (person: Person) => boolean> = {
    unverified: ({ disabled, mobile, id }) => !disabled && Boolean(mobile) && reach(id) !== 'verified',
    'no-mobile': ({ disabled, mobile }) => !disabled && !mobile,
    'no-shift': ({ disabled, id }) => !disabled && !nextShift.has(id),
    disabled: ({ disabled }) => disabled === true,
  }
  const inUnit = people.filter(({ unitId }) => choice.unit === null || unitId === choice.unit)
  const chosen = choice.need === null ? inUnit : inUnit.filter(has[choice.need])
  const address = (page: number) => addressWith('/people', { need: choice.need, unit: choice.unit, page: String(page) })
  const { shown, pager } = pageOf(reader, chosen, choice.page, { size: peoplePerPage, address })
  const links = [null, ...needs].map((need) => ({
    href: addressWith('/people', { need, unit: choice.unit }),
    label: need === null ? words.board.all : say.need[need](inUnit.filter(has[need]).length),
    isCurrent: choice.need === need,
  }))
  const unreachable = people.filter(has['no-mobile']).length
  return {
    heading: say.title(people.filter(({ disabled }) => !disabled).length),
    lede: unreachable > 0 ? say.unreachable(unreachable) : say.allReachable,
    crumb: null,
    actions: [
      { href: '/people/new', label: say.add, isMain: false },
      ...(reader.isOffice ? [{ href: '/units', label: words.units.title, isMain: false }] : []),
    ],
    filters: [{ label: say.filter, links }],
    columns: [
      say.column.name,
      say.column.unit,
      say.column.position,
      say.column.mobile,
      say.column.number,
      say.column.landline,
      say.column.next,
    ].map((label) => ({ label })),
    rows: shown.map((person) => ({
      cells: cellsOf(book, reader, { person, next: nextShift.get(person.id), reach: reach(person.id) }),
    })),
    empty: { title: say.none, text: '' },
    pager,
  }
}

/** When each person is next on duty; who is not in it has nothing to come. One walk over the roster serves everybody. */
function nextShifts(book: Book, { now }: SignedIn): ReadonlyMap<string, Instant> {
  const next = new Map<string, Instant>()
  for (const siteId of book.shiftsBySite.keys()) {
    for (const { personId, fromAt, toAt } of countingShifts(book, siteId)) {
      if (toAt > now) next.set(personId, Math.min(fromAt, next.get(personId) ?? fromAt))
    }
  }
  return next
}

function cellsOf(
  book: Book,
  { words, format, now }: SignedIn,
  { person, next, reach }: { person: Person; next: Instant | undefined; reach: Reach },
): CellView[] {
  const state = person.disabled ? `${person.name} ${words.people.disabledMark}` : person.name
  const missing: CellView = { text: words.desk.noMobile, tone: 'bad' }
  return [
    { text: state, href: `/people/${person.id}`, ...(person.disabled ? { tone: 'muted' as const } : {}) },
    { text: (person.unitId && book.units.get(person.unitId)?.name) || '' },
    { text: person.position ?? '' },
    person.mobile ? { text: maskPhone(person.mobile) } : missing,
    numberCell(words, reach),
    { text: person.landline ?? '' },
    { text: next === undefined ? '' : next <= now ? words.people.onDutyNow : format.moment(next) },
  ]
}

/** What is known of the number; nothing is said of somebody who has none, since the cell before says it. */
function numberCell(words: SignedIn['words'], reach: Reach): CellView {
  if (reach === 'none') return { text: '' }
  if (reach === 'verified') return { text: words.people.verified }
  return { text: words.readiness.number[reach], tone: reach === 'unverified' ? 'muted' : 'bad' }
}
