import type { Book, Person } from '../book/book.ts'
import { addDays, momentOn } from '../instant.ts'
import { clockWords } from '../texts/span-words.ts'
import type { CellEntry } from './cell.ts'
import { type NameIndex, shownName } from './name-index.ts'
import type { Slot } from './slots.ts'

/** What is wrong with what was typed into a cell, with the part of it that is. */
export type CellProblem =
  | { kind: 'nobody'; typed: string }
  | { kind: 'several'; typed: string; people: Person[] }
  | { kind: 'bad_hours'; typed: string }
  | { kind: 'outside'; typed: string }
  | { kind: 'twice'; typed: string }

export type CellReading = { entries: CellEntry[]; isPinned: boolean; problems: CellProblem[] }

type Place = { slot: Slot; unitId: string | undefined; zone: string }

/**
 * The cell as one types it: 陈海涛, several as 陈海涛、李卓然, a part of the slot as 陈海涛 08:30-20:30, and a star at
 * the end for what a new draft shall leave alone.
 */
export function cellText(book: Book, entries: readonly CellEntry[], place: Place & { isPinned: boolean }): string {
  const parts = entries.map((entry) => {
    const person = book.people.get(entry.personId)
    const name = person ? shownName(book, person, place.unitId) : entry.personId
    const isWhole = entry.fromAt === place.slot.fromAt && entry.toAt === place.slot.toAt
    return isWhole ? name : `${name} ${clockWords(entry.fromAt, place)}-${clockWords(entry.toAt, place)}`
  })
  return parts.join('、') + (place.isPinned && parts.length > 0 ? '*' : '')
}

/** What stands between two people, but for the same signs within brackets: 王洁（网信办/数据局）is one. */
const separators = /[、,;\n/]+(?![^()]*\))/u

/** Reads a cell; every part that cannot be read is named, and nothing is guessed. */
export function readCell(typed: string, place: Place, names: NameIndex): CellReading {
  const text = typed.normalize('NFKC').trim()
  const isPinned = text.endsWith('*')
  const parts = (isPinned ? text.slice(0, -1) : text).split(separators).map((part) => part.trim())
  const reading: CellReading = { entries: [], isPinned, problems: [] }
  for (const part of parts.filter(Boolean)) readPart(part, place, names, reading)
  return reading
}

function readPart(part: string, place: Place, names: NameIndex, reading: CellReading): void {
  const timed = /^(.*?)\s*(\d{1,2}:\d{2})\s*[-–—~至]+\s*(\d{1,2}:\d{2})$/u.exec(part)
  const name = (timed?.[1] ?? part).trim()
  const found = names.find(name, place.unitId)
  const words = timed ? [] : part.split(/\s+/u)
  // Names with only spaces between them; a space within one name (张 三) was tried first.
  if (
    found.kind === 'nobody' &&
    words.length > 1 &&
    words.every((word) => names.find(word, place.unitId).kind === 'person')
  ) {
    for (const word of words) readPart(word, place, names, reading)
    return
  }
  if (found.kind === 'nobody') return void reading.problems.push({ kind: 'nobody', typed: name })
  if (found.kind === 'several')
    return void reading.problems.push({ kind: 'several', typed: name, people: found.people })
  const span = timed
    ? spanOf(timed[2] ?? '', timed[3] ?? '', place)
    : { fromAt: place.slot.fromAt, toAt: place.slot.toAt }
  if (span === 'bad_hours' || span === 'outside') return void reading.problems.push({ kind: span, typed: part })
  const personId = found.person.id
  const isTwice = reading.entries.some((e) => e.personId === personId && e.fromAt < span.toAt && span.fromAt < e.toAt)
  if (isTwice) return void reading.problems.push({ kind: 'twice', typed: name })
  reading.entries.push({ personId, ...span })
}

/** The hours within the slot; an hour that has passed when the slot begins is the next day's. */
function spanOf(
  from: string,
  to: string,
  { slot, zone }: Place,
): { fromAt: number; toAt: number } | 'bad_hours' | 'outside' {
  const [first, last] = [clockOf(from), clockOf(to)]
  if (first === null || last === null) return 'bad_hours'
  const fromAt = firstAfter(first, slot.fromAt, slot.date, zone)
  const toAt = firstAfter(last, fromAt + 1, slot.date, zone)
  return fromAt < slot.fromAt || toAt > slot.toAt ? 'outside' : { fromAt, toAt }
}

function clockOf(typed: string): string | null {
  const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d{2})$/.exec(typed) ?? []
  const isTime = hours !== '' && Number(hours) < 24 && Number(minutes) < 60
  return isTime ? `${hours.padStart(2, '0')}:${minutes}` : null
}

function firstAfter(time: string, at: number, date: string, zone: string): number {
  for (const day of [date, addDays(date, 1)]) {
    const moment = momentOn(day, time, zone)
    if (moment >= at) return moment
  }
  return momentOn(addDays(date, 2), time, zone)
}
