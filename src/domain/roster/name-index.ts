import type { Book, Person } from '../book/book.ts'

/** Whom a typed name means. `nobody`: no such person. `several`: more than one, and the unit has to be added. */
export type NameReading =
  | { kind: 'person'; person: Person }
  | { kind: 'nobody' }
  | { kind: 'several'; people: Person[] }

/**
 * Finds people by what somebody types: 王洁, 王洁（教育局）, 王洁（p-12）where one unit has two of the name, or the
 * initials of the pinyin within one unit.
 */
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
      const name = folded(typed)
      const named = byName.get(name)
      if (named) return one(preferred(named, unitId))
      for (const { name: first, mark } of partings(name)) {
        const meant = marked(book, byName.get(first) ?? [], mark)
        if (meant.length > 0) return one(meant)
      }
      if (!/^[a-z]{1,8}$/.test(name)) return { kind: 'nobody' }
      return one(initialsIn(unitId ?? '').get(name) ?? [])
    },
  }
}

/** The name as cells show it: with the unit where two people share it, with the id where they share the unit too. */
export function shownName(book: Book, person: Person, unitId: string | undefined): string {
  const namesakes = namesakesOf(book).get(folded(person.name)) ?? []
  const isMeant = (people: readonly Person[]) => people.length === 1 && people[0]?.id === person.id
  if (namesakes.length === 0 || isMeant(preferred(namesakes, unitId))) return person.name
  const unit = unitOf(book, person)
  const isEnough = unit !== '' && isMeant(marked(book, namesakes, folded(unit)))
  return `${person.name}（${isEnough ? unit : person.id}）`
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
function preferred(people: readonly Person[], unitId: string | undefined): readonly Person[] {
  const own = people.filter((person) => unitId !== undefined && person.unitId === unitId)
  return own.length > 0 ? own : people
}

function one(people: readonly Person[]): NameReading {
  const [first, second] = people
  if (!first) return { kind: 'nobody' }
  return second ? { kind: 'several', people: [...people] } : { kind: 'person', person: first }
}

/** Every way to take what is typed for a name and a mark in brackets behind it; names may hold brackets themselves. */
function partings(typed: string): { name: string; mark: string }[] {
  if (!typed.endsWith(')')) return []
  return [...typed.matchAll(/\(/gu)].map(({ index }) => ({
    name: typed.slice(0, index),
    mark: typed.slice(index + 1, -1),
  }))
}

/** Those of one name whom the mark means: by their id, by their unit, or by a part of the unit's name. */
function marked(book: Book, named: readonly Person[], mark: string): readonly Person[] {
  const byId = named.filter(({ id }) => id === mark)
  if (byId.length > 0 || mark === '') return byId
  const ofUnit = named.filter((person) => folded(unitOf(book, person)) === mark)
  return ofUnit.length > 0 ? ofUnit : named.filter((person) => folded(unitOf(book, person)).includes(mark))
}

function unitOf(book: Book, { unitId }: Person): string {
  return unitId ? (book.units.get(unitId)?.name ?? '') : ''
}

/** Spaces within a name (张 三) are how forms align them. */
function folded(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()
}
