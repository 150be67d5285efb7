import type { Book, Period, Role, Shift, Site, Span } from '../../domain/book.ts'
import { seesNumbers } from '../desk/keeping.ts'
import type { SignedIn } from '../reader.ts'
import type { Column } from './columns.ts'
import { shiftsIn } from './columns.ts'

/** One name in a cell; `tel` only for readers who may see the number, `hours` where the shift is not the whole column. */
type NameView = { name: string; isMine: boolean; hours: string; tel: string | null; callLabel: string }
export type CellView = { lead: NameView[]; staff: NameView[]; isNow: boolean; isDay: boolean }

/** Who has the site in one column. Call buttons only on the running shift, for whoever works on that site. */
export function cellOf(
  book: Book,
  reader: SignedIn,
  at: { site: Site; period: Period; column: Column; showsNumbers: boolean },
): CellView {
  const { site, period, column, showsNumbers } = at
  const shifts = shiftsIn(book, site.id, period, column)
  const canCall = showsNumbers && column.isNow && seesNumbers(book, reader, site.id)
  const names = (role: Role) =>
    shifts.filter((shift) => shift.role === role).flatMap((shift) => nameOf(book, reader, { shift, column, canCall }))
  return { lead: names('lead'), staff: names('staff'), isNow: column.isNow, isDay: false }
}

function nameOf(
  book: Book,
  { words, format, person: reader }: SignedIn,
  { shift, column, canCall }: { shift: Shift & Span; column: Column; canCall: boolean },
): NameView[] {
  const person = book.people.get(shift.personId)
  if (!person) return []
  const isWhole = shift.fromAt <= column.fromAt && shift.toAt >= column.toAt
  const hours = isWhole
    ? ''
    : `${format.clock(Math.max(shift.fromAt, column.fromAt))}–${format.clock(Math.min(shift.toAt, column.toAt))}`
  const isMine = person.id === reader.id
  return [
    {
      name: person.name,
      isMine,
      hours,
      tel: canCall && !isMine && person.mobile && !person.disabled ? person.mobile : null,
      callLabel: words.duty.call(person.name),
    },
  ]
}
