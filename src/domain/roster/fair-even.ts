import { give } from './fair-fill.ts'
import type { Load } from './load.ts'
import type { Seat } from './seats.ts'

/** What one person holds in one shift: at several sites of a unit, perhaps. It changes hands as a whole. */
type Turn = { who: Load; seats: Seat[] }

/** Trials for each seat, beside a few thousand for everybody: a large pool is even enough by then. */
const trials = { perSeat: 25, atLeast: 1500 }

/**
 * Evens the roster out: gives turns to others and exchanges turns as long as the sum of what everybody carries becomes
 * smaller. Nothing is left open that was filled. `seats` are all that share people; trials are counted, never time.
 */
export function evenOut(seats: readonly Seat[]): void {
  const movable = seats.filter((seat) => !seat.isKept && seat.who)
  let left = trials.atLeast + trials.perSeat * movable.length
  let isBetter = true
  while (isBetter && left > 0) {
    isBetter = false
    const turns = turnsOf(movable)
    for (const [i, turn] of turns.entries()) {
      for (const other of candidatesOf(turn)) {
        left--
        isBetter = isHandedOver(turn, other) || isBetter
      }
      for (const second of turns.slice(i + 1)) {
        if (turn.who === second.who || !mayTrade(turn, second)) continue
        if (left-- <= 0) return
        isBetter = isExchanged(turn, second) || isBetter
      }
      if (left <= 0) return
    }
  }
}

function turnsOf(seats: readonly Seat[]): Turn[] {
  const byWho = Map.groupBy(seats, ({ who }) => who)
  return [...byWho].flatMap(([who, theirs]) => {
    if (!who) return []
    const bySpan = Map.groupBy(theirs, ({ first, end }) => `${first} ${end}`)
    return [...bySpan.values()].map((turn): Turn => ({ who, seats: turn }))
  })
}

/** Whoever could stand at every site of the turn. */
function candidatesOf({ who, seats }: Turn): Load[] {
  const [first, ...rest] = seats
  return (first?.able ?? []).filter((load) => load !== who && rest.every(({ able }) => able.includes(load)))
}

function mayTrade(a: Turn, b: Turn): boolean {
  return a.seats.every(({ able }) => able.includes(b.who)) && b.seats.every(({ able }) => able.includes(a.who))
}

function isHandedOver(turn: Turn, to: Load): boolean {
  const from = turn.who
  const before = from.cost() + to.cost()
  for (const seat of turn.seats) give(seat, null)
  const isPossible = isPlaced(turn, to)
  if (isPossible && from.cost() + to.cost() < before - 1e-9) {
    turn.who = to
    return true
  }
  for (const seat of turn.seats) give(seat, from)
  return false
}

function isExchanged(a: Turn, b: Turn): boolean {
  const [first, second] = [a.who, b.who]
  const before = first.cost() + second.cost()
  for (const seat of [...a.seats, ...b.seats]) give(seat, null)
  const isPossible = isPlaced(a, second) && isPlaced(b, first)
  if (isPossible && first.cost() + second.cost() < before - 1e-9) {
    a.who = second
    b.who = first
    return true
  }
  for (const seat of [...a.seats, ...b.seats]) give(seat, null)
  for (const seat of a.seats) give(seat, first)
  for (const seat of b.seats) give(seat, second)
  return false
}

/** Puts the person on every site of the turn, as far as nothing keeps them from it. */
function isPlaced({ seats }: Turn, load: Load): boolean {
  for (const seat of seats) {
    if (load.hindrance(seat) !== null) return false
    give(seat, load)
  }
  return true
}
