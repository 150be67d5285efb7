import * as fc from 'fast-check'
import type { BookFile, Period, Person, Shift, Site, Unit } from '../../../src/domain/book/book.ts'
import { addDays, day, hour, isoOf, momentOn } from '../../../src/domain/instant.ts'

/** A book drawn at random in which a roster is to be made: `period` is it, `siteIds` are the sites to fill. */
export type DrawnBook = { file: BookFile; period: Period; siteIds: string[]; statutory: string[] }

export const zone = 'Asia/Shanghai'
const firstDays = ['2026-09-30', '2026-10-01', '2026-12-30', '2026-12-31', '2027-02-27']
const staffPatterns = [undefined, undefined, ['08:30', '20:30'], ['00:00', '08:00', '16:00'], ['09:00']]
const shiftStarts = [undefined, undefined, '00:00', '09:00']

const subset = <T>(items: readonly T[]) => fc.subarray([...items])
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })

function peopleOf(units: readonly Unit[], size: number, first: string): fc.Arbitrary<Person[]> {
  const onePerson = (i: number): fc.Arbitrary<Person> =>
    fc
      .record({
        unitId: fc.constantFrom(...units.map(({ id }) => id)),
        position: fc.constantFrom('科长', undefined, undefined),
        noNight: fc.constantFrom(true, undefined, undefined, undefined),
        disabled: fc.constantFrom(true, undefined, undefined, undefined, undefined),
        leave: maybe(fc.record({ after: fc.integer({ min: -1, max: 2 }), days: fc.integer({ min: 0, max: 1 }) })),
      })
      .map(({ unitId, position, noNight, disabled, leave }) => ({
        id: `p-${i}`,
        name: `第${i}人`,
        unitId,
        ...(position ? { position } : {}),
        ...(noNight ? { noNight } : {}),
        ...(disabled ? { disabled } : {}),
        ...(leave ? { leave: [daysFrom(addDays(first, leave.after), leave.days)] } : {}),
      }))
  return fc.tuple(...Array.from({ length: size }, (_, i) => onePerson(i))) as fc.Arbitrary<Person[]> // a tuple of any length
}

function daysFrom(from: string, more: number) {
  return { from, to: addDays(from, more) }
}

function sitesOf(units: readonly Unit[], size: number, ids: readonly string[]): fc.Arbitrary<Site[]> {
  const oneSite = (i: number): fc.Arbitrary<Site> =>
    fc
      .record({
        unitId: fc.constantFrom(...units.map(({ id }) => id)),
        leadPersonId: fc.constantFrom(undefined, ...ids),
        contactPersonIds: maybe(subset(ids)),
        leadPoolIds: maybe(subset(ids)),
        staffPoolIds: maybe(subset(ids)),
      })
      .map((drawn) => ({ id: `s-${i}`, name: `第${i}站`, url: `http://site-${i}.example/`, ...present(drawn) }))
  return fc.tuple(...Array.from({ length: size }, (_, i) => oneSite(i))) as fc.Arbitrary<Site[]> // as above
}

/** Without the fields that were not drawn: the book knows absent fields, not empty ones. */
function present<T extends object>(drawn: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(drawn).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> } // absent where undefined was
}

type Sizes = { people: number; sites: number; units: number; days: number; shifts: number }

/** Books of at most these sizes; `shifts` are already in the roster, in another one, or in none. */
export function drawnBooks(most: Sizes): fc.Arbitrary<DrawnBook> {
  return fc
    .record({
      first: fc.constantFrom(...firstDays),
      days: fc.integer({ min: 1, max: most.days }),
      hasEve: fc.boolean(),
      isSensitive: fc.constantFrom(true, undefined, undefined),
      units: fc.integer({ min: 1, max: most.units }),
      people: fc.integer({ min: 1, max: most.people }),
      sites: fc.integer({ min: 1, max: most.sites }),
      starts: fc.array(fc.constantFrom(...shiftStarts), { minLength: 2, maxLength: 2 }),
      patterns: fc.array(fc.constantFrom(...staffPatterns), { minLength: 2, maxLength: 2 }),
    })
    .chain((plan) => {
      const units = Array.from({ length: plan.units }, (_, i): Unit => {
        const [start, pattern] = [plan.starts[i], plan.patterns[i]]
        return {
          ...{ id: `u-${i}`, name: `第${i}单位` },
          ...(start ? { shiftStartsAt: start } : {}),
          ...(pattern ? { staffChangesAt: pattern } : {}),
        }
      })
      const ids = Array.from({ length: plan.people }, (_, i) => `p-${i}`)
      return fc.record({
        plan: fc.constant(plan),
        units: fc.constant(units),
        people: peopleOf(units, plan.people, plan.first),
        sites: sitesOf(units, plan.sites, ids),
        shifts: fc.array(shiftsOver(plan.first, ids, plan.sites), { maxLength: most.shifts }),
        chosen: fc.constantFrom('all' as const, 'first' as const),
      })
    })
    .map(({ plan, units, people, sites, shifts, chosen }) => {
      const { first, days, hasEve, isSensitive } = plan
      const last = addDays(first, days - 1)
      const eve = { startsAt: `${addDays(first, -1)}T17:30:00+08:00`, endsAt: `${addDays(last, 1)}T08:30:00+08:00` }
      const period: Period = {
        ...{ id: 'made', name: '要排的', from: first, to: last, state: 'draft' },
        ...(hasEve ? eve : {}),
        ...(isSensitive ? { isSensitive } : {}),
      }
      const other: Period = { id: 'other', name: '别的', from: first, to: last, state: 'published' }
      const file: BookFile = {
        schema: 'zhishou.book/1',
        settings: { shiftStartsAt: '08:30', sensitiveStaff: 2 },
        ...{
          units,
          people,
          sites,
          periods: [period, other],
          shifts: shifts.map((one, i) => ({ ...one, id: `x${i}` })),
        },
      }
      const siteIds = sites.map(({ id }) => id).slice(0, chosen === 'all' ? sites.length : 1)
      return { file, period, siteIds, statutory: [first] }
    })
}

function shiftsOver(first: string, ids: readonly string[], sites: number): fc.Arbitrary<Omit<Shift, 'id'>> {
  return fc
    .record({
      siteId: fc.integer({ min: 0, max: sites - 1 }).map((i) => `s-${i}`),
      role: fc.constantFrom('lead' as const, 'staff' as const),
      personId: fc.constantFrom(...ids),
      periodId: fc.constantFrom('made', 'made', 'other'),
      isPinned: fc.constantFrom(true, undefined),
      startHour: fc.integer({ min: -4, max: 8 }).map((steps) => steps * 12),
      hours: fc.constantFrom(6, 12, 24, 24, 36),
    })
    .map(({ startHour, hours, isPinned, ...rest }) => {
      const from = momentOn(first, '08:30', zone) + startHour * hour
      const span = { from: isoOf(from, zone), to: isoOf(from + hours * hour, zone) }
      return { ...rest, ...span, ...(isPinned ? { isPinned } : {}) }
    })
}

/** Half an hour: every change of every drawn pattern falls on one. */
export const step = hour / 2

/** Every half hour from three days before the roster to three days after it. */
export function stepsAround(period: Period): number[] {
  const from = momentOn(period.from, '00:00', zone) - 4 * day
  const to = momentOn(period.to, '00:00', zone) + 5 * day
  return Array.from({ length: (to - from) / step }, (_, i) => from + i * step)
}
