import type { Book, Person } from '../../domain/book/book.ts'
import { countingShifts, findDuty } from '../../domain/duty.ts'
import { maskPhone } from '../../domain/phone.ts'
import { seesNumbers } from '../desk/keeping.ts'
import type { SignedIn } from '../reader.ts'

export type OnDutyView = {
  people: { role: string; name: string; number: string; tel: string | null; callLabel: string }[]
  source: string
  next: string
}

/** Who answers for the site now, from where that is known, and who comes next. */
export function onDutyOf(book: Book, reader: SignedIn, siteId: string): OnDutyView {
  const { words, now } = reader
  const duty = findDuty(book, siteId, now)
  const sees = seesNumbers(book, reader, siteId)
  const line = (role: string, person: Person) => ({
    role,
    name: person.name,
    number: person.mobile ? maskPhone(person.mobile) : words.desk.noMobile,
    tel: sees && person.mobile && person.id !== reader.person.id ? person.mobile : null,
    callLabel: words.duty.call(person.name),
  })
  const { lead: leadRole, staff: staffRole } = words.watch.roleShort
  return {
    people: [...(duty.lead ? [line(leadRole, duty.lead)] : []), ...duty.staff.map((person) => line(staffRole, person))],
    source: duty.source === 'roster' ? '' : words.site.source[duty.source],
    next: nextLine(book, reader, siteId),
  }
}

function nextLine(book: Book, { words, format, now }: SignedIn, siteId: string): string {
  const shifts = countingShifts(book, siteId)
  const ends = shifts.filter(({ fromAt, toAt }) => fromAt <= now && now < toAt).map(({ toAt }) => toAt)
  const until = ends.length > 0 ? words.site.until(format.moment(Math.min(...ends))) : ''
  const next = shifts.find(({ fromAt }) => fromAt > now)
  if (!next) return until
  const then = shifts.filter(({ fromAt }) => fromAt === next.fromAt)
  const names = then.flatMap(({ personId }) => book.people.get(personId)?.name ?? [])
  return until + words.site.next(format.moment(next.fromAt), words.frame.listOf([...new Set(names)]))
}
