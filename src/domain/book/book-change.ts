import type { BookFile, Period, Person, Shift, Site, Unit } from './book.ts'
import type { PlannedWindow } from './planned-window.ts'

/** The lists of the book by name, each with the kind of thing it holds. */
export type BookLists = {
  units: Unit
  people: Person
  sites: Site
  periods: Period
  shifts: Shift
  windows: PlannedWindow
}
export type ListName = keyof BookLists

/** The book with `entry` in its list: in place of the one with the same id, or at the end. */
export function withEntry<L extends ListName>(file: BookFile, list: L, entry: BookLists[L]): BookFile {
  const entries = entriesOf(file, list)
  const isThere = entries.some(({ id }) => id === entry.id)
  const next = isThere ? entries.map((old) => (old.id === entry.id ? entry : old)) : [...entries, entry]
  return { ...file, [list]: next }
}

export function withoutEntry(file: BookFile, list: ListName, id: string): BookFile {
  return { ...file, [list]: entriesOf(file, list).filter((entry) => entry.id !== id) }
}

function entriesOf<L extends ListName>(file: BookFile, list: L): readonly BookLists[L][] {
  // The book file types each list by its own name; the union of lists has to be told that the two agree.
  return (file[list] ?? []) as unknown as readonly BookLists[L][]
}

/** One difference between two books, for the audit: which thing, and how it read before and after. */
export type BookDifference = { list: ListName | 'settings'; id: string; before: unknown; after: unknown }

const listNames = ['units', 'people', 'sites', 'periods', 'shifts', 'windows'] as const satisfies readonly ListName[]

/** Every entry that differs between two books, settings by their key; empty when they say the same. */
export function differences(before: BookFile, after: BookFile): BookDifference[] {
  const found: BookDifference[] = []
  const settingsBefore: Record<string, unknown> = { ...before.settings }
  const settingsAfter: Record<string, unknown> = { ...after.settings }
  for (const key of new Set([...Object.keys(settingsBefore), ...Object.keys(settingsAfter)])) {
    compare(found, 'settings', key, settingsBefore[key], settingsAfter[key])
  }
  for (const list of listNames) {
    const old = new Map(entriesOf(before, list).map((entry) => [entry.id, entry]))
    const now = new Map(entriesOf(after, list).map((entry) => [entry.id, entry]))
    for (const id of new Set([...old.keys(), ...now.keys()])) compare(found, list, id, old.get(id), now.get(id))
  }
  return found
}

function compare(
  found: BookDifference[],
  list: BookDifference['list'],
  id: string,
  before: unknown,
  after: unknown,
): void {
  if (before !== after && canonical(before) !== canonical(after)) {
    found.push({ list, id, before: before ?? null, after: after ?? null })
  }
}

/** Text by which two values are the same, whatever order their fields were written in. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
