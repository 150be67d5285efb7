import type { Book, Period, Person, Role, Shift, Site, Span } from '../book/book.ts'
import { type CellEntry, entriesOf } from '../roster/cell.ts'
import { type Slot, slotsOf } from '../roster/slots.ts'
import { nameKey } from './find-person.ts'

/** Somebody in a table: the name as it can be read back, and for which part, when it is not the whole shift. */
export type OutlinePerson = { person: Person; name: string; part: Span | null }

/** One shift of a site, as a line of a table: the lead of the day stands beside each of its shifts. */
export type OutlineRow = { site: Site; slot: Slot; lead: OutlinePerson[]; staff: OutlinePerson[] }

/** The roster of the sites, day by day and within a day site by site: the order in which offices pin it up. */
export function outlineOf(
  book: Book,
  period: Period,
  { sites, shifts }: { sites: readonly Site[]; shifts: ReadonlyMap<string, readonly (Shift & Span)[]> },
): OutlineRow[] {
  const namesakes = countNames(book)
  const rows = sites.flatMap((site) => {
    const leads = slotsOf(book, period, site, 'lead')
    const ofSite = shifts.get(site.id) ?? []
    const people = (role: Role, slot: Slot) =>
      entriesOf(ofSite, { siteId: site.id, role, slot }).flatMap((entry) => personIn(book, namesakes, slot, entry))
    return slotsOf(book, period, site, 'staff').map((slot) => {
      const ofDay = leads.filter(({ date }) => date === slot.date)
      return { site, slot, lead: ofDay.flatMap((one) => people('lead', one)), staff: people('staff', slot) }
    })
  })
  const order = new Map(sites.map(({ id }, i) => [id, i]))
  return rows.sort(
    (a, b) =>
      (a.slot.date < b.slot.date ? -1 : a.slot.date > b.slot.date ? 1 : 0) ||
      (order.get(a.site.id) ?? 0) - (order.get(b.site.id) ?? 0) ||
      a.slot.fromAt - b.slot.fromAt,
  )
}

function personIn(
  book: Book,
  namesakes: ReadonlyMap<string, number>,
  slot: Slot,
  { personId, fromAt, toAt }: CellEntry,
): OutlinePerson[] {
  const person = book.people.get(personId)
  if (!person) return []
  const unit = person.unitId ? book.units.get(person.unitId)?.name : undefined
  const isShared = (namesakes.get(nameKey(person.name)) ?? 0) > 1
  const name = isShared && unit ? `${person.name}（${unit}）` : person.name
  const isWhole = fromAt === slot.fromAt && toAt === slot.toAt
  return [{ person, name, part: isWhole ? null : { fromAt, toAt } }]
}

function countNames(book: Book): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { name, disabled } of book.people.values()) {
    if (!disabled) counts.set(nameKey(name), (counts.get(nameKey(name)) ?? 0) + 1)
  }
  return counts
}
