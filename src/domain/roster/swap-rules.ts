import { type Book, type BookFile, openBook, type Person, type Shift, type Span } from '../book/book.ts'
import { canBePaged, countingShifts, findDuty } from '../duty.ts'
import { type Instant, instantOf, isoOf, minute } from '../instant.ts'
import { type Clash, coverageOf, overlap, uncovered } from './coverage.ts'
import { isOnLeave, stretchesOf } from './gate.ts'
import { hasNight } from './night.ts'
import { countingShiftsOf, type Placed } from './placed.ts'
import type { Swap, SwapShift } from './swap.ts'

/** Why a person cannot take a shift at all, or what the lead should know before approving. */
export type SwapProblem =
  | { kind: 'no_number' | 'disabled'; personId: string }
  | { kind: 'elsewhere' | 'both_roles' | 'there_already'; personId: string; siteId: string }
export type SwapRemark =
  | { kind: 'on_leave' | 'no_night'; personId: string }
  | { kind: 'long_stretch'; personId: string; hours: number }

const hourMs = 3_600_000
const longStretchMs = 48 * hourMs

/** What stands against `person` taking these shifts, apart from what they give away themselves. */
export function takingProblems(
  book: Book,
  person: Person,
  taken: readonly SwapShift[],
  givenAway: readonly SwapShift[],
): SwapProblem[] {
  const personId = person.id
  if (person.disabled) return [{ kind: 'disabled', personId }]
  if (!canBePaged(person)) return [{ kind: 'no_number', personId }]
  const gone = new Set(givenAway.map(({ id }) => id))
  const others = countingShiftsOf(book, personId).filter(({ id }) => !gone.has(id))
  const problems = new Map<string, SwapProblem>()
  for (const shift of taken) {
    for (const other of others) {
      if (!overlap(shift, other)) continue
      const kind = clashOf(book, shift, other)
      if (kind) problems.set(`${kind} ${other.siteId}`, { kind, personId, siteId: other.siteId })
    }
  }
  return [...problems.values()]
}

function clashOf(book: Book, shift: SwapShift, other: Placed): 'elsewhere' | 'both_roles' | 'there_already' | null {
  if (shift.siteId === other.siteId) return shift.role === other.role ? 'there_already' : 'both_roles'
  const unit = (siteId: string) => book.sites.get(siteId)?.unitId
  return unit(shift.siteId) === unit(other.siteId) ? null : 'elsewhere'
}

/** What may pass, and what whoever approves is shown. */
export function takingRemarks(
  book: Book,
  person: Person,
  taken: readonly SwapShift[],
  givenAway: readonly SwapShift[],
): SwapRemark[] {
  const { timezone } = book.settings
  const personId = person.id
  const gone = new Set(givenAway.map(({ id }) => id))
  const remarks: SwapRemark[] = []
  if (taken.some((shift) => isOnLeave(person, shift, timezone))) remarks.push({ kind: 'on_leave', personId })
  if (person.noNight && taken.some((shift) => hasNight(shift, timezone))) remarks.push({ kind: 'no_night', personId })
  const kept: Span[] = countingShiftsOf(book, personId).filter(({ id }) => !gone.has(id))
  const longest = Math.max(
    ...stretchesOf([...kept, ...taken])
      .filter((stretch) => taken.some((shift) => overlap(shift, stretch)))
      .map(({ fromAt, toAt }) => toAt - fromAt),
  )
  if (longest >= longStretchMs) remarks.push({ kind: 'long_stretch', personId, hours: Math.round(longest / hourMs) })
  return remarks
}

/**
 * The book after the swap: from the minute of `now` on each shift is the other's, in the roster in force and in the
 * next version that is being made, where it still is whose it was. A shift that runs is cut, so that the past stays
 * true; one that is over stays whose it was.
 */
export function swappedBook(file: BookFile, swap: Swap, now: Instant, zone: string, newId: () => string): BookFile {
  const heirs = new Map([
    ...swap.given.map(({ id }): [string, string] => [id, swap.to.id]),
    ...swap.inReturn.map(({ id }): [string, string] => [id, swap.from.id]),
  ])
  const owners = new Map([
    ...swap.given.map(({ id }): [string, string] => [id, swap.from.id]),
    ...swap.inReturn.map(({ id }): [string, string] => [id, swap.to.id]),
  ])
  const cutAt = now - (now % minute)
  const at = isoOf(cutAt, zone)
  const handOver = (shift: Shift): Shift[] => {
    const heir = heirs.get(shift.id)
    if (heir === undefined || shift.personId !== owners.get(shift.id)) return [shift]
    // The hours are the shift's own: a version that is being made may have given it others.
    if (instantOf(shift.to, zone) <= cutAt) return [shift]
    if (instantOf(shift.from, zone) >= cutAt) return [{ ...shift, personId: heir }]
    return [
      { ...shift, to: at },
      { ...shift, id: newId(), from: at, personId: heir },
    ]
  }
  const drafts = file.drafts?.map((draft) => ({ ...draft, shifts: draft.shifts.flatMap(handOver) }))
  return { ...file, shifts: (file.shifts ?? []).flatMap(handOver), ...(drafts ? { drafts } : {}) }
}

/**
 * Whether the swap would open a hole or make a clash that was not there: the last look before it counts. A hole that
 * closes elsewhere makes up for none that opens.
 */
export function breaksRoster(before: BookFile, after: BookFile, periodId: string): boolean {
  const known = troublesOf(before, periodId)
  return troublesOf(after, periodId).some((one) => {
    const asBad = known.filter(({ what, has }) => what === one.what && has <= one.has)
    return uncovered(asBad, one).length > 0
  })
}

/** Holes and clashes, each by what it is and whom or where it concerns, whichever shifts make it, and how many are there. */
function troublesOf(file: BookFile, periodId: string): ({ what: string; has: number } & Span)[] {
  const book = openBook(file)
  const period = book.periods.get(periodId)
  if (!period) return []
  const { gaps, clashes } = coverageOf(book, period)
  const holes = gaps.map(({ siteId, role, has, fromAt, toAt }) => ({ what: `${siteId} ${role}`, has, fromAt, toAt }))
  const whereOf = (clash: Clash): string => {
    if (clash.kind === 'two_leads') return clash.siteId
    const sites = clash.kind === 'two_places' ? clash.siteIds.toSorted() : [clash.siteId]
    return [clash.personId, ...sites].join(' ')
  }
  return [
    ...holes,
    ...clashes.map((clash) => ({
      ...{ what: `${clash.kind} ${whereOf(clash)}`, has: 0 },
      ...{ fromAt: clash.fromAt, toAt: clash.toAt },
    })),
  ]
}

/** People who could take the shifts, those with nothing against them first; of one's own unit before others. */
export function candidates(
  book: Book,
  given: readonly SwapShift[],
  asking: Person,
): { person: Person; problems: SwapProblem[]; remarks: SwapRemark[] }[] {
  const unitId = book.sites.get(given[0]?.siteId ?? '')?.unitId
  const people = [...book.people.values()].filter(
    (person) =>
      person.id !== asking.id &&
      !person.disabled &&
      (unitId === undefined || person.unitId === unitId || leads(book, person, given)),
  )
  return people
    .map((person) => ({
      person,
      problems: takingProblems(book, person, given, []),
      remarks: takingRemarks(book, person, given, []),
    }))
    .sort((a, b) => a.problems.length - b.problems.length || a.remarks.length - b.remarks.length)
}

/** Somebody of another unit who is on this site's roster or answers for it. */
function leads(book: Book, person: Person, given: readonly SwapShift[]): boolean {
  return given.some(({ siteId }) => {
    const site = book.sites.get(siteId)
    const isStanding = site?.leadPersonId === person.id || site?.contactPersonIds?.includes(person.id)
    return isStanding || countingShifts(book, siteId).some(({ personId }) => personId === person.id)
  })
}

/** The turn a shift is part of: all of its person's shifts with the same hours and role. */
export function turnOf(book: Book, shift: Placed): SwapShift[] {
  return countingShiftsOf(book, shift.personId)
    .filter((one) => one.fromAt === shift.fromAt && one.toAt === shift.toAt && one.role === shift.role)
    .map(({ id, siteId, role, fromAt, toAt }) => ({ id, siteId, role, fromAt, toAt }))
}

/** Who is asked to approve: the lead on that very shift, else the site's standing lead, else the office; never a party. */
export function approversOf(book: Book, { given, from, to }: Swap): Person[] {
  const [first] = given
  if (!first) return []
  const duty = findDuty(book, first.siteId, first.fromAt)
  const standing = book.people.get(book.sites.get(first.siteId)?.leadPersonId ?? '')
  const isFree = (person: Person | null | undefined): person is Person =>
    person !== null && person !== undefined && person.id !== from.id && person.id !== to.id && !person.disabled
  const lead = [duty.lead, standing].find(isFree)
  return lead ? [lead] : duty.office.filter(isFree)
}
