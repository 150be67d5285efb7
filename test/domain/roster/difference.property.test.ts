import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { withCells } from '../../../src/domain/roster/cell.ts'
import {
  affectedPeople,
  type RosterChange,
  rosterAfter,
  rosterDifference,
  type Stretch,
} from '../../../src/domain/roster/difference.ts'
import { withChanges } from '../../../src/domain/roster/revert.ts'
import {
  bookOf,
  drawnFilling,
  edgesOf,
  fillingIn,
  ids,
  patterns,
  periodWith,
  rosters,
  rows,
  standing,
  zone,
} from './small-roster.ts'

/** Two rosters: one made of the other by a few cells, as an editor does, or two that know nothing of each other. */
const pairs = fc
  .record({
    pattern: patterns,
    before: rosters(),
    fillings: fc.array(drawnFilling, { maxLength: 4 }),
    other: fc.option(rosters()),
  })
  .map(({ pattern, before, fillings, other }) => {
    const book = bookOf(pattern)
    const all = fillings.map((one) => fillingIn(book, one))
    const after = other ?? withCells(before, all, { periodId: 'made', zone, newId: ids() })
    return { pattern, before, after }
  })

const people = (shifts: readonly Stretch[], row: (typeof rows)[number], at: number) => [
  ...new Set(standing(shifts, row, at)),
]

/** Everybody who stands anywhere, moment by moment: two rosters with the same text are the same to the minute. */
function told(shifts: readonly Stretch[], edges: readonly number[]): string[] {
  return rows.flatMap((row) => edges.map((at) => `${row.siteId} ${row.role} ${at}: ${people(shifts, row, at)}`))
}

test('a change names every moment at which a row is another, with who stood and who stands there, and no other', () => {
  fc.assert(
    fc.property(pairs, ({ before, after }) => {
      const changes = rosterDifference(before, after)
      for (const row of rows) {
        for (const at of edgesOf(before, after)) {
          const here = changes.filter((c) => {
            return c.siteId === row.siteId && c.role === row.role && c.fromAt <= at && at < c.toAt
          })
          const [old, now] = [people(before, row, at), people(after, row, at)]
          const expected = String(old) === String(now) ? [] : [{ before: old, after: now }]
          expect(here.map((c) => ({ before: c.before, after: c.after }))).toEqual(expected)
        }
      }
    }),
    { numRuns: 400 },
  )
})

test('nothing differs exactly where the rosters are the same minute for minute', () => {
  fc.assert(
    fc.property(pairs, ({ before, after }) => {
      const edges = edgesOf(before, after)
      const isSame = String(told(before, edges)) === String(told(after, edges))
      expect(rosterDifference(before, after).length === 0).toBe(isSame)
      expect(rosterDifference(before, before)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('changes come by site and time, and two that touch differ', () => {
  fc.assert(
    fc.property(pairs, ({ before, after }) => {
      const changes = rosterDifference(before, after)
      const order = changes.map(({ siteId, fromAt }) => `${siteId} ${String(fromAt).padStart(16, '0')}`)
      expect(order).toEqual(order.toSorted())
      const ends = new Map<string, RosterChange>()
      for (const change of changes) {
        const last = ends.get(`${change.siteId} ${change.role}`)
        if (last?.toAt === change.fromAt) expect([last.before, last.after]).not.toEqual([change.before, change.after])
        ends.set(`${change.siteId} ${change.role}`, change)
      }
    }),
  )
})

test.each(['before', 'after'] as const)('the changes made on the one roster give the other: %s', (side) => {
  fc.assert(
    fc.property(pairs, ({ pattern, before, after }) => {
      const changes = rosterDifference(before, after)
      const [from, to] = side === 'after' ? [before, after] : [after, before]
      const order = side === 'after' ? changes : changes.toReversed()
      const made = withChanges(bookOf(pattern), periodWith(pattern), from, { changes: order, side, newId: ids('back') })
      const edges = edgesOf(before, after, made)
      expect(told(made, edges)).toEqual(told(to, edges))
      expect(new Set(made.map(({ id }) => id)).size).toBe(made.length)
    }),
    { numRuns: 400 },
  )
})

test('a pattern that was changed in between does not keep changes from being taken back', () => {
  const twice = fc.record({ pair: pairs, later: patterns })
  fc.assert(
    fc.property(twice, ({ pair: { before, after }, later }) => {
      const changes = rosterDifference(before, after).toReversed()
      const at = { changes, side: 'before' as const, newId: ids('back') }
      const made = withChanges(bookOf(later), periodWith(later), after, at)
      const edges = edgesOf(before, after, made)
      expect(told(made, edges)).toEqual(told(before, edges))
    }),
    { numRuns: 200 },
  )
})

test('every version’s changes, one after the other, come to the last version', () => {
  fc.assert(
    fc.property(fc.array(rosters(), { maxLength: 5 }), (versions) => {
      const changes = versions.flatMap((version, i) => rosterDifference(versions[i - 1] ?? [], version))
      const made = rosterAfter(changes)
      const last = versions.at(-1) ?? []
      const edges = edgesOf(made, last)
      expect(told(made, edges)).toEqual(told(last, edges))
    }),
  )
})

test('whoever has more or less duty than before is told, and nobody else', () => {
  fc.assert(
    fc.property(pairs, ({ before, after }) => {
      const edges = edgesOf(before, after)
      const duty = (shifts: readonly Stretch[], id: string) =>
        rows.flatMap((row) =>
          edges.flatMap((at) => (people(shifts, row, at).includes(id) ? [`${row.siteId} ${row.role} ${at}`] : [])),
        )
      const expected = ['p-a', 'p-b', 'p-c', 'p-d'].filter((id) => String(duty(before, id)) !== String(duty(after, id)))
      expect([...affectedPeople(rosterDifference(before, after)).keys()].sort()).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})
