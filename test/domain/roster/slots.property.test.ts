import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openBook, type Period } from '../../../src/domain/book/book.ts'
import { hour, instantOf, isoOf, minute } from '../../../src/domain/instant.ts'
import { changesOf, slotsOf } from '../../../src/domain/roster/slots.ts'
import { localClock, localDate, zone } from './small-roster.ts'

const clock = fc.integer({ min: 0, max: 1439 }).map((m) => localClock(m * minute - 8 * hour))
const clocks = fc.array(clock, { minLength: 1, maxLength: 4 })
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
/** Ends of months and years, a leap day, and an ordinary one. */
const firstDay = fc.constantFrom('2026-09-30', '2026-10-31', '2026-12-30', '2026-12-31', '2028-02-28', '2026-10-05')

const drawn = fc
  .record({
    first: firstDay,
    days: fc.integer({ min: 1, max: 4 }),
    /** How many minutes before the first day and after the last the window opens and closes, where it is written. */
    before: maybe(fc.integer({ min: -600, max: 2000 })),
    after: maybe(fc.integer({ min: -200, max: 2000 })),
    officeStart: clock,
    officeStaff: fc.array(clock, { maxLength: 4 }),
    unitStart: maybe(clock),
    unitStaff: maybe(clocks),
    role: fc.constantFrom('lead' as const, 'staff' as const),
  })
  .map(({ first, days, before, after, officeStart, officeStaff, unitStart, unitStaff, role }) => {
    const midnight = instantOf(`${first}T00:00:00+08:00`, 'utc')
    const end = midnight + days * 24 * hour
    const period: Period = {
      ...{ id: 'made', name: '期', from: first, to: localDate(end - 1), state: 'draft' },
      ...(before === undefined ? {} : { startsAt: isoOf(midnight - before * minute, zone) }),
      ...(after === undefined ? {} : { endsAt: isoOf(end + after * minute, zone) }),
    }
    const own = {
      ...(unitStart ? { shiftStartsAt: unitStart } : {}),
      ...(unitStaff ? { staffChangesAt: unitStaff } : {}),
    }
    const book = openBook({
      schema: 'zhishou.book/1',
      settings: { shiftStartsAt: officeStart, staffChangesAt: officeStaff },
      units: [{ id: 'u', name: '单位', ...own }],
    })
    const start = (day: number) => instantOf(`${localDate(day)}T${officeStart}:00+08:00`, 'utc')
    const window = {
      fromAt: before === undefined ? start(midnight) : midnight - before * minute,
      toAt: after === undefined ? start(end) : end + after * minute,
    }
    const lead = [unitStart ?? officeStart]
    const office = officeStaff.length > 0 && !unitStart ? officeStaff : lead
    const changes = role === 'lead' ? lead : (unitStaff ?? office)
    return { book, period, role, window, changes }
  })
  .filter(({ window }) => window.fromAt < window.toAt)

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never
const slotsIn = ({ book, period, role }: Drawn) => slotsOf(book, period, { unitId: 'u' }, role)

test('the slots are the whole window, one after the other, without a gap or an overlap', () => {
  fc.assert(
    fc.property(drawn, (one) => {
      const slots = slotsIn(one)
      expect([slots[0]?.fromAt, slots.at(-1)?.toAt]).toEqual([one.window.fromAt, one.window.toAt])
      for (const [i, slot] of slots.entries()) {
        expect(slot.fromAt).toBeLessThan(slot.toAt)
        expect(slots[i + 1]?.fromAt ?? slot.toAt).toBe(slot.toAt)
      }
    }),
    { numRuns: 1000 },
  )
})

test('people change where the unit’s pattern says, else the office’s, and nowhere else within the window', () => {
  fc.assert(
    fc.property(drawn, (one) => {
      const cuts = slotsIn(one)
        .slice(1)
        .map(({ fromAt }) => fromAt)
      const expected: number[] = []
      for (let at = one.window.fromAt + minute; at < one.window.toAt; at += minute) {
        if (one.changes.includes(localClock(at))) expected.push(at)
      }
      expect(cuts).toEqual(expected)
      expect(changesOf(one.book, { unitId: 'u' }, one.role)).toEqual([...new Set(one.changes)].sort())
    }),
    { numRuns: 150 },
  )
})

test('a slot is named by the day on which it begins, and is an eve shift before the first day only', () => {
  fc.assert(
    fc.property(drawn, (one) => {
      for (const { fromAt, date, isEve } of slotsIn(one)) {
        expect([date, isEve]).toEqual([localDate(fromAt), localDate(fromAt) < one.period.from])
      }
    }),
  )
})

test('a unit without a pattern of its own has the office’s, and a site without a unit too', () => {
  const book = openBook({ schema: 'zhishou.book/1', settings: { staffChangesAt: ['20:30', '08:30', '20:30'] } })
  expect([
    changesOf(book, {}, 'staff'),
    changesOf(book, { unitId: 'gone' }, 'staff'),
    changesOf(book, {}, 'lead'),
  ]).toEqual([['08:30', '20:30'], ['08:30', '20:30'], ['08:30']])
})
