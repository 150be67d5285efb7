import { day } from '../instant.ts'
import type { Load } from './load.ts'
import { compareText, type Seat } from './seats.ts'

/**
 * Gives every seat to whoever it weighs least on, from the first day on or from the last day back, at one time the seat
 * with the fewest possible people first. Seats that nobody can take stay open.
 */
export function fillInTurn(seats: readonly Seat[], direction: 'forwards' | 'backwards'): void {
  const sign = direction === 'forwards' ? 1 : -1
  const inTurn = seats.toSorted(
    (a, b) =>
      sign * (a.span.fromAt - b.span.fromAt) ||
      a.able.length - b.able.length ||
      compareText(a.siteId, b.siteId) ||
      compareText(a.cell.role, b.cell.role) ||
      a.span.toAt - b.span.toAt,
  )
  for (const seat of inTurn) if (!seat.who) give(seat, possible(seat)[0] ?? null)
}

/** Lets those who have nobody to take turns with stay on for a second day: an exception, which the gate remarks on. */
export function fillOnEnd(seats: readonly Seat[]): void {
  const open = seats.filter(({ who }) => who === null).toSorted((a, b) => a.span.fromAt - b.span.fromAt)
  for (const seat of open) give(seat, possible(seat, true)[0] ?? null)
}

export function give(seat: Seat, load: Load | null): void {
  seat.who?.remove(seat)
  seat.who = load
  load?.add(seat)
}

/** Who can take the seat now, whoever it weighs least on first; equals in the order of ids. */
function possible(seat: Seat, mayRunOn = false): Load[] {
  const weighed = seat.able.flatMap((load) => {
    if (load.hindrance(seat, mayRunOn) !== null) return []
    const before = load.cost()
    load.add(seat)
    const more = load.cost() - before
    load.remove(seat)
    return [{ load, more }]
  })
  return weighed.toSorted((a, b) => (Math.abs(a.more - b.more) < 1e-9 ? 0 : a.more - b.more)).map(({ load }) => load)
}

/** Seats looked at together around one that is open, and steps spent on them: enough for a pool of a few people. */
const most = { seats: 40, steps: 2500 }
const reaches = [day, 3 * day, Number.POSITIVE_INFINITY]

/**
 * Where a seat stayed open, opens the seats around it as well and looks for a filling that leaves fewer open, first
 * near by, then further away. `seats` are all that share people with each other. Steps are counted, never time.
 */
export function fillHoles(seats: readonly Seat[]): void {
  const movable = seats.filter(({ able, isKept }) => !isKept && able.length > 0)
  const hopeless = new Set<string>()
  for (const hole of movable) {
    // Where one site of a unit stays open, its sister with the same people and hours does for the same reason.
    const likeness = [
      hole.cell.role,
      hole.span.fromAt,
      hole.span.toAt,
      ...hole.able.map(({ personId }) => personId),
    ].join()
    if (hole.who || hopeless.has(likeness)) continue
    hopeless.add(likeness)
    for (const reach of movable.length <= most.seats ? [Number.POSITIVE_INFINITY] : reaches) {
      const around = neighbours(hole, movable, reach)
      const answer = refilled(around)
      if (answer === 'better') hopeless.clear()
      if (answer === 'better' && hole.who) break
      // Nothing around can be done better, and around was everything: no other hole can be closed either.
      if (answer === 'proven' && around.length === movable.length) return
    }
  }
}

function neighbours(hole: Seat, seats: readonly Seat[], reachMs: number): Seat[] {
  const distance = ({ span }: Seat) => Math.abs(span.fromAt - hole.span.fromAt)
  const near = seats.filter((seat) => distance(seat) <= reachMs)
  return near.toSorted((a, b) => distance(a) - distance(b)).slice(0, most.seats)
}

/** `proven`: no filling leaves fewer open. `unknown`: none was found in the steps there were. */
function refilled(seats: readonly Seat[]): 'better' | 'proven' | 'unknown' {
  const before = seats.map(({ who }) => who)
  const open = before.filter((who) => who === null).length
  for (const seat of seats) give(seat, null)
  const search = { steps: 0, seats: new Set(seats) }
  if (isFilled(search, open - 1)) return 'better'
  for (const seat of seats) give(seat, null)
  for (const [i, seat] of seats.entries()) give(seat, before[i] ?? null)
  return search.steps < most.steps ? 'proven' : 'unknown'
}

/** Fills what is left, the seat with the fewest people first, with at most `mayStayOpen` seats left open. */
function isFilled(search: { steps: number; seats: Set<Seat> }, mayStayOpen: number): boolean {
  if (search.seats.size === 0) return true
  if (search.steps++ >= most.steps) return false
  let next: Seat | null = null
  let fewest = Number.POSITIVE_INFINITY
  for (const seat of search.seats) {
    const count = seat.able.reduce((sum, load) => sum + (load.hindrance(seat) === null ? 1 : 0), 0)
    if (count < fewest) [next, fewest] = [seat, count]
    if (count === 0) break
  }
  if (!next) return true
  const seat = next
  search.seats.delete(seat)
  for (const load of possible(seat)) {
    give(seat, load)
    if (isFilled(search, mayStayOpen)) return true
    give(seat, null)
  }
  if (mayStayOpen > 0 && isFilled(search, mayStayOpen - 1)) return true
  search.seats.add(seat)
  return false
}
