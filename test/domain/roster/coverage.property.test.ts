import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openBook, type Period, type Shift } from '../../../src/domain/book/book.ts'
import { hour, minute } from '../../../src/domain/instant.ts'
import { coverageOf, overlap, periodSpan, uncovered } from '../../../src/domain/roster/coverage.ts'
import { bookWith, opening, shift } from '../roster.ts'

const day: Period = { id: 'one-day', name: '一天', from: '2026-10-01', to: '2026-10-01', state: 'draft' }
const minutes = fc.integer({ min: -60, max: 25 * 60 })
const drawn = fc.record({
  from: minutes,
  length: fc.constantFrom(1, 30, 59, 60, 241, 720, 1440),
  siteId: fc.constantFrom('s-portal', 's-water'),
  role: fc.constantFrom('lead' as const, 'staff' as const),
  personId: fc.constantFrom('p-li', 'p-wang', 'p-chen', 'p-gone'),
})
const rosters = fc
  .array(drawn, { maxLength: 14 })
  .map((drawings) =>
    drawings.map(
      ({ from, length, ...rest }, i): Shift =>
        shift(`x${i}`, from / 60, (from + length) / 60, { ...rest, periodId: day.id }),
    ),
  )

function bookOf(shifts: Shift[]) {
  const book = bookWith({ periods: [day], shifts })
  const gone = { id: 'p-gone', name: '已离岗', disabled: true }
  return openBook({ ...book, people: [...(book.people ?? []), gone] })
}

type Minute = { siteId: string; role: string; at: number }

/** Every minute of the day, asked one by one: the slow answer that cannot be wrong. */
function oracle(shifts: Shift[], read: (minute: Minute, running: Shift[]) => void) {
  for (let m = 0; m < 24 * 60; m++) {
    const at = opening + m * minute
    const running = shifts.filter(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to))
    for (const siteId of ['s-portal', 's-water']) {
      for (const role of ['lead', 'staff']) {
        read(
          { siteId, role, at },
          running.filter((s) => s.siteId === siteId && s.role === role),
        )
      }
    }
  }
}

test('the gaps are exactly the minutes in which nobody who is still here stands in the role', () => {
  fc.assert(
    fc.property(rosters, (shifts) => {
      const { gaps } = coverageOf(bookOf(shifts), day)
      oracle(shifts, ({ siteId, role, at }, running) => {
        const isGap = gaps.some(
          (gap) => gap.siteId === siteId && gap.role === role && gap.fromAt <= at && at < gap.toAt,
        )
        expect(isGap).toBe(!running.some(({ personId }) => personId !== 'p-gone'))
      })
    }),
    { numRuns: 60 },
  )
})

test('a site has two leads in exactly the minutes that a clash names', () => {
  fc.assert(
    fc.property(rosters, (shifts) => {
      const clashes = coverageOf(bookOf(shifts), day).clashes.filter(({ kind }) => kind === 'two_leads')
      oracle(shifts, ({ siteId, role, at }, running) => {
        if (role !== 'lead') return
        const named = clashes.some(
          (c) => c.kind === 'two_leads' && c.siteId === siteId && c.fromAt <= at && at < c.toAt,
        )
        expect(named).toBe(running.filter(({ personId }) => personId !== 'p-gone').length > 1)
      })
    }),
    { numRuns: 40 },
  )
})

test('one person is in two places in exactly the pairs of shifts that overlap at sites of two units', () => {
  fc.assert(
    fc.property(rosters, (shifts) => {
      const { clashes } = coverageOf(bookOf(shifts), day)
      const named = clashes
        .filter(({ kind }) => kind === 'two_places')
        .map(({ shiftIds }) => shiftIds.toSorted().join())
      const expected = shifts.flatMap((a, i) =>
        shifts.slice(i + 1).flatMap((b) => {
          const meet = Date.parse(a.from) < Date.parse(b.to) && Date.parse(b.from) < Date.parse(a.to)
          return meet && a.personId === b.personId && a.siteId !== b.siteId ? [[a.id, b.id].toSorted().join()] : []
        }),
      )
      expect(named.toSorted()).toEqual(expected.toSorted())
    }),
  )
})

test('one uncovered minute is a gap of that minute', () => {
  const shifts = [shift('a', 0, 10, { periodId: day.id }), shift('b', 10 + 1 / 60, 24, { periodId: day.id })]
  const { gaps } = coverageOf(bookOf(shifts), day)
  expect(gaps.filter(({ siteId, role }) => siteId === 's-portal' && role === 'staff')).toEqual([
    {
      siteId: 's-portal',
      role: 'staff',
      has: 0,
      needs: 1,
      fromAt: opening + 10 * hour,
      toAt: opening + 10 * hour + minute,
    },
  ])
})

test('lead and staff at once by one person is a clash of both roles', () => {
  const shifts = [shift('a', 0, 8), shift('b', 4, 12, { role: 'lead' })].map((s) => ({ ...s, periodId: day.id }))
  expect(coverageOf(bookOf(shifts), day).clashes).toMatchObject([
    { kind: 'both_roles', fromAt: opening + 4 * hour, toAt: opening + 8 * hour },
  ])
})

test('a period runs from the shift start of its first day to that of the day after its last', () => {
  expect(periodSpan(bookOf([]), day)).toEqual({ fromAt: opening, toAt: opening + 24 * hour })
})

test('what spans cover and what they leave open make up the whole', () => {
  const span = fc.record({ fromAt: fc.nat(100), length: fc.integer({ min: 1, max: 40 }) })
  fc.assert(
    fc.property(fc.array(span), (drawings) => {
      const spans = drawings.map(({ fromAt, length }) => ({ fromAt, toAt: fromAt + length }))
      const gaps = uncovered(spans, { fromAt: 10, toAt: 90 })
      for (let at = 10; at < 90; at++) {
        const point = { fromAt: at, toAt: at + 1 }
        const holds = (spans: { fromAt: number; toAt: number }[]) => spans.some((s) => overlap(s, point) !== null)
        expect(holds(gaps)).toBe(!holds(spans))
      }
    }),
  )
})
