import type { Book } from '../../domain/book/book.ts'
import { type DayClass, type DutyHours, dayClasses, sumHours } from '../../domain/roster/hours.ts'
import { keptUnits } from '../desk/keeping.ts'
import type { SignedIn } from '../reader.ts'

/** A line of the table: a person, or the sum of a unit. */
export type HoursLine = { unit: string; person: string; isSum: boolean; figures: number[] }
export type HoursTable = {
  head: string[]
  lines: HoursLine[]
  total: HoursLine | null
  people: number
  hasUnknown: boolean
}

/** Rows the reader may see: the office all, a lead those of their units, everybody their own. */
export function hoursFor(book: Book, reader: SignedIn, rows: readonly DutyHours[]): DutyHours[] {
  if (reader.isOffice) return [...rows]
  const units = new Set(keptUnits(book, reader).map(({ id }) => id))
  return rows.filter(({ personId, unitId }) => personId === reader.person.id || (unitId !== null && units.has(unitId)))
}

/** The table of the page and of the file: people by unit, each unit with its sum where it has several. */
export function hoursTable(book: Book, { words }: SignedIn, rows: readonly DutyHours[]): HoursTable {
  const say = words.hours
  const hasUnknown = rows.some(({ byDay }) => byDay.unknown > 0)
  const days = dayClasses.filter((day) => day !== 'unknown' || hasUnknown)
  const unitName = (id: string | null) => (id === null ? say.noUnit : (book.units.get(id)?.name ?? id))
  const lines = [...Map.groupBy(rows, ({ unitId }) => unitId)].flatMap(([unitId, ofUnit]): HoursLine[] => {
    const unit = unitName(unitId)
    const people = ofUnit.map((row) => ({
      ...{ unit, person: book.people.get(row.personId)?.name ?? row.personId, isSum: false },
      figures: figuresOf(row, days),
    }))
    const sum = { unit, person: say.sum, isSum: true, figures: figuresOf(sumHours(ofUnit), days) }
    return ofUnit.length > 1 ? [...people, sum] : people
  })
  const { column } = say
  return {
    head: [
      ...[column.unit, column.person, column.lead, column.staff, column.total],
      ...days.map((day) => column[day]),
      ...[column.nights, column.turns],
    ],
    lines,
    total:
      rows.length > 1 ? { unit: '', person: say.sumAll, isSum: true, figures: figuresOf(sumHours(rows), days) } : null,
    people: new Set(rows.map(({ personId }) => personId)).size,
    hasUnknown,
  }
}

function figuresOf(row: Omit<DutyHours, 'personId' | 'unitId'>, days: readonly DayClass[]): number[] {
  return [row.lead, row.staff, row.total, ...days.map((day) => row.byDay[day]), row.nights, row.turns]
}
