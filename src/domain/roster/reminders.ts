import type { Book, Person } from '../book/book.ts'
import { countingShifts, findDuty } from '../duty.ts'
import { addDays, dateOf, type Instant, momentOn } from '../instant.ts'
import type { RosterMessage } from '../texts/message.ts'
import { sitesAsOne } from '../texts/site-names.ts'
import type { Placed } from './placed.ts'
import { isProclaimed } from './roster.ts'

/** One reminder: to whom, of which shift, and its words. */
export type Reminder = { person: Person; startsAt: Instant; message: RosterMessage }

/** 前一晚提醒: everybody whose shift of a published roster begins tomorrow, each once, of the first of their shifts. */
export function eveReminders(book: Book, now: Instant): Reminder[] {
  const { timezone } = book.settings
  const tomorrow = addDays(dateOf(now, timezone), 1)
  const span = {
    fromAt: momentOn(tomorrow, '00:00', timezone),
    toAt: momentOn(addDays(tomorrow, 1), '00:00', timezone),
  }
  return firstTurns(book, (shift) => span.fromAt <= shift.fromAt && shift.fromAt < span.toAt).map((turn) => {
    const { person, start, role, sites } = turn
    const { lead } = findDuty(book, turn.siteId, start)
    const message = { key: 'remind.eve' as const, start, role, site: sites, lead: nameUnlessSelf(lead, person) }
    return { person, startsAt: start, message }
  })
}

/** 上岗: everybody whose shift began in the stretch (since, now], unless they had the same duty just before. */
export function startReminders(book: Book, since: Instant, now: Instant): Reminder[] {
  const begins = (shift: Placed) => since < shift.fromAt && shift.fromAt <= now && !goesOn(book, shift)
  return firstTurns(book, begins).map(({ person, start, end, role, siteId, sites }) => {
    const duty = findDuty(book, siteId, start)
    const before = findDuty(book, siteId, start - 1)
    // Of several staff, the one who goes: whoever stays on hands nothing over.
    const leaving = before.staff.find(({ id }) => !duty.staff.some((person) => person.id === id)) ?? null
    const previous = before.source !== 'roster' ? null : role === 'lead' ? before.lead : leaving
    const message = {
      key: 'shift.start' as const,
      end,
      role,
      site: sites,
      before: nameUnlessSelf(previous, person),
      lead: nameUnlessSelf(duty.lead, person),
    }
    return { person, startsAt: start, message }
  })
}

function goesOn(book: Book, shift: Placed): boolean {
  return countingShifts(book, shift.siteId).some(
    (other) => other.personId === shift.personId && other.role === shift.role && other.toAt === shift.fromAt,
  )
}

function nameUnlessSelf(other: Person | null, person: Person): string | null {
  return other && other.id !== person.id ? other.name : null
}

type Turn = {
  person: Person
  siteId: string
  start: Instant
  end: Instant
  role: Placed['role']
  sites: ReturnType<typeof sitesAsOne>
}

/** Per person the first of the wanted shifts, with every site they have in that turn. */
function firstTurns(book: Book, isWanted: (shift: Placed) => boolean): Turn[] {
  const wanted = [...book.sites.keys()].flatMap((siteId) =>
    countingShifts(book, siteId).filter(
      (shift) => isProclaimed(book.periods.get(shift.periodId ?? '')) && isWanted(shift),
    ),
  )
  return [...Map.groupBy(wanted, ({ personId }) => personId)].flatMap(([personId, shifts]): Turn[] => {
    const person = book.people.get(personId)
    const first = shifts.toSorted((a, b) => a.fromAt - b.fromAt)[0]
    if (!person || person.disabled || !first) return []
    const atOnce = shifts.filter(({ fromAt, role }) => fromAt === first.fromAt && role === first.role)
    const sites = atOnce.flatMap(({ siteId }) => book.sites.get(siteId) ?? [])
    const language = person.language ?? book.settings.language
    const { siteId, role, fromAt: start, toAt: end } = first
    return [{ person, siteId, start, end, role, sites: sitesAsOne(sites, language) }]
  })
}
