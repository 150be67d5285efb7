import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf } from '../../../src/domain/instant.ts'
import { entriesOf, isSameFilling, withCells } from '../../../src/domain/roster/cell.ts'
import { overlap } from '../../../src/domain/roster/coverage.ts'
import {
  bookOf,
  drawnFilling,
  edgesOf,
  fillingIn,
  ids,
  patterns,
  rosters,
  rows,
  standing,
  zone,
} from './small-roster.ts'

const at = () => ({ periodId: 'made', zone, newId: ids() })
const drawn = fc.record({ pattern: patterns, before: rosters(), filling: drawnFilling })
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

function filled({ pattern, before, filling: sketch }: Drawn) {
  const filling = fillingIn(bookOf(pattern), sketch)
  return { before, filling, after: withCells(before, [filling], at()) }
}

function always(read: (drawn: ReturnType<typeof filled>) => void, numRuns = 400) {
  fc.assert(
    fc.property(drawn, (one) => read(filled(one))),
    { numRuns },
  )
}

test('a filled cell holds exactly what was asked, and everybody else stands where they stood', () => {
  always(({ before, after, filling: { cell, entries } }) => {
    for (const row of rows) {
      for (const moment of edgesOf(before, after, [cell.slot])) {
        const isInCell =
          row.siteId === cell.siteId && row.role === cell.role && cell.slot.fromAt <= moment && moment < cell.slot.toAt
        const asked = entries.map((entry) => ({ ...entry, ...row }))
        expect(standing(after, row, moment)).toEqual(standing(isInCell ? asked : before, row, moment))
      }
    }
    expect(isSameFilling(entriesOf(after, cell), entries)).toBe(true)
  })
})

test('a shift that the cell does not touch, or that says what is asked, keeps its id', () => {
  always(({ before, after, filling: { cell, entries } }) => {
    const idsAfter = after.map(({ id }) => id)
    expect(new Set(idsAfter).size).toBe(idsAfter.length)
    const byId = new Map(after.map((shift) => [shift.id, shift]))
    const same = before.filter(({ siteId, role }) => siteId === cell.siteId && role === cell.role)
    for (const shift of before) {
      if (!same.includes(shift) || !overlap(shift, cell.slot)) expect(byId.get(shift.id)).toEqual(shift)
    }
    for (const entry of entries) {
      const saying = same.filter(
        (old) => old.personId === entry.personId && old.fromAt === entry.fromAt && old.toAt === entry.toAt,
      )
      if (saying.length > 0) expect(saying.map(({ id }) => byId.get(id)?.personId)).toContain(entry.personId)
    }
  })
})

test('one who stays keeps the shift, whoever else comes in the same hours and in whatever order', () => {
  const pattern = { changes: [], hasEve: false, isSensitive: false }
  const [cell] = [fillingIn(bookOf(pattern), { cell: 2, entries: [], isPinned: undefined }).cell]
  const two = (first: string, second: string) =>
    [first, second].map((personId) => ({ personId, fromAt: cell.slot.fromAt, toAt: cell.slot.toAt }))
  const before = withCells([], [{ cell, entries: two('p-a', 'p-b') }], at())
  const idOf = (shifts: typeof before, id: string) => shifts.find(({ personId }) => personId === id)?.id
  const after = withCells(before, [{ cell, entries: two('p-c', 'p-a') }], { ...at(), newId: () => 'new' })
  expect([idOf(after, 'p-a'), idOf(after, 'p-c')]).toEqual([idOf(before, 'p-a'), idOf(before, 'p-b')])
})

test('the pin is what was asked; where nothing was asked a shift that keeps its id keeps its pin', () => {
  always(({ before, after, filling: { cell, isPinned } }) => {
    const old = new Map(before.map((shift) => [shift.id, shift.isPinned ?? false]))
    const inCell = after.filter(
      (shift) =>
        shift.siteId === cell.siteId &&
        shift.role === cell.role &&
        cell.slot.fromAt <= shift.fromAt &&
        shift.toAt <= cell.slot.toAt,
    )
    for (const shift of inCell) expect(shift.isPinned ?? false).toBe(isPinned ?? old.get(shift.id) ?? false)
  })
})

test('filling a cell with what it holds changes nothing, not even an id', () => {
  always(({ after, filling }) => {
    const again = withCells(after, [filling], at())
    const text = (shifts: typeof after) => shifts.map((shift) => JSON.stringify(shift)).sort()
    expect(text(again)).toEqual(text(after))
  })
})

test('the times that the book keeps are the times that count', () => {
  always(({ after }) => {
    for (const { from, to, fromAt, toAt } of after) {
      expect([instantOf(from, zone), instantOf(to, zone)]).toEqual([fromAt, toAt])
      expect(fromAt).toBeLessThan(toAt)
    }
  })
})

test('many cells filled at once are the same cells filled one after the other', () => {
  const several = fc.record({
    pattern: patterns,
    before: rosters(),
    fillings: fc.array(drawnFilling, { maxLength: 5 }),
  })
  fc.assert(
    fc.property(several, ({ pattern, before, fillings }) => {
      const book = bookOf(pattern)
      const all = fillings.map((one) => fillingIn(book, one))
      const together = withCells(before, all, at())
      const step = at()
      const inTurn = all.reduce((shifts, one) => withCells(shifts, [one], step), before)
      for (const row of rows) {
        for (const moment of edgesOf(before, together, inTurn)) {
          expect(standing(together, row, moment)).toEqual(standing(inTurn, row, moment))
        }
      }
    }),
    { numRuns: 200 },
  )
})
