import { dateOf, day, momentOn } from '../../domain/instant.ts'
import { reportingPeriod, reportingUnits } from '../../domain/shift-work/nil-report.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'

/** The bottom line of the wall: label and value of each fact. */
export type WallFoot = { key: string; label: string; value: string }[]

export async function footOf(room: Room, reader: SignedIn): Promise<WallFoot> {
  const book = room.deps.book.current()
  const { words, format, now } = reader
  const say = words.watchWall
  const { timezone, officePersonIds, officePhone } = book.settings
  const people = officePersonIds.flatMap((id) => book.people.get(id) ?? []).filter(({ disabled }) => !disabled)
  const today = momentOn(dateOf(now, timezone), '00:00', timezone)
  const { count, meanResponseMs } = await room.deps.log.incidents.figures(today, now + 1)
  const facts = [
    { key: 'office', label: words.wall.office, value: words.frame.listOf(people.map(({ name }) => name)) },
    { key: 'phone', label: words.wall.officePhone, value: officePhone },
    { key: 'today', label: say.today, value: format.count(count) },
    { key: 'response', label: say.response, value: meanResponseMs === null ? '' : format.elapsed(meanResponseMs) },
    { key: 'nil', label: say.nil, value: await nilOf(room, reader) },
  ]
  return facts.filter(({ value }) => value !== '')
}

/** Today's reports that are in, of all that are due; empty on a day on which nobody reports. */
async function nilOf(room: Room, { now }: SignedIn): Promise<string> {
  const book = room.deps.book.current()
  const date = dateOf(now, book.settings.timezone)
  if (!reportingPeriod(book, date)) return ''
  const units = reportingUnits(book).length
  const from = momentOn(date, '00:00', book.settings.timezone)
  const asked = { states: ['reported'], from, to: from + day }
  const { items } = await room.deps.log.records.nilReports.list(asked, { limit: units + 1, cursor: null })
  return `${items.length} / ${units}`
}
