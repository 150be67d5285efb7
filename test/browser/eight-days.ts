import { readFileSync } from 'node:fs'
import type { BookFile, Shift } from '../../src/domain/book/book.ts'
import { holidaysOf } from '../../src/domain/calendar.ts'
import { addDays, isoOf, momentOn } from '../../src/domain/instant.ts'
import { sampleBook } from '../demo/sample-town.ts'

const zone = 'Asia/Shanghai'
const [from, to] = ['2026-10-01', '2026-10-08']
/** Works days and nights. */
export const nightHouse = 'u-jyj'

/**
 * The sample town over eight days and the evening before them; one house works days and nights, and the roster was
 * published with a reason.
 */
export function eightDays(): BookFile {
  const holidays = JSON.parse(readFileSync(new URL('../../data/reference/holidays.json', import.meta.url), 'utf8'))
  const holiday = holidaysOf(holidays, 2026).find(({ id }) => id === 'national-day-2026')
  if (!holiday) throw new Error('the holiday of the sample is not in the calendar')
  const book = sampleBook(holiday, ({ id }) => `http://${id}.example/`)
  const night = book.sites?.find(({ unitId }) => unitId === nightHouse)
  const override = {
    reason: '市教育局值班人员待补',
    personId: 'p-037',
    personName: '赵欣怡',
    at: '2026-09-28T16:20:00+08:00',
  }
  return {
    ...book,
    units:
      book.units?.map((unit) => (unit.id === night?.unitId ? { ...unit, staffChangesAt: ['08:30', '20:30'] } : unit)) ??
      [],
    periods:
      book.periods?.map((period) => ({ ...period, from, to, startsAt: '2026-09-30T17:30:00+08:00', override })) ?? [],
    shifts: (book.shifts ?? []).flatMap((shift) => {
      const split = shift.siteId === night?.id && shift.role === 'staff' ? dayAndNight(book, shift) : [shift]
      return split.flatMap((one) => withEdges(one))
    }),
  }
}

/** The first day's people have the evening before as well, and the last day's the day after. */
function withEdges(shift: Shift): Shift[] {
  const edges = [shift]
  const eve = isoOf(momentOn(addDays(from, -1), '17:30', zone), zone)
  const opens = isoOf(momentOn(from, '08:30', zone), zone)
  if (shift.from === opens) edges.unshift({ ...shift, id: `${shift.id}-eve`, from: eve, to: opens })
  if (shift.from >= isoOf(momentOn(addDays(to, -1), '08:30', zone), zone)) {
    edges.push({ ...shift, id: `${shift.id}-last`, from: aDayLater(shift.from), to: aDayLater(shift.to) })
  }
  return edges
}

function aDayLater(iso: string): string {
  return `${addDays(iso.slice(0, 10), 1)}${iso.slice(10)}`
}

/** The night of each day is a colleague's. */
function dayAndNight(book: BookFile, shift: Shift): Shift[] {
  const evening = `${shift.from.slice(0, 10)}T20:30:00+08:00`
  const colleague = book.shifts?.find(
    ({ siteId, role, personId }) => siteId === shift.siteId && role === 'staff' && personId !== shift.personId,
  )
  if (!colleague) throw new Error('the house that works nights has one person only')
  return [
    { ...shift, to: evening },
    { ...shift, id: `${shift.id}-night`, from: evening, personId: colleague.personId },
  ]
}
