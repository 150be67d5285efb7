import { type Book, type Person, personWithMobile, type Site } from '../book/book.ts'
import { normaliseMobile, type PhoneProblem } from '../phone.ts'
import { shiftsOfPeriod } from '../roster/placed.ts'
import type { TableContext } from './context.ts'
import type { TablePerson } from './entry.ts'
import { squeezed } from './plain-words.ts'

/**
 * Whom a table means. `known`: one person of the book, and whether the table has another number for them. `ask`: several
 * may be meant, or one of another unit. `new`: nobody of that name is there.
 */
export type PersonReading =
  | { kind: 'known'; person: Person; numberDiffers: boolean }
  | { kind: 'ask'; candidates: readonly Person[]; unitId: string | undefined; mobile: string | null }
  | { kind: 'new'; unitId: string | undefined; mobile: string | null }
  | { kind: 'number_of_other' }
  | { kind: 'bad_number'; problem: PhoneProblem; digits: number }

/**
 * Finds a person by name, unit and number, for the site they are named for. Somebody of another unit is meant without
 * asking when they are on the site's roster already.
 */
export function findPerson(
  context: TableContext,
  named: TablePerson,
  site: Pick<Site, 'id' | 'unitId'>,
): PersonReading {
  const { book } = context
  const number = numberOf(named.phone)
  if (number.kind === 'bad') return { kind: 'bad_number', problem: number.problem, digits: number.digits }
  const { mobile } = number
  const owner = mobile === null ? null : personWithMobile(book, mobile)
  if (owner && nameKey(owner.name) !== nameKey(named.name)) return { kind: 'number_of_other' }
  const all = peopleCalled(context.people, named.name)
  const byNumber = owner && all.find(({ id }) => id === owner.id)
  if (byNumber) return { kind: 'known', person: byNumber, numberDiffers: false }
  if (owner) return { kind: 'number_of_other' }
  const hinted = named.hint === null ? undefined : unitCalled(book, named.hint)
  const unitId = hinted ?? site.unitId
  const candidates = hinted === undefined ? all : all.filter((person) => person.unitId === hinted)
  const [only, ...more] = candidates
  if (!only) return { kind: 'new', unitId, mobile }
  const isSure = hinted !== undefined || isAtHome(only, site) || isOnRoster(context, only, site)
  const numberDiffers = mobile !== null && only.mobile !== undefined && only.mobile !== mobile
  if (more.length === 0 && isSure) return { kind: 'known', person: only, numberDiffers }
  return { kind: 'ask', candidates, unitId, mobile }
}

function isAtHome({ unitId }: Person, site: Pick<Site, 'unitId'>): boolean {
  return !unitId || !site.unitId || unitId === site.unitId
}

function isOnRoster({ book, period }: TableContext, { id }: Person, site: Pick<Site, 'id'>): boolean {
  const shifts = shiftsOfPeriod(book, period.id).get(site.id)
  return shifts?.some(({ personId }) => personId === id) ?? false
}

const byName = new WeakMap<readonly Person[], Map<string, Person[]>>()

/** A large table asks for ten thousand names: they are put in order once. */
function peopleCalled(people: readonly Person[], name: string): readonly Person[] {
  const known = byName.get(people) ?? Map.groupBy(people, (person) => nameKey(person.name))
  byName.set(people, known)
  return known.get(nameKey(name)) ?? []
}

/** Names are compared without the spaces that set short ones wide. */
export function nameKey(name: string): string {
  return squeezed(name).toLowerCase()
}

type Number = { kind: 'read'; mobile: string | null } | { kind: 'bad'; problem: PhoneProblem; digits: number }

/** A mobile is told from a landline or an extension by its first digit; a masked one says nothing. */
function numberOf(typed: string | null): Number {
  if (typed === null || typed.includes('*')) return { kind: 'read', mobile: null }
  const read = normaliseMobile(typed)
  if (read.ok) return { kind: 'read', mobile: read.e164 }
  const digits = typed.replace(/\D/g, '')
  const isMeantAsMobile = /^(?:86)?1[3-9]/.test(digits) && digits.length > 8
  return isMeantAsMobile ? { kind: 'bad', problem: read.problem, digits: read.digits } : { kind: 'read', mobile: null }
}

/** The unit that a hint after a name means (教育局 for 市教育局); undefined when it is something else, or two are. */
function unitCalled(book: Book, hint: string): string | undefined {
  const word = squeezed(hint)
  const units = [...book.units.values()]
  const exact = units.filter(({ name }) => squeezed(name) === word)
  const found = exact.length > 0 ? exact : units.filter(({ name }) => word.length > 1 && squeezed(name).includes(word))
  return found.length === 1 ? found[0]?.id : undefined
}
