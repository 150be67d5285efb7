import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BookFile, openBook, type Person } from '../../../src/domain/book/book.ts'
import { minute } from '../../../src/domain/instant.ts'
import { bare, withCells } from '../../../src/domain/roster/cell.ts'
import { type Finding, gateOf, isOnLeave } from '../../../src/domain/roster/gate.ts'
import type { Placed } from '../../../src/domain/roster/placed.ts'
import type { Reach } from '../../../src/domain/roster/reach.ts'
import {
  bookOf,
  drawnFilling,
  edgesOf,
  fileWith,
  fillingIn,
  ids,
  localClock,
  localDate,
  opening,
  patterns,
  periodWith,
  personIds,
  rosters,
  rows,
  zone,
} from './small-roster.ts'

const reaches = ['verified', 'unverified', 'failed', 'none', 'dead', 'opted_out'] as const
const drawn = fc
  .record({
    pattern: patterns,
    roster: rosters(10),
    edits: fc.array(drawnFilling, { maxLength: 6 }),
    /** Two shifts that change hands. */
    swap: fc.tuple(fc.nat(30), fc.nat(30)),
    leave: fc.array(fc.record({ person: fc.nat(3), day: fc.constantFrom('2026-09-30', '2026-10-01', '2026-10-02') }), {
      maxLength: 3,
    }),
    noNight: fc.subarray([...personIds]),
    gone: fc.subarray([...personIds], { maxLength: 1 }),
    reach: fc.array(fc.constantFrom<Reach>(...reaches), { minLength: 4, maxLength: 4 }),
  })
  .map(({ pattern, roster, edits, swap: [a, b], leave, noNight, gone, reach }) => {
    const book = bookOf(pattern)
    const fillings = edits.map((edit) => fillingIn(book, edit))
    const edited = withCells(roster, fillings, { periodId: 'made', zone, newId: ids() })
    const shifts = swapped(edited, a, b)
    const people = personIds.map((id, i): Person => {
      const days = leave.filter(({ person }) => person === i).map(({ day }) => ({ from: day, to: day }))
      return {
        ...{ id, name: id },
        ...(days.length > 0 ? { leave: days } : {}),
        ...(noNight.includes(id) ? { noNight: true } : {}),
        ...(gone.includes(id) ? { disabled: true } : {}),
      }
    })
    const file: BookFile = fileWith(pattern, [], { people, shifts: shifts.map(bare) })
    const reachOf = new Map(personIds.map((id, i) => [id as string, reach[i] ?? 'verified']))
    const gate = gateOf(openBook(file), periodWith(pattern), (id) => reachOf.get(id) ?? 'verified')
    return { pattern, shifts, people, gate, reachOf, gone: new Set<string>(gone) }
  })

function swapped(shifts: Placed[], a: number, b: number): Placed[] {
  const [one, other] = [shifts[a % (shifts.length || 1)], shifts[b % (shifts.length || 1)]]
  if (!one || !other) return shifts
  return shifts.map((shift) => {
    if (shift === one) return { ...shift, personId: other.personId }
    return shift === other ? { ...shift, personId: one.personId } : shift
  })
}

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

/** The window by the calendar on the wall, and every moment at which anything in it may change. */
function momentsOf({ pattern, shifts }: Drawn): number[] {
  const fromAt = pattern.hasEve ? opening - 15 * 60 * minute : opening
  const toAt = opening + 48 * 60 * minute
  return edgesOf(shifts, [{ fromAt, toAt }]).filter((at) => fromAt <= at && at < toAt)
}

const holds = (findings: readonly Finding[], row: (typeof rows)[number], at: number) =>
  findings.filter((f) => f.siteId === row.siteId && f.role === row.role && f.fromAt <= at && at < f.toAt)

function always(read: (drawn: Drawn) => void) {
  fc.assert(fc.property(drawn, read), { numRuns: 300 })
}

test('every minute with too few different people who are still here is a gap that says how many, and no other is', () => {
  always((one) => {
    const gaps = one.gate.obstacles.filter(({ kind }) => kind === 'gap')
    for (const row of rows) {
      const needs = row.role === 'staff' && one.pattern.isSensitive ? 2 : 1
      for (const at of momentsOf(one)) {
        const there = one.shifts.filter(
          (s) => s.siteId === row.siteId && s.role === row.role && s.fromAt <= at && at < s.toAt,
        )
        const has = new Set(there.map(({ personId }) => personId).filter((id) => !one.gone.has(id))).size
        const found = holds(gaps, row, at).map((gap) => (gap.kind === 'gap' ? [gap.has, gap.needs] : []))
        expect(found).toEqual(has < needs ? [[has, needs]] : [])
      }
    }
  })
})

test('no minute has two leads, one person in two units, or one person in both roles unnoticed', () => {
  always((one) => {
    const { impossibilities } = one.gate
    const kinds = (kind: Finding['kind']) => impossibilities.filter((f) => f.kind === kind)
    for (const at of edgesOf(one.shifts)) {
      const there = one.shifts.filter((s) => s.fromAt <= at && at < s.toAt)
      const covers = (kind: Finding['kind'], is: (f: Finding) => boolean) =>
        kinds(kind).some((f) => f.fromAt <= at && at < f.toAt && is(f))
      for (const { siteId, role } of rows) {
        const leads = there.filter((s) => s.siteId === siteId && s.role === 'lead' && !one.gone.has(s.personId))
        const isTwo = new Set(leads.map(({ personId }) => personId)).size > 1
        if (role === 'lead') expect(covers('two_leads', (f) => f.siteId === siteId)).toBe(isTwo)
      }
      for (const personId of personIds) {
        const theirs = there.filter((s) => s.personId === personId)
        const units = new Set(theirs.map(({ siteId }) => (siteId === 's-c' ? 'u-b' : 'u-a')))
        const isOf = (f: Finding) => 'personId' in f && f.personId === personId
        expect(covers('two_places', isOf)).toBe(units.size > 1)
        const isBoth = theirs.some((a) => theirs.some((b) => a.siteId === b.siteId && a.role !== b.role))
        expect(covers('both_roles', isOf)).toBe(isBoth)
      }
    }
  })
})

test('whoever cannot be told keeps the roster from being published, and a number that is not proven is remarked', () => {
  always(({ shifts, gate, reachOf }) => {
    const named = (kind: Finding['kind']) =>
      [...gate.obstacles, ...gate.remarks]
        .flatMap((f) => (f.kind === kind && 'personId' in f ? [f.personId] : []))
        .sort()
    const onDuty = [...new Set(shifts.map(({ personId }) => personId))].sort()
    const has = (...states: Reach[]) => onDuty.filter((id) => states.includes(reachOf.get(id) ?? 'none'))
    expect(named('unreachable')).toEqual(has('none', 'dead', 'opted_out'))
    expect(named('number')).toEqual(has('unverified', 'failed'))
  })
})

test('duty on leave, at night against a note, or for two days without a break is remarked, and nothing else is', () => {
  always(({ shifts, people, gate }) => {
    const named = (kind: Finding['kind']) =>
      new Set(gate.remarks.flatMap((f) => (f.kind === kind && 'personId' in f ? [f.personId] : [])))
    for (const { id, leave = [], noNight } of people) {
      const theirs = shifts.filter(({ personId }) => personId === id)
      const minutes = (read: (at: number, shift: Placed) => boolean) =>
        theirs.some((shift) => {
          for (let at = shift.fromAt; at < shift.toAt; at += minute) if (read(at, shift)) return true
          return false
        })
      const isDark = (at: number) => localClock(at) >= '22:00' || localClock(at) < '06:00'
      expect(named('no_night').has(id)).toBe(Boolean(noNight) && minutes(isDark))
      // The last twelve hours of a shift that began the day before are the morning after, not a day of leave.
      const isAway = (at: number, shift: Placed) =>
        (at === shift.fromAt || at <= shift.toAt - 12 * 60 * minute) && leave.some(({ from }) => from === localDate(at))
      expect(named('on_leave').has(id)).toBe(minutes(isAway))
      let run = 0
      const edges = edgesOf(theirs)
      const isLong = edges.some((at, i) => {
        const isOn = theirs.some((s) => s.fromAt <= at && at < s.toAt)
        run = isOn ? run + ((edges[i + 1] ?? at) - at) : 0
        return run >= 48 * 60 * minute
      })
      expect(named('long_stretch').has(id)).toBe(isLong)
    }
  })
})

test('a shift that only ends on the morning of a leave is not on it; one that goes on to its noon is', () => {
  const person = { leave: [{ from: '2026-10-02', to: '2026-10-02' }] }
  const until = (hours: number) => isOnLeave(person, { fromAt: opening, toAt: opening + hours * 60 * minute }, zone)
  expect([until(24), until(27.4), until(27.5), until(36)]).toEqual([false, false, true, true])
  expect(isOnLeave({}, { fromAt: opening, toAt: opening + 1 }, zone)).toBe(false)
})
