import type { Book, Role, Span } from '../book/book.ts'
import { dayKind, type HolidayData, holidaysOf, holidayYears } from '../calendar.ts'
import { countingShifts } from '../duty.ts'
import { addDays, dateOf, hour, momentOn } from '../instant.ts'
import { overlap } from './coverage.ts'
import { stretchesOf } from './gate.ts'
import { nightsIn } from './night.ts'
import type { Placed } from './placed.ts'

/**
 * What a calendar day is to the pay office. `rest`: a weekend, or a day off that is no statutory holiday. `unknown`: no
 * notice covers it, so that nobody may take it for an ordinary day.
 */
export const dayClasses = ['statutory', 'rest', 'work', 'unknown'] as const
export type DayClass = (typeof dayClasses)[number]

/** What a calendar day is by the holiday notices; a day is the same for everybody. */
export function dayClassOf(data: HolidayData, date: string): DayClass {
  const holidays = holidaysOf(data, Number(date.slice(0, 4)))
  if (holidays.some(({ statutory }) => statutory.includes(date))) return 'statutory'
  const kind = dayKind(data, date)
  return kind === 'off' ? 'rest' : kind === 'unknown' ? 'unknown' : 'work'
}

/** Every calendar day that is a holiday by law, in all years the notices reach. */
export function statutoryDates(data: HolidayData): string[] {
  return holidayYears(data).flatMap((year) => holidaysOf(data, year).flatMap(({ statutory }) => statutory))
}

/** The duty of one person for the sites of one unit (null: sites without a unit), in hours. */
export type DutyHours = {
  personId: string
  unitId: string | null
  /** Without what was done at the same time at another site, or in the other role. */
  total: number
  lead: number
  staff: number
  byDay: Record<DayClass, number>
  nights: number
  /** Stretches of duty, from coming on to going off. */
  turns: number
}

/** Which duty is counted: all that begins or goes on between two moments, or the roster of one period. */
export type HoursOf = Span | { periodId: string }

/**
 * Who did how much duty, from the rosters that count: published ones, and shifts of no period. Somebody at several
 * sites at once did it once. Days are cut at midnight by the clock of the office; a part beyond the span is left out.
 * In the order of units and people in the book.
 */
export function dutyHours(book: Book, of: HoursOf, classOf: (date: string) => DayClass): DutyHours[] {
  const zone = book.settings.timezone
  const byUnit = new Map<string | null, Placed[]>()
  for (const { id, unitId = null } of book.sites.values()) {
    const there = byUnit.get(unitId) ?? []
    byUnit.set(unitId, there)
    for (const shift of countingShifts(book, id)) there.push(...countedPart(shift, of))
  }
  const rank = new Map([...book.people.keys()].map((id, i) => [id, i]))
  const partsOf = knownParts(zone)
  const unitIds = [...book.units.keys(), null]
  return unitIds.flatMap((unitId) => {
    const byPerson = Map.groupBy(byUnit.get(unitId) ?? [], ({ personId }) => personId)
    const known = [...byPerson].filter(([id]) => rank.has(id))
    const inOrder = known.sort(([a], [b]) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
    return inOrder.map(([personId, theirs]) => hoursIn(theirs, { personId, unitId, partsOf, classOf }))
  })
}

type Parts = { days: { date: string; part: Span }[]; nights: number[] }

/** A stretch's days and the beginnings of its nights; a whole city has the same few stretches, each cut up once. */
function knownParts(zone: string): (span: Span) => Parts {
  const known = new Map<string, Parts>()
  return (span) => {
    const key = `${span.fromAt} ${span.toAt}`
    const parts = known.get(key) ?? {
      days: daysIn(span, zone),
      nights: nightsIn(span, zone).map(({ fromAt }) => fromAt),
    }
    known.set(key, parts)
    return parts
  }
}

function countedPart(shift: Placed, of: HoursOf): Placed[] {
  if ('periodId' in of) return shift.periodId === of.periodId ? [shift] : []
  const shared = overlap(shift, of)
  return shared ? [{ ...shift, ...shared }] : []
}

function hoursIn(
  shifts: readonly Placed[],
  on: {
    personId: string
    unitId: string | null
    partsOf: (span: Span) => Parts
    classOf: (date: string) => DayClass
  },
): DutyHours {
  const { personId, unitId, partsOf, classOf } = on
  const stretches = stretchesOf(shifts)
  const inRole = (role: Role) => sumOf(stretchesOf(shifts.filter((shift) => shift.role === role)))
  const byDay: DutyHours['byDay'] = { statutory: 0, rest: 0, work: 0, unknown: 0 }
  for (const span of stretches) {
    for (const { date, part } of partsOf(span).days) byDay[classOf(date)] += sumOf([part])
  }
  return {
    ...{ personId, unitId },
    ...{ total: sumOf(stretches), lead: inRole('lead'), staff: inRole('staff'), byDay },
    nights: new Set(stretches.flatMap((span) => partsOf(span).nights)).size,
    turns: stretches.length,
  }
}

function sumOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { fromAt, toAt }) => sum + (toAt - fromAt) / hour, 0)
}

/** The span cut at every midnight. */
function daysIn(span: Span, zone: string): { date: string; part: Span }[] {
  const days: { date: string; part: Span }[] = []
  let date = dateOf(span.fromAt, zone)
  for (let fromAt = span.fromAt; fromAt < span.toAt; ) {
    const next = addDays(date, 1)
    const toAt = Math.min(span.toAt, momentOn(next, '00:00', zone))
    days.push({ date, part: { fromAt, toAt } })
    ;[date, fromAt] = [next, toAt]
  }
  return days
}

/** Several rows as one line under them. */
export function sumHours(rows: readonly DutyHours[]): Omit<DutyHours, 'personId' | 'unitId'> {
  const sum = { total: 0, lead: 0, staff: 0, nights: 0, turns: 0 }
  const byDay: DutyHours['byDay'] = { statutory: 0, rest: 0, work: 0, unknown: 0 }
  for (const row of rows) {
    for (const name of ['total', 'lead', 'staff', 'nights', 'turns'] as const) sum[name] += row[name]
    for (const name of dayClasses) byDay[name] += row.byDay[name]
  }
  return { ...sum, byDay }
}
