import { type Holiday, holidaysOf } from '../../domain/calendar.ts'
import { addDays, instantOf } from '../../domain/instant.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { calendarOf } from '../roster/calendar.ts'
import { holidaysWithoutPeriod } from './periods.ts'

/** A holiday that has no duty period yet: what is known of it, and for the office the way to make one. */
type OfferView = { name: string; text: string; basis: string; href: string | null }

/**
 * The next two holidays without a period that begin within `days`, and a word about next year when no notice covers
 * it and the year is that near.
 */
export function offersOf(room: Room, reader: SignedIn, today: string, days = 400): { list: OfferView[]; gap: string } {
  const book = room.deps.book.current()
  const holidays = calendarOf(room.deps)
  const until = addDays(today, days)
  const list = holidaysWithoutPeriod(book, holidays, today)
    .filter(({ from }) => from <= until)
    .slice(0, 2)
    .map((holiday) => offerOf(room, reader, holiday))
  const nextYear = Number(today.slice(0, 4)) + 1
  const isNear = String(nextYear) <= until.slice(0, 4)
  const gap = isNear && holidaysOf(holidays, nextYear).length === 0 ? reader.words.duty.noNotice(nextYear) : ''
  return { list, gap }
}

function offerOf(room: Room, { words, format, isOffice }: SignedIn, holiday: Holiday): OfferView {
  const zone = room.deps.book.current().settings.timezone
  const at = (date: string) => format.date(instantOf(date, zone))
  const name = holidayName(words, holiday)
  const dates = holiday.from === holiday.to ? at(holiday.from) : `${at(holiday.from)} – ${at(holiday.to)}`
  return {
    name,
    text: words.duty.offer(name, dates),
    basis: basisOf(words, holiday),
    href: isOffice ? `/periods/new?holiday=${holiday.id}` : null,
  }
}

/** The official name with its year: 2026年国庆节. */
function holidayName(words: SignedIn['words'], { year, nameZh, nameEn }: Holiday): string {
  return words.duty.holiday(year, nameZh, nameEn)
}

/** On what the dates rest: the notice, or that there is none yet. A day is never silently called a workday. */
export function basisOf({ duty: say }: SignedIn['words'], holiday: Holiday): string {
  const { isOfficial, notice, areWorkdaysKnown } = holiday
  if (!isOfficial) return areWorkdaysKnown ? say.provisional : `${say.provisional}${say.workdaysUnknown}`
  return say.official(notice?.number ?? notice?.title ?? '')
}
