import type { Book, Period, Person, Role, Site, Span } from '../../domain/book/book.ts'
import { maskPhone } from '../../domain/phone.ts'
import type { Placed } from '../../domain/roster/placed.ts'
import { changesOf } from '../../domain/roster/slots.ts'
import { seesNumbers } from '../desk/keeping.ts'
import type { SignedIn } from '../reader.ts'
import { type Column, hoursIn, shiftsWithin } from './columns.ts'

/**
 * One name in a cell. `hours` where the shift is not all of the cell's; `masked` in lists; `tel` only for readers who
 * may see the number.
 */
export type NameView = {
  name: string
  position: string
  isMine: boolean
  isFound: boolean
  hours: string
  masked: string
  tel: string | null
  callLabel: string
}
export type CellView = { lead: NameView[]; staff: NameView[]; isNow: boolean; isDay: boolean }

/** Whose numbers a page shows: nobody's, those of the running shift, or of every shift. */
export type Numbers = 'none' | 'now' | 'all'

/** Who has one site in each of the columns. Numbers only for whoever works on that site. */
export function cellsOfSite(
  book: Book,
  reader: SignedIn,
  at: {
    site: Site
    period: Period
    columns: readonly Column[]
    numbers: Numbers
    isFound?: (person: Person) => boolean
  },
): CellView[] {
  const { site, period, columns, numbers, isFound = () => false } = at
  const seesAny = numbers !== 'none' && seesNumbers(book, reader, site.id)
  const namesOf = (role: Role): NameView[][] =>
    hoursIn(book, { period, site, role }, columns).map((hours, i) => {
      const sees = seesAny && (numbers === 'all' || columns[i]?.isNow === true)
      const shifts = shiftsWithin(book, period, { siteId: site.id, role, hours })
      return shifts.flatMap((shift) => nameOf(book, reader, { shift, hours, sees, numbers, isFound }))
    })
  const [leads, staff] = [namesOf('lead'), namesOf('staff')]
  return columns.map(({ isNow }, i) => ({ lead: leads[i] ?? [], staff: staff[i] ?? [], isNow, isDay: false }))
}

type Shown = { shift: Placed; hours: Span; sees: boolean; numbers: Numbers; isFound: (person: Person) => boolean }

function nameOf(book: Book, { words, format, person: reader }: SignedIn, shown: Shown): NameView[] {
  const { shift, hours, sees, numbers, isFound } = shown
  const person = book.people.get(shift.personId)
  if (!person) return []
  const isWhole = shift.fromAt <= hours.fromAt && shift.toAt >= hours.toAt
  const [fromAt, toAt] = [Math.max(shift.fromAt, hours.fromAt), Math.min(shift.toAt, hours.toAt)]
  const isMine = person.id === reader.id
  return [
    {
      name: person.name,
      position: person.position ?? '',
      isMine,
      isFound: isFound(person),
      hours: isWhole ? '' : `${format.clock(fromAt)}–${format.clock(toAt)}`,
      masked: numbers === 'all' && person.mobile ? maskPhone(person.mobile) : '',
      tel: sees && !isMine && person.mobile && !person.disabled ? person.mobile : null,
      callLabel: words.duty.call(person.name),
    },
  ]
}

/** When the site's shifts change, where that is not at the office's hour: 08:00、20:00 换班. */
export function changeNote(book: Book, { words }: SignedIn, site: Site): string {
  const usual = book.settings.shiftStartsAt
  const times = new Set([...changesOf(book, site, 'lead'), ...changesOf(book, site, 'staff')])
  return times.size === 1 && times.has(usual) ? '' : words.table.changes(words.frame.listOf([...times].sort()))
}
