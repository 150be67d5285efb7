import type { Span } from '../book/book.ts'
import type { Cell } from './cell.ts'
import type { Burden, DutyHindrance, Load } from './load.ts'
import type { Pool } from './pools.ts'
import type { Bar, Seat } from './seats.ts'

/** Why somebody else does not have the place. `more_…`: they carry more already. `equal`: the order of ids decided. */
export type WhyNot =
  | Bar
  | DutyHindrance
  | 'no_number'
  | 'more_hours'
  | 'more_statutory'
  | 'more_nights'
  | 'more_past'
  | 'fewer'
  | 'equal'

/**
 * Why a place is as it is. `only`: nobody else of the pool can take it. `least`: fewest hours of those who can. `even`:
 * somebody has fewer hours, but holidays, nights, rest or earlier holidays weigh more. `on_end`: two days in a row.
 * `outsider`: not of the pool, so put there by hand.
 */
export type Explanation = {
  cell: Cell
  span: Span
  personId: string
  isKept: boolean
  choice: 'only' | 'least' | 'even' | 'on_end' | 'outsider'
  pool: { source: Pool['source']; size: number }
  others: { personId: string; why: WhyNot }[]
}

/** A place that nobody has, with everybody of the pool and what keeps them from it. An empty pool has no reasons. */
export type Unfilled = {
  cell: Cell
  span: Span
  pool: { source: Pool['source']; size: number }
  reasons: { why: Bar | DutyHindrance; personIds: string[] }[]
}

/** Explains a place that somebody has. The figures are those of everything else that each of them does. */
export function explain(seat: Seat & { who: Load }): Explanation {
  const { cell, span, pool, who, isKept } = seat
  const isOnEnd = who.runsTooLong(seat) !== null
  who.remove(seat)
  const own = who.burden()
  const others = pool.personIds.flatMap((personId) => {
    if (personId === who.personId) return []
    const bar = seat.barred.find((one) => one.personId === personId)
    const load = seat.able.find((one) => one.personId === personId)
    const why = bar?.why ?? (load ? (load.hindrance(seat) ?? lastOf(load, who) ?? moreOf(load.burden(), own)) : null)
    return why ? [{ personId, why }] : []
  })
  who.add(seat)
  const free = others.filter(({ why }) => isFree(why))
  const choice = !pool.personIds.includes(who.personId)
    ? 'outsider'
    : isOnEnd
      ? 'on_end'
      : free.length === 0
        ? 'only'
        : free.some(({ why }) => why === 'fewer')
          ? 'even'
          : 'least'
  const { personId } = who
  return { cell, span, personId, isKept, choice, pool: { source: pool.source, size: pool.personIds.length }, others }
}

/** Explains a place that nobody has. */
export function explainHole({ cell, span, pool, ...seat }: Seat): Unfilled {
  const whys = [
    ...seat.barred,
    ...seat.able.flatMap((load) => {
      const why = load.hindrance({ ...seat })
      return why ? [{ personId: load.personId, why }] : []
    }),
  ]
  const byWhy = Map.groupBy(whys, ({ why }) => why)
  const reasons = [...byWhy].map(([why, people]) => ({ why, personIds: people.map(({ personId }) => personId).sort() }))
  return { cell, span, pool: { source: pool.source, size: pool.personIds.length }, reasons }
}

function isFree(why: WhyNot): boolean {
  return why === 'equal' || why === 'no_number' || why === 'fewer' || why.startsWith('more_')
}

/** Whoever has no number stands last. */
function lastOf(other: Load, own: Load): WhyNot | null {
  return own.hasNumber && !other.hasNumber ? 'no_number' : null
}

/** In what the other carries more than the one who has the place; compared in the order in which it is told. */
function moreOf(other: Burden, own: Burden): WhyNot {
  if (other.minutes > own.minutes) return 'more_hours'
  if (other.minutes < own.minutes) return 'fewer'
  if (other.statutoryMinutes > own.statutoryMinutes) return 'more_statutory'
  if (other.nights > own.nights) return 'more_nights'
  if (other.pastMinutes > own.pastMinutes) return 'more_past'
  return 'equal'
}
