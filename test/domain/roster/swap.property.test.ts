import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openBook } from '../../../src/domain/book/book.ts'
import { minute } from '../../../src/domain/instant.ts'
import { withCells } from '../../../src/domain/roster/cell.ts'
import { coverageOf, periodSpan } from '../../../src/domain/roster/coverage.ts'
import type { Placed } from '../../../src/domain/roster/placed.ts'
import { isWaiting, moveSwap, type Swap, type SwapAct, type SwapShift } from '../../../src/domain/roster/swap.ts'
import { breaksRoster, swappedBook, takingProblems, turnOf } from '../../../src/domain/roster/swap-rules.ts'
import {
  allCells,
  bookOf,
  edgesOf,
  fileWith,
  ids,
  opening,
  type Pattern,
  patterns,
  periodWith,
  personIds,
  placed,
  rosters,
  rows,
  standing,
  zone,
} from './small-roster.ts'

const refOf = (id: string) => ({ id, name: id })
const from = 'p-a'
const to = 'p-b'

function swapOf(given: SwapShift[], inReturn: SwapShift[], parties = { from, to }): Swap {
  return {
    ...{ id: 'w', version: 1, state: 'asked', subject: given[0]?.siteId ?? '', personId: parties.from },
    ...{ at: opening, dueAt: opening + 60 * minute, periodId: 'made', given, inReturn },
    ...{ from: refOf(parties.from), to: refOf(parties.to), reason: '', steps: [] },
  }
}

const acts = ['accept', 'decline', 'withdraw', 'approve', 'refuse', 'lapse'] as const
const turn = fc.record({
  act: fc.constantFrom<SwapAct>(...acts),
  by: fc.constantFrom(...personIds, null),
  mayApprove: fc.boolean(),
})
type Turn = { act: SwapAct; by: string | null; mayApprove: boolean }

/** Every act on the swap in turn, each with what was before and after it. */
function played(turns: readonly Turn[]) {
  let swap = swapOf([], [])
  return turns.map(({ act, by, mayApprove }, i) => {
    const before = swap
    const actor = { by: by === null ? null : refOf(by), mayApprove, note: '' }
    const moved = moveSwap(before, act, actor, opening + i)
    if ('swap' in moved) swap = moved.swap
    return { act, by, mayApprove, before, after: swap, isRefused: 'refusal' in moved }
  })
}

function always(read: (story: ReturnType<typeof played>) => void) {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 12 }), (turns) => read(played(turns))),
    { numRuns: 3000 },
  )
}

test('a swap is approved only after the other accepted it, by somebody who may and takes no part in it', () => {
  always((story) => {
    for (const [i, { after, before, act, by, mayApprove }] of story.entries()) {
      if (after.state !== 'approved' || before.state === 'approved') continue
      expect({ act, mayApprove, isParty: by === from || by === to, by: by !== null }).toEqual({
        ...{ act: 'approve', mayApprove: true, isParty: false, by: true },
      })
      const accepted = story
        .slice(0, i)
        .filter((turn) => turn.after.state === 'accepted' && turn.before.state === 'asked')
      expect(accepted.map((turn) => [turn.act, turn.by])).toEqual([['accept', to]])
    }
  })
})

test('each party speaks for itself, only the clock lets a swap lapse, and nobody refuses what is their own', () => {
  const who: Record<SwapAct, (by: string | null) => boolean> = {
    accept: (by) => by === to,
    decline: (by) => by === to,
    withdraw: (by) => by === from,
    approve: (by) => by === 'p-c' || by === 'p-d',
    refuse: (by) => by === 'p-c' || by === 'p-d',
    lapse: (by) => by === null,
  }
  always((story) => {
    for (const { act, by, isRefused } of story) if (!isRefused) expect(who[act](by)).toBe(true)
  })
})

test('what is over never moves again, and every step is one version and one line', () => {
  always((story) => {
    for (const { before, after, isRefused } of story) {
      if (!isWaiting(before)) expect(isRefused).toBe(true)
      if (isRefused) expect(after).toBe(before)
      else {
        expect([after.version, after.steps.length]).toEqual([before.version + 1, before.steps.length + 1])
        expect(after.steps.at(-1)?.state).toBe(after.state)
        expect(after.dueAt).toBe(isWaiting(after) ? before.dueAt : null)
      }
    }
  })
})

const everybody = [...personIds, 'p-e', 'p-f', 'p-g']
const pools = { lead: ['p-a', 'p-b'], staff: ['p-c', 'p-d'] }

// A whole roster, of which one turn is given, now, before or while it runs.
const fullRoster = fc
  .record({
    pattern: patterns,
    people: fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }),
    given: fc.nat(60),
    returned: fc.option(fc.nat(60)),
    heir: fc.nat(6),
    nowMinutes: fc.integer({ min: -1000, max: 2880 }),
    seconds: fc.nat(59_999),
  })
  .map(({ pattern, people, given, returned, heir, nowMinutes, seconds }) => {
    const shifts = fullOf(pattern, people)
    const now = opening + nowMinutes * minute + seconds
    const staff = everybody.map((id, i) => ({ id, name: id, mobile: `+861380000000${i}` }))
    const file = fileWith(pattern, shifts, { people: staff, periods: [periodWith(pattern, 'published')] })
    const book = openBook(file)
    const open = shifts.filter(({ toAt }) => toAt > now)
    const first = open[given % (open.length || 1)]
    if (!first) return null
    const personId = everybody[heir] ?? 'p-a'
    const theirs = open.filter((shift) => shift.personId === personId)
    const second = returned === null ? undefined : theirs[returned % (theirs.length || 1)]
    const swap = swapOf(turnOf(book, first), second ? turnOf(book, second) : [], { from: first.personId, to: personId })
    return { pattern, file, book, shifts, swap, now }
  })

/** Every cell filled, leads, staff and the second unit each by their own people: nothing clashes to begin with. */
function fullOf(pattern: Pattern, people: readonly number[]): Placed[] {
  const fillings = allCells(bookOf(pattern)).map((cell, i) => {
    const drawn = people[i % people.length] ?? 0
    const pool = cell.siteId === 's-c' ? (cell.role === 'lead' ? ['p-e'] : ['p-f', 'p-g']) : pools[cell.role]
    const needs = pattern.isSensitive && cell.role === 'staff' ? 2 : 1
    const { fromAt, toAt } = cell.slot
    const some = needs === pool.length ? pool : [pool[drawn % pool.length] ?? '']
    return { cell, entries: some.map((personId) => ({ personId, fromAt, toAt })) }
  })
  return withCells([], fillings, { periodId: 'made', zone, newId: ids() })
}

test('a swap changes the minutes of the two alone, on the shifts it names, and none before its own', () => {
  fc.assert(
    fc.property(fullRoster, (one) => {
      if (!one || one.swap.from.id === one.swap.to.id) return
      const { file, shifts, swap, now } = one
      const after = placedIn(swappedBook(file, swap, now, zone, ids('swapped')))
      const cutAt = now - (now % minute)
      const heirs = new Map([
        ...swap.given.map(({ id }): [string, string] => [id, swap.to.id]),
        ...swap.inReturn.map(({ id }): [string, string] => [id, swap.from.id]),
      ])
      for (const row of rows) {
        for (const at of edgesOf(shifts, after, [{ fromAt: cutAt, toAt: now }])) {
          const running = shifts.filter(
            (s) => s.siteId === row.siteId && s.role === row.role && s.fromAt <= at && at < s.toAt,
          )
          const expected = running.map((s) => (at >= cutAt ? (heirs.get(s.id) ?? s.personId) : s.personId)).sort()
          expect(standing(after, row, at)).toEqual(expected)
        }
      }
      for (const { fromAt, toAt } of after) {
        expect(fromAt).toBeLessThan(toAt)
        expect(fromAt % minute).toBe(0)
      }
      expect(new Set(after.map(({ id }) => id)).size).toBe(after.length)
    }),
    { numRuns: 500 },
  )
})

test('a swap against which nothing stands opens no gap and makes no clash', () => {
  let clear = 0
  fc.assert(
    fc.property(fullRoster, (one) => {
      if (!one || one.swap.from.id === one.swap.to.id) return
      const { pattern, file, book, swap, now } = one
      const [giver, taker] = [book.people.get(swap.from.id), book.people.get(swap.to.id)]
      if (!giver || !taker) return
      const problems = [
        ...takingProblems(book, taker, swap.given, swap.inReturn),
        ...takingProblems(book, giver, swap.inReturn, swap.given),
      ]
      if (problems.length > 0) return
      clear++
      const after = swappedBook(file, swap, now, zone, ids('swapped'))
      const [old, next] = [file, after].map((f) => coverageOf(openBook(f), periodWith(pattern)))
      expect(next?.gaps).toEqual(old?.gaps)
      expect([old?.clashes, next?.clashes]).toEqual([[], []])
      expect(breaksRoster(file, after, 'made')).toBe(false)
    }),
    { numRuns: 1500 },
  )
  expect(clear).toBeGreaterThan(100)
})

test('a hole that opens is seen whatever closes elsewhere: edge by edge, nobody is fewer than the roster needs and had', () => {
  const seen = { broken: 0, whole: 0 }
  fc.assert(
    fc.property(patterns, rosters(10), rosters(10), (pattern, was, becomes) => {
      const [before, after] = [fileWith(pattern, was), fileWith(pattern, becomes)]
      const { gaps, clashes } = coverageOf(openBook(after), periodWith(pattern))
      if (clashes.length > 0) return
      const { fromAt, toAt } = periodSpan(openBook(after), periodWith(pattern))
      const edges = edgesOf(was, becomes, [{ fromAt, toAt }]).filter((at) => fromAt <= at && at < toAt)
      const opens = rows.some((row) => {
        const needs = row.role === 'staff' && pattern.isSensitive ? 2 : 1
        return edges.some((at) => {
          const [had, has] = [was, becomes].map((shifts) => new Set(standing(shifts, row, at)).size)
          return (has ?? 0) < Math.min(needs, had ?? 0)
        })
      })
      if (opens) seen.broken++
      else if (gaps.length > 0) seen.whole++
      expect(breaksRoster(before, after, 'made')).toBe(opens)
    }),
    { numRuns: 2000 },
  )
  expect(Math.min(seen.broken, seen.whole)).toBeGreaterThan(50)
})

test('a clash that is made is seen whatever other clash ends, and one that only moves to shorter hours is not new', () => {
  const pattern: Pattern = { changes: [], hasEve: false, isSensitive: false }
  const lead = (siteId: string, personId: string, from: number, length: number) =>
    placed(`${siteId}${personId}${from}`, { siteId, role: 'lead', personId, from, length })
  const fileOf = (...shifts: Placed[]) => fileWith(pattern, shifts)
  const whole = 2 * 1440
  const atA = fileOf(lead('s-a', 'p-a', 0, whole), lead('s-a', 'p-b', 60, 120), lead('s-b', 'p-c', 0, whole))
  const atB = fileOf(lead('s-a', 'p-a', 0, whole), lead('s-b', 'p-b', 60, 120), lead('s-b', 'p-c', 0, whole))
  const shorter = fileOf(lead('s-a', 'p-a', 0, whole), lead('s-a', 'p-b', 60, 60), lead('s-b', 'p-c', 0, whole))
  expect([breaksRoster(atA, atB, 'made'), breaksRoster(atA, shorter, 'made')]).toEqual([true, false])
  expect([breaksRoster(shorter, atA, 'made'), breaksRoster(atA, atA, 'made')]).toEqual([true, false])
})

test('the version that is being made follows by its own hours, and what is somebody else’s there is left alone', () => {
  fc.assert(
    fc.property(fullRoster, fc.nat(60), fc.integer({ min: -400, max: 400 }), (one, at, byMinutes) => {
      if (!one || one.swap.from.id === one.swap.to.id) return
      const { file, swap, now } = one
      const shifts = file.shifts ?? []
      const moved = shifts.map((shift, i) => {
        const toAt = Date.parse(shift.to) + (i === at % shifts.length ? byMinutes * minute : 0)
        return { ...shift, to: Date.parse(shift.from) < toAt ? new Date(toAt).toISOString() : shift.to }
      })
      const after = swappedBook({ ...file, drafts: [{ id: 'made', shifts: moved }] }, swap, now, zone, ids('swapped'))
      const draft = after.drafts?.[0]?.shifts ?? []
      for (const shift of draft) expect(Date.parse(shift.from)).toBeLessThan(Date.parse(shift.to))
      const total = (all: typeof draft) => all.reduce((ms, { from: a, to: b }) => ms + Date.parse(b) - Date.parse(a), 0)
      expect(total(draft)).toBe(total(moved))
    }),
    { numRuns: 300 },
  )
})

function placedIn(file: Parameters<typeof openBook>[0]): Placed[] {
  return [...openBook(file).shiftsBySite.values()].flat()
}
