import type { Book, Role } from '../book/book.ts'
import type { Burden } from './load.ts'
import { compareText, type Seat } from './seats.ts'

/** Least, middle and most of one figure over the people of a role. */
export type Range = { least: number; median: number; most: number }

export type PersonSpread = Burden & { personId: string; unitId: string | null; roles: Role[] }

/** How evenly the duty is spread: over everybody who is in a pool of the chosen sites or stands there. */
export type Spread = {
  roles: { role: Role; people: number; figures: Record<keyof Burden, Range> }[]
  /** By unit, then whoever carries most first. */
  people: PersonSpread[]
}

const figures = ['minutes', 'statutoryMinutes', 'nights', 'pastMinutes'] as const satisfies readonly (keyof Burden)[]

export function spreadOf(book: Book, seats: readonly Seat[]): Spread {
  const inRole = { lead: new Set<string>(), staff: new Set<string>() }
  const loads = new Map(seats.flatMap(({ able, who }) => [...able, ...(who ? [who] : [])].map((l) => [l.personId, l])))
  for (const { cell, able, who } of seats) {
    for (const { personId } of able) inRole[cell.role].add(personId)
    if (who) inRole[cell.role].add(who.personId)
  }
  const people = [...loads.values()].map((load): PersonSpread => {
    const { personId } = load
    const roles = (['lead', 'staff'] as const).filter((role) => inRole[role].has(personId))
    return { personId, unitId: book.people.get(personId)?.unitId ?? null, roles, ...load.burden() }
  })
  return {
    roles: (['lead', 'staff'] as const).map((role) => {
      const theirs = people.filter(({ roles }) => roles.includes(role))
      const ranges = figures.map((figure) => [figure, rangeOf(theirs.map((one) => one[figure]))] as const)
      // One entry for each of the figures, by construction.
      return { role, people: theirs.length, figures: Object.fromEntries(ranges) as Record<keyof Burden, Range> }
    }),
    people: people.sort(
      (a, b) =>
        compareText(a.unitId ?? '', b.unitId ?? '') || b.minutes - a.minutes || compareText(a.personId, b.personId),
    ),
  }
}

function rangeOf(values: readonly number[]): Range {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
  return { least: sorted[0] ?? 0, median: (low + high) / 2, most: sorted.at(-1) ?? 0 }
}
