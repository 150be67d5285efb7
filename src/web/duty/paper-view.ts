import type { Book, Period, Person, Site } from '../../domain/book/book.ts'
import { instantOf } from '../../domain/instant.ts'
import { shiftsOfPeriod } from '../../domain/roster/placed.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { type QrView, qrOf } from './qr-view.ts'

/** What stands around the table on paper. */
export type PaperView = {
  title: string
  line: string[]
  /** Why it was published with something missing. */
  override: string
  notes: string[]
  signs: string[]
  address: string | null
  qr: QrView | null
}

/** The copy for the public has no address of the code page, and whoever made it is not named. */
export function paperOf(
  room: Room,
  reader: SignedIn,
  { period, isPublic, unit }: { period: Period; isPublic: boolean; unit: string | null },
): PaperView {
  const book = room.deps.book.current()
  const { words, format, person } = reader
  const { officeName, officePhone, shiftStartsAt, timezone } = book.settings
  const address = isPublic ? null : `${room.deps.config.publicUrl.replace(/\/$/, '')}/a`
  const ofUnit = unit === null ? undefined : book.units.get(unit)?.name
  const { swappedAt, publishedAt } = period
  const madeAt = swappedAt ?? publishedAt
  const stamp = madeAt ? format.stamp(instantOf(madeAt, timezone)).slice(0, 16) : ''
  const version =
    period.state === 'draft'
      ? words.duty.paper.draft
      : words.duty.paper.version(period.version ?? 1, stamp, swappedAt !== undefined)
  return {
    title: words.duty.paper.title(officeName, period.from.slice(0, 4), period.name),
    line: [
      ofUnit ? words.table.ofUnit(ofUnit) : '',
      words.duty.paper.hours(shiftStartsAt),
      officePhone ? words.duty.paper.phone(officePhone) : '',
      version,
    ].filter(Boolean),
    override: overrideLine(book, reader, period),
    notes: words.duty.paper.notes,
    signs: words.duty.paper.signs(isPublic ? '____________' : person.name, stamp.slice(0, 10)),
    address,
    qr: address === null ? null : qrOf(address),
  }
}

/** Why the roster was published with something missing, and who answers for it; empty when nothing was. */
export function overrideLine(book: Book, { words, format }: SignedIn, { override }: Period): string {
  if (!override) return ''
  const at = format.stamp(instantOf(override.at, book.settings.timezone)).slice(0, 16)
  return words.table.override(override.reason, override.personName, at)
}

type PhoneLine = { name: string; position: string; number: string }

/** The telephone list of the shown sites, three people a row. */
export function phonesOf(book: Book, period: Period, sites: readonly Site[]): PhoneLine[][] {
  const shifts = shiftsOfPeriod(book, period.id)
  const people = new Map<string, Person>()
  for (const { id } of sites) {
    for (const { personId } of shifts.get(id) ?? []) {
      const person = book.people.get(personId)
      if (person) people.set(personId, person)
    }
  }
  const lines = [...people.values()].map(({ name, position = '', mobile = '' }) => {
    return { name, position, number: mobile.replace(/^\+86/, '') }
  })
  const empty = { name: '', position: '', number: '' }
  return Array.from({ length: Math.ceil(lines.length / 3) }, (_, row) =>
    [0, 1, 2].map((i) => lines[row * 3 + i] ?? empty),
  )
}
