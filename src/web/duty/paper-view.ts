import type { Book, Period, Person, Site } from '../../domain/book.ts'
import { instantOf } from '../../domain/instant.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { type QrView, qrOf } from './qr-view.ts'

/** What only the printed sheet says; `phones` is the second sheet, in rows of three people. */
export type PaperView = {
  title: string
  line: string[]
  notes: string[]
  signs: string[]
  address: string | null
  qr: QrView | null
  phones: { name: string; number: string }[][] | null
}

/** The paper of the shown sites. The copy for the public has neither numbers nor the address of the code page. */
export function paperOf(
  room: Room,
  reader: SignedIn,
  { period, sites, isPublic }: { period: Period; sites: readonly Site[]; isPublic: boolean },
): PaperView {
  const book = room.deps.book.current()
  const { words, format, person } = reader
  const { officeName, officePhone, shiftStartsAt, timezone } = book.settings
  const address = isPublic ? null : `${room.deps.config.publicUrl.replace(/\/$/, '')}/a`
  const published = period.publishedAt ? instantOf(period.publishedAt, timezone) : null
  const stamp = published === null ? '' : format.stamp(published).slice(0, 16)
  const version =
    period.state === 'draft' ? words.duty.paper.draft : words.duty.paper.version(period.version ?? 1, stamp)
  return {
    title: words.duty.paper.title(officeName, period.from.slice(0, 4), period.name),
    line: [
      words.duty.paper.hours(shiftStartsAt),
      officePhone ? words.duty.paper.phone(officePhone) : '',
      version,
    ].filter(Boolean),
    notes: words.duty.paper.notes,
    signs: words.duty.paper.signs(isPublic ? '____________' : person.name, stamp.slice(0, 10)),
    address,
    qr: address === null ? null : qrOf(address),
    phones: reader.isOffice && !isPublic ? phonesOf(book, period, sites) : null,
  }
}

function phonesOf(book: Book, period: Period, sites: readonly Site[]): PaperView['phones'] {
  const people = new Map<string, Person>()
  for (const { id } of sites) {
    for (const shift of book.shiftsBySite.get(id) ?? []) {
      const person = shift.periodId === period.id ? book.people.get(shift.personId) : undefined
      if (person) people.set(person.id, person)
    }
  }
  const lines = [...people.values()].map(({ name, mobile = '' }) => ({ name, number: mobile.replace(/^\+86/, '') }))
  const empty = { name: '', number: '' }
  return Array.from({ length: Math.ceil(lines.length / 3) }, (_, row) =>
    [0, 1, 2].map((i) => lines[row * 3 + i] ?? empty),
  )
}
