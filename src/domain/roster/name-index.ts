import type { Book, Person } from '../book.ts'

/** Whom a typed name means. `nobody`: no such person. `several`: more than one, and the unit has to be added. */
export type NameReading =
  | { kind: 'person'; person: Person }
  | { kind: 'nobody' }
  | { kind: 'several'; people: Person[] }

/** Finds people by what somebody types: 王洁, 王洁（教育局）, or the initials of the pinyin within one unit. */
export type NameIndex = { find(typed: string, unitId: string | undefined): NameReading }

/** `initialsOf` answers the initials of a name in pinyin (陈海涛 → cht); the library for it is handed in. */
export function indexNames(book: Book, initialsOf: (name: string) => string): NameIndex {
  const active = [...book.people.values()].filter(({ disabled }) => !disabled)
  const byName = Map.groupBy(active, ({ name }) => folded(name))
  const byUnit = Map.groupBy(active, ({ unitId }) => unitId ?? '')
  const initials = new Map<string, Map<string, Person[]>>()
  const initialsIn = (unitId: string) => {
    const there = initials.get(unitId)
    if (there) return there
    const made = Map.groupBy(byUnit.get(unitId) ?? [], ({ name }) => initialsOf(name).toLowerCase())
    initials.set(unitId, made)
    return made
  }
  return {
    find(typed, unitId) {
      const { name, unit } = parted(typed)
      const named = byName.get(name) ?? []
      const inNamedUnit = unit === '' ? named : named.filter((person) => isOfUnit(book, person, unit))
      if (inNamedUnit.length > 0) return one(preferred(inNamedUnit, unit === '' ? unitId : undefined))
      if (!/^[a-z]{1,8}$/.test(name)) return { kind: 'nobody' }
      return one(initialsIn(unitId ?? '').get(name) ?? [])
    },
  }
}

/** The name as cells show it: with the unit where two people share it and the cell's own unit does not tell. */
export function shownName(book: Book, person: Person, unitId: string | undefined): string {
  const namesakes = namesakesOf(book).get(folded(person.name)) ?? []
  const isPlain = namesakes.length < 2 || preferred(namesakes, unitId).length === 1
  if (isPlain && preferred(namesakes, unitId)[0]?.id === person.id) return person.name
  const unit = person.unitId ? book.units.get(person.unitId)?.name : undefined
  return unit ? `${person.name}（${unit}）` : person.name
}

const knownNamesakes = new WeakMap<Book, Map<string, Person[]>>()

function namesakesOf(book: Book): Map<string, Person[]> {
  const there = knownNamesakes.get(book)
  if (there) return there
  const made = Map.groupBy(
    [...book.people.values()].filter(({ disabled }) => !disabled),
    ({ name }) => folded(name),
  )
  knownNamesakes.set(book, made)
  return made
}

/** A namesake in the site's own unit is the one that is meant. */
function preferred(people: Person[], unitId: string | undefined): Person[] {
  const own = people.filter((person) => unitId !== undefined && person.unitId === unitId)
  return own.length > 0 ? own : people
}

function one(people: Person[]): NameReading {
  const [first, second] = people
  if (!first) return { kind: 'nobody' }
  return second ? { kind: 'several', people } : { kind: 'person', person: first }
}

function parted(typed: string): { name: string; unit: string } {
  const [, name = '', unit = ''] = /^([^(（]*)(?:[(（]([^)）]*)[)）])?$/u.exec(typed.normalize('NFKC').trim()) ?? [
    '',
    typed,
    '',
  ]
  return { name: folded(name), unit: unit.trim() }
}

/** Spaces within a name (张 三) are how forms align them. */
function folded(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()
}

function isOfUnit(book: Book, person: Person, unit: string): boolean {
  const name = person.unitId ? (book.units.get(person.unitId)?.name ?? '') : ''
  return name.includes(unit)
}
