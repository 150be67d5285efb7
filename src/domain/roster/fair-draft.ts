import type { Book } from '../book/book.ts'
import type { CellFilling } from './cell.ts'
import { evenOut } from './fair-even.ts'
import { fillHoles, fillInTurn, fillOnEnd, give } from './fair-fill.ts'
import type { Load } from './load.ts'
import { type Explanation, explain, explainHole, type Unfilled } from './reasons.ts'
import { type DraftInput, inReadingOrder, layOut, type Seat } from './seats.ts'
import { type Spread, spreadOf } from './spread.ts'

/** A roster told: why each place is as it is, why some are empty, and how evenly the duty is spread. */
export type RosterReasons = { explanations: Explanation[]; unfilled: Unfilled[]; spread: Spread }

export type FairDraft = RosterReasons & { fillings: CellFilling[] }

/**
 * Makes a roster for the chosen sites. Never broken: one lead and enough staff a slot, nobody in two units or in two
 * roles of a site at once, nobody on leave or at night who must not be, nobody two days in a row; what cannot be filled
 * without breaking one of these stays open. With `mayRunOn`, and only where nobody else is left, somebody stays for a
 * second day. Within that, hours, statutory holidays, nights and the duty of the last two years are evened out.
 * The same book gives the same roster.
 */
export function draftFairly(input: DraftInput & { mayRunOn?: boolean }): FairDraft {
  const seats = layOut(input)
  for (const group of sharingPeople(seats)) fillGroup(group)
  if (input.mayRunOn) fillOnEnd(seats)
  return { fillings: fillingsOf(seats), ...reasonsOf(input.book, seats) }
}

/** So many seats are even enough after one way of filling them. */
const mostTwice = 1000

/**
 * Fills the open seats of one group from the first day on, then from the last day back, and keeps what leaves fewer
 * open, or what is more even: where rest binds a few people to each other, either way may end in a corner.
 */
function fillGroup(seats: readonly Seat[]): void {
  const loads = [...new Set(seats.flatMap(({ able }) => able))]
  const isWorthTwo = loads.length > 1 && seats.length <= mostTwice
  const tries = (isWorthTwo ? (['forwards', 'backwards'] as const) : (['forwards'] as const)).map((direction) => {
    for (const seat of seats) give(seat, null)
    fillInTurn(seats, direction)
    fillHoles(seats)
    evenOut(seats)
    const hands = seats.map(({ who }) => who)
    return { hands, open: hands.filter((who) => !who).length, cost: loads.reduce((sum, load) => sum + load.cost(), 0) }
  })
  const [first, second] = tries
  const isSecond = first && second && (second.open - first.open || second.cost - first.cost + evenEnough) < 0
  const best = isSecond ? second : first
  for (const seat of seats) give(seat, null)
  for (const [i, seat] of seats.entries()) give(seat, best?.hands[i] ?? null)
}
/** Sums of squares that differ by less are the same. */
const evenEnough = 1e-9

/** Tells of a roster as it stands, whoever made it. */
export function explainRoster(input: Omit<DraftInput, 'keep'>): RosterReasons {
  return reasonsOf(input.book, layOut({ ...input, keep: 'filled' }))
}

function reasonsOf(book: Book, layout: readonly Seat[]): RosterReasons {
  const seats = layout.toSorted(inReadingOrder)
  return {
    explanations: seats.filter(isTaken).map(explain),
    unfilled: seats.filter(({ who }) => who === null).map(explainHole),
    spread: spreadOf(book, seats),
  }
}

function isTaken(seat: Seat): seat is Seat & { who: Load } {
  return seat.who !== null
}

/** Cells whose people are not simply the kept ones; a cell that lost its people and found nobody is emptied. */
function fillingsOf(seats: readonly Seat[]): CellFilling[] {
  return [...Map.groupBy(seats, ({ cell }) => cell)].flatMap(([cell, ofCell]) => {
    if (ofCell.every(({ isKept }) => isKept)) return []
    const entries = ofCell.flatMap(({ who, span }) => (who ? [{ personId: who.personId, ...span }] : []))
    return [{ cell, entries, ...(ofCell.some(({ isPinned }) => isPinned) ? { isPinned: true } : {}) }]
  })
}

/** The seats in groups that have no person in common: each is filled by itself. */
function sharingPeople(seats: readonly Seat[]): Seat[][] {
  const leader = new Map<Load, Load>()
  const find = (load: Load): Load => {
    let top = load
    for (let next = leader.get(top); next && next !== top; next = leader.get(top)) top = next
    leader.set(load, top)
    return top
  }
  const open = seats.filter(({ isKept, able }) => !isKept && able.length > 0)
  for (const { able } of open) {
    const [first, ...rest] = able
    if (first) for (const load of rest) leader.set(find(load), find(first))
  }
  return [...Map.groupBy(open, ({ able: [first] }) => (first ? find(first) : null)).values()]
}
