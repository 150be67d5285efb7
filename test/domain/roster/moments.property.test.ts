import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openBook } from '../../../src/domain/book/book.ts'
import { hour, isoOf, minute } from '../../../src/domain/instant.ts'
import { bare } from '../../../src/domain/roster/cell.ts'
import { isReachable, reachOf } from '../../../src/domain/roster/reach.ts'
import { type Handover, newHandover, shiftChanges, stayingOn } from '../../../src/domain/shift-work/handover.ts'
import { drawnMoments } from '../../../src/domain/shift-work/spot-check.ts'
import {
  edgesOf,
  fileWith,
  localClock,
  opening,
  patterns,
  periodWith,
  personIds,
  rosters,
  siteIds,
  standing,
  zone,
} from './small-roster.ts'

describe('changes of shifts', () => {
  const drawn = fc.record({
    pattern: patterns,
    shifts: rosters(12),
    gone: fc.subarray([...personIds], { maxLength: 1 }),
    from: fc.integer({ min: -1000, max: 2880 }),
    length: fc.nat(3000),
    isProclaimed: fc.constantFrom(true, true, true, false),
  })

  test('every moment at which one of the staff goes and another comes is a change, each site in one, and no other is', () => {
    fc.assert(
      fc.property(drawn, ({ pattern, shifts, gone, from, length, isProclaimed }) => {
        const people = personIds.map((id) => ({ id, name: id, ...(gone.includes(id) ? { disabled: true } : {}) }))
        const published = periodWith(pattern, 'published')
        const period = isProclaimed ? { ...published, publishedAt: isoOf(opening, zone) } : published
        const book = openBook(fileWith(pattern, [], { people, shifts: shifts.map(bare), periods: [period] }))
        const span = { fromAt: opening + from * minute, toAt: opening + (from + length) * minute }
        const found = shiftChanges(book, span).flatMap(({ siteIds: sites, at, outgoing, incoming }) =>
          sites.map((id) => `${id} ${at} ${outgoing.map((p) => p.id).sort()} > ${incoming.map((p) => p.id).sort()}`),
        )
        const isHere = (id: string) => !gone.some((one) => one === id)
        const expected = !isProclaimed
          ? []
          : siteIds.flatMap((siteId) =>
              edgesOf(shifts)
                .filter((at) => span.fromAt < at && at <= span.toAt)
                .flatMap((at) => {
                  const row = { siteId, role: 'staff' as const }
                  const [before, after] = [standing(shifts, row, at - 1), standing(shifts, row, at)]
                  const out = [...new Set(before)].filter((id) => !after.includes(id) && isHere(id))
                  const into = [...new Set(after)].filter((id) => !before.includes(id) && isHere(id))
                  return out.length > 0 && into.length > 0 ? [`${siteId} ${at} ${out} > ${into}`] : []
                }),
            )
        expect(found.toSorted()).toEqual(expected.toSorted())
      }),
      { numRuns: 800 },
    )
  })

  const form = (at: number): Handover => ({
    ...newHandover({ at, siteIds: ['s-a'], outgoing: [], incoming: [], lead: null }, hour),
    outgoing: [{ id: `out-${at}`, name: '交班人' }],
  })
  const handovers = fc.uniqueArray(
    fc.record({ at: fc.nat(6), isChased: fc.boolean(), isTaken: fc.boolean(), isVoid: fc.boolean() }),
    { maxLength: 5, selector: ({ at }) => at },
  )

  test('whoever is not relieved stays on until the next change: the newest change alone decides', () => {
    fc.assert(
      fc.property(handovers, fc.integer({ min: -1, max: 7 }), (all, now) => {
        const forms = all.map(({ at, isChased, isTaken, isVoid }): Handover => {
          const chasedAt = isChased ? at : null
          return { ...form(at), chasedAt, takenAt: isTaken ? at : null, state: isVoid ? 'void' : 'open' }
        })
        const begun = forms.filter(({ at, state }) => at <= now && state !== 'void')
        const newest = begun.find(({ at }) => at === Math.max(...begun.map((one) => one.at)))
        const stays = newest?.chasedAt !== null && newest?.takenAt === null
        expect(stayingOn(forms, 's-a', now)).toEqual(newest && stays ? newest.outgoing : [])
        expect(stayingOn(forms, 's-b', now)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

describe('the moments of random checks', () => {
  const drawn = fc.record({
    startsAt: fc.integer({ min: -20 * 60, max: 10 * 60 }),
    hours: fc.integer({ min: 1, max: 200 }),
    randoms: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 20 }),
  })
  const windowOf = ({ startsAt, hours }: { startsAt: number; hours: number }) => {
    const fromAt = opening + startsAt * minute
    const span = { startsAt: isoOf(fromAt, zone), endsAt: isoOf(fromAt + hours * hour, zone) }
    const period = { ...periodWith({ changes: [], hasEve: false, isSensitive: false }), ...span }
    return { fromAt, toAt: fromAt + hours * hour, period, book: openBook({ schema: 'zhishou.book/1' }) }
  }
  const isByDay = (at: number) => localClock(at) >= '08:00' && localClock(at) < '21:00'

  test('every moment lies in the window and between 08:00 and 21:00, unless the window is all night', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const { fromAt, toAt, period, book } = windowOf(one)
        const moments = drawnMoments(book, period, one.randoms)
        expect(moments).toHaveLength(one.randoms.length)
        expect(moments).toEqual(moments.toSorted((a, b) => a - b))
        let hasDay = false
        for (let at = fromAt; at < toAt; at += minute) hasDay ||= isByDay(at)
        for (const at of moments) {
          expect(fromAt <= at && at < toAt).toBe(true)
          if (hasDay) expect(isByDay(at), localClock(at)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('they are spread evenly: as many in each day of a long period, and none crowd at its edges', () => {
    const { period, book } = windowOf({ startsAt: -510, hours: 240 }) // ten days from midnight
    const moments = drawnMoments(
      book,
      period,
      Array.from({ length: 1000 }, (_, i) => i / 1000),
    )
    const days = Map.groupBy(moments, (at) => Math.floor((at - opening + 510 * minute) / (24 * hour)))
    expect([...days.values()].map(({ length }) => length)).toEqual(Array(10).fill(100))
    expect(new Set(moments).size).toBe(1000)
  })
})

describe('what is known of a number', () => {
  const mobile = '+8613800000000'
  test.each([
    [{ mobile: undefined, isVerified: true, last: { delivered: true, reason: null } }, 'none', false],
    [{ mobile, isVerified: false, last: null }, 'unverified', true],
    [{ mobile, isVerified: true, last: null }, 'verified', true],
    [{ mobile, isVerified: true, last: { delivered: true, reason: '30005' } }, 'verified', true],
    [{ mobile, isVerified: true, last: { delivered: false, reason: '30008' } }, 'failed', true],
    [{ mobile, isVerified: true, last: { delivered: false, reason: null } }, 'failed', true],
    [{ mobile, isVerified: true, last: { delivered: false, reason: 'twilio:30005' } }, 'dead', false],
    [{ mobile, isVerified: false, last: { delivered: false, reason: '21211' } }, 'dead', false],
    [{ mobile, isVerified: true, last: { delivered: false, reason: 'twilio:21610' } }, 'opted_out', false],
    [{ mobile, isVerified: true, hasStopped: true, last: { delivered: true, reason: null } }, 'opted_out', false],
  ])('%o is %s', (number, reach, canBeTold) => {
    const found = reachOf({ hasStopped: false, ...number })
    expect([found, isReachable(found)]).toEqual([reach, canBeTold])
  })
})
