import * as fc from 'fast-check'
import { type Book, type BookFile, openBook, type Period, type Role } from '../../../src/domain/book/book.ts'
import { hour, instantOf, isoOf, minute } from '../../../src/domain/instant.ts'
import { bare, cellsOf } from '../../../src/domain/roster/cell.ts'
import type { Stretch } from '../../../src/domain/roster/difference.ts'
import type { Placed } from '../../../src/domain/roster/placed.ts'

// Two days, three sites of two units, four people: small enough to be shrunk to what matters.

export const zone = 'Asia/Shanghai'
/** 08:30 on the first day; every drawn edge is some whole minutes away from it. */
export const opening = instantOf('2026-10-01T08:30:00+08:00', 'utc')
export const personIds = ['p-a', 'p-b', 'p-c', 'p-d'] as const
export const siteIds = ['s-a', 's-b', 's-c'] as const
export const rows = siteIds.flatMap((siteId) => (['lead', 'staff'] as const).map((role) => ({ siteId, role })))

export type Pattern = { changes: string[]; hasEve: boolean; isSensitive: boolean }
export const patterns: fc.Arbitrary<Pattern> = fc.record({
  changes: fc.constantFrom([], ['08:30', '20:30'], ['00:00', '08:00', '16:00']),
  hasEve: fc.boolean(),
  isSensitive: fc.boolean(),
})

export function periodWith({ hasEve, isSensitive }: Pattern, state: Period['state'] = 'draft'): Period {
  const window = { startsAt: '2026-09-30T17:30:00+08:00', endsAt: '2026-10-03T08:30:00+08:00' }
  return {
    ...{ id: 'made', name: '要排的', from: '2026-10-01', to: '2026-10-02', state },
    ...(hasEve ? window : {}),
    ...(isSensitive ? { isSensitive } : {}),
  }
}

export function fileWith(pattern: Pattern, shifts: readonly Placed[], more: Partial<BookFile> = {}): BookFile {
  return {
    schema: 'zhishou.book/1',
    settings: { staffChangesAt: pattern.changes, sensitiveStaff: 2 },
    units: ['u-a', 'u-b'].map((id) => ({ id, name: id })),
    people: personIds.map((id, i) => ({ id, name: id, mobile: `+861380000000${i}` })),
    sites: siteIds.map((id) => {
      return { id, name: id, url: `http://${id}.example/`, unitId: id === 's-c' ? 'u-b' : 'u-a' }
    }),
    periods: [periodWith(pattern)],
    shifts: shifts.map(bare),
    ...more,
  }
}

export function bookOf(pattern: Pattern, shifts: readonly Placed[] = [], more: Partial<BookFile> = {}): Book {
  return openBook(fileWith(pattern, shifts, more))
}

type Drawn = { siteId: string; role: Role; personId: string; from: number; length: number; isPinned?: boolean }

/** A shift of the roster in minutes after the opening. */
export function placed(id: string, { from, length, isPinned, ...rest }: Drawn): Placed {
  const [fromAt, toAt] = [opening + from * minute, opening + (from + length) * minute]
  const pin = isPinned ? { isPinned } : {}
  return { id, periodId: 'made', ...rest, from: isoOf(fromAt, zone), to: isoOf(toAt, zone), fromAt, toAt, ...pin }
}

const drawnShift = fc.record({
  siteId: fc.constantFrom(...siteIds),
  role: fc.constantFrom('lead' as const, 'staff' as const),
  personId: fc.constantFrom(...personIds),
  // From the eve to beyond the end; on the hours of the patterns, and beside them.
  from: fc.oneof(
    fc.integer({ min: -4, max: 7 }).map((n) => n * 360),
    fc.integer({ min: -900, max: 2800 }),
  ),
  length: fc.constantFrom(1, 59, 240, 480, 720, 1440, 2880),
  isPinned: fc.boolean(),
})

/** Rosters with gaps, doubles, clashes, and shifts longer than any slot, some reaching out of the window. */
export const rosters = (most = 8) =>
  fc.array(drawnShift, { maxLength: most }).map((all) => all.map((one, i) => placed(`x${i}`, one)))

/** Part of a cell somebody has, in eighths of its slot. */
const drawnEntry = fc.record({
  personId: fc.constantFrom(...personIds),
  part: fc.constantFrom([0, 8], [0, 8], [0, 8], [0, 4], [4, 8], [2, 5]),
})
export const drawnFilling = fc.record({
  cell: fc.nat(1000),
  entries: fc.uniqueArray(drawnEntry, { maxLength: 3, selector: ({ personId }) => personId }),
  isPinned: fc.constantFrom(undefined, undefined, true, false),
})

/** A drawn filling on the cells of this book. */
export function fillingIn(book: Book, drawn: typeof drawnFilling extends fc.Arbitrary<infer T> ? T : never) {
  const cells = allCells(book)
  const cell = cells[drawn.cell % cells.length]
  if (!cell) throw new Error('a book without cells')
  const { fromAt, toAt } = cell.slot
  const at = (eighths: number) => fromAt + Math.floor(((toAt - fromAt) / minute) * (eighths / 8)) * minute
  const entries = drawn.entries.map(({ personId, part: [first = 0, last = 8] }) => {
    return { personId, fromAt: at(first), toAt: at(last) }
  })
  return { cell, entries, ...(drawn.isPinned === undefined ? {} : { isPinned: drawn.isPinned }) }
}

export function allCells(book: Book) {
  const [period] = book.periods.values()
  if (!period) throw new Error('a book without a period')
  return [...book.sites.values()].flatMap((site) => cellsOf(book, period, site))
}

/** Who stands in a row at a moment, everybody as often as they are written there: the oracle of every roster. */
export function standing(shifts: readonly Stretch[], row: { siteId: string; role: Role }, at: number): string[] {
  return shifts
    .filter((s) => s.siteId === row.siteId && s.role === row.role && s.fromAt <= at && at < s.toAt)
    .map(({ personId }) => personId)
    .sort()
}

/** Every moment at which anything of these begins or ends: between two of them nothing changes. */
export function edgesOf(...lists: readonly (readonly { fromAt: number; toAt: number }[])[]): number[] {
  return [...new Set(lists.flat().flatMap(({ fromAt, toAt }) => [fromAt, toAt]))].sort((a, b) => a - b)
}

/** New ids, drawn in order; whoever works on what another has made begins them with another letter. */
export function ids(letter = 'n'): () => string {
  let drawn = 0
  return () => `${letter}${drawn++}`
}

export const localClock = (at: number) => new Date(at + 8 * hour).toISOString().slice(11, 16)
export const localDate = (at: number) => new Date(at + 8 * hour).toISOString().slice(0, 10)
