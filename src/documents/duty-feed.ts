import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import type { Book, Role } from '../domain/book/book.ts'
import { countingShifts } from '../domain/duty.ts'
import { type FeedSubject, subjectName } from '../domain/feed.ts'
import type { Language } from '../domain/language.ts'
import { maskPhone } from '../domain/phone.ts'
import { overlap } from '../domain/roster/coverage.ts'
import type { DutyEvent } from '../domain/roster/duty-events.ts'
import { feedWords } from './duty-feed-words.ts'

/** How often a calendar should look again; Apple and Outlook heed it, Google looks when it likes. */
const lookAgainSeconds = 3600
const alarmBeforeSeconds = 3600
/** No host of ours in it: an office that moves to another address keeps its entries. */
const uidDomain = 'duty.zhishou'

/**
 * The calendar as RFC 5545 text. Every moment is in UTC: the library writes hours of the server's own zone under the
 * name of another one as soon as it is told a zone, so the zone is only named for display. The text depends on nothing
 * but its arguments, so that an unchanged roster is an unchanged file.
 */
export function dutyFeed(
  book: Book,
  subject: FeedSubject,
  { events, language }: { events: readonly DutyEvent[]; language: Language },
): string {
  const words = feedWords[language]
  const name = withoutNumbers(words.calendar(subject.kind, subjectName(book, subject) ?? ''))
  const calendar = ical({
    name,
    prodId: { company: 'Zhishou', product: 'Duty roster', language: language === 'en' ? 'EN' : 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: lookAgainSeconds,
    x: [['X-WR-TIMEZONE', book.settings.timezone]],
  })
  for (const event of events) calendar.createEvent(entryOf(book, subject, event, language))
  return calendar.toString()
}

function entryOf(book: Book, subject: FeedSubject, event: DutyEvent, language: Language): ICalEventData {
  const words = feedWords[language]
  const isOwn = subject.kind === 'person'
  const isBusy = isOwn && !event.isCancelled
  const title = withoutNumbers(words.title(words.role[event.role], whatOf(book, subject, event, language)))
  const changedAt = new Date(event.changedAt)
  return {
    id: `${event.key}@${uidDomain}`,
    sequence: event.sequence,
    stamp: changedAt,
    lastModified: changedAt,
    start: new Date(event.fromAt),
    end: new Date(event.toAt),
    summary: event.isCancelled ? words.cancelled(title) : title,
    description: withoutNumbers(descriptionOf(book, event, language)),
    status: event.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: isBusy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
    busystatus: isBusy ? ICalEventBusyStatus.BUSY : ICalEventBusyStatus.FREE,
    alarms: isBusy ? [{ type: ICalAlarmType.display, triggerBefore: alarmBeforeSeconds, description: title }] : [],
  }
}

/** One's own calendar says for which sites, that of a site or unit says who. */
function whatOf(book: Book, subject: FeedSubject, event: DutyEvent, language: Language): string {
  const words = feedWords[language]
  const [first = ''] = event.siteIds
  if (subject.kind === 'person' || event.isCancelled) return words.sites(shortName(book, first), event.siteIds.length)
  const people = new Set(event.siteIds.flatMap((siteId) => namesOn(book, siteId, event.role, event)))
  return words.names([...people])
}

/** Who has which of the sites; sites with the same people share a line. */
function descriptionOf(book: Book, event: DutyEvent, language: Language): string {
  const words = feedWords[language]
  if (event.isCancelled) return words.cancelledText
  const listed = (names: string[]) => (names.length > 0 ? words.names(names) : words.nobody)
  const bySamePeople = Map.groupBy(event.siteIds, (siteId) =>
    JSON.stringify([listed(namesOn(book, siteId, 'lead', event)), listed(namesOn(book, siteId, 'staff', event))]),
  )
  const lines = [...bySamePeople].map(([people, siteIds]) => {
    const [lead = '', staff = '']: string[] = JSON.parse(people)
    return words.line(words.names(siteIds.map((siteId) => book.sites.get(siteId)?.name ?? siteId)), lead, staff)
  })
  return lines.join('\n')
}

function namesOn(book: Book, siteId: string, role: Role, event: DutyEvent): string[] {
  const shifts = countingShifts(book, siteId).filter((shift) => shift.role === role && overlap(shift, event))
  return [...new Set(shifts.flatMap(({ personId }) => book.people.get(personId)?.name ?? []))]
}

function shortName(book: Book, siteId: string): string {
  const site = book.sites.get(siteId)
  return site?.shortName ?? site?.name ?? siteId
}

/** A calendar lies on servers of others: a number that somebody wrote into a name does not go there either. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, maskPhone)
}
