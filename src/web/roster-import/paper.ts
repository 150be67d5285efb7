import type { PaperCell, PaperTable } from '../../documents/paper-table.ts'
import type { Book, Period } from '../../domain/book/book.ts'
import { hour, instantOf } from '../../domain/instant.ts'
import { maskPhone } from '../../domain/phone.ts'
import type { Slot } from '../../domain/roster/slots.ts'
import type { OutlinePerson, OutlineRow } from '../../domain/roster-table/outline.ts'
import type { SignedIn } from '../reader.ts'

/** What a download is made of. `numbers`: in full, for the office; a template has neither names nor numbers. */
export type PaperOf = {
  book: Book
  period: Period
  rows: readonly OutlineRow[]
  isDraft: boolean
  isTemplate: boolean
  hasNumbers: boolean
}

/** One row a shift, by day and site: the sheet that is filled in, sent back and pinned up. */
export function listPaper(reader: SignedIn, of: PaperOf): PaperTable {
  const { words } = reader
  const { column } = words.spreadsheet.paper
  const hasHours = of.rows.some(({ slot }) => slot.toAt - slot.fromAt !== 24 * hour)
  const head = [column.date, column.weekday, ...(hasHours ? [column.hours] : []), column.site]
  const names = [column.lead, column.leadPhone, column.staff, column.staffPhone, column.note]
  const body = of.rows.map((row) => [
    ...[{ date: row.slot.date }, weekdayText(reader, of, row.slot), ...(hasHours ? [hoursText(reader, row.slot)] : [])],
    ...[row.site.name, ...peopleCells(reader, of, row.lead), ...peopleCells(reader, of, row.staff), ''],
  ])
  const widths = [9, 6, ...(hasHours ? [16] : []), 26, 11, 14, 15, 14, 10]
  return {
    ...frameOf(reader, of),
    ...{
      head: [...head, ...names],
      body,
      widths,
      orientation: 'portrait',
      leftColumns: [head.length - 1, widths.length - 1],
    },
    merges: [
      ...runs(of.rows, (row) => row.slot.date).flatMap((run) => [0, 1].map((at) => ({ ...run, column: at }))),
      ...runs(of.rows, (row) => `${row.slot.date} ${row.site.id}`).flatMap((run) =>
        [head.length - 1, head.length, head.length + 1].map((at) => ({ ...run, column: at })),
      ),
    ],
  }
}

/** Sites down, days across, 带班 above 值班: a whole period on one sheet that lies on its side. */
export function matrixPaper(reader: SignedIn, of: PaperOf): PaperTable {
  const { paper: say } = reader.words.spreadsheet
  const days = [...new Set(of.rows.map(({ slot }) => slot.date))]
  const bySite = Map.groupBy(of.rows, ({ site }) => site)
  const body = [...bySite].flatMap(([site, rows]): PaperCell[][] => {
    const onDay = (date: string) => rows.filter(({ slot }) => slot.date === date)
    const leads = days.map((date) => namesText(reader, onDay(date)[0]?.lead ?? []))
    const staff = days.map((date) => staffText(reader, onDay(date)))
    return [
      [site.name, say.role.lead, ...leads],
      [site.name, say.role.staff, ...staff],
    ]
  })
  return {
    ...frameOf(reader, of),
    ...{ head: [say.column.site, say.column.role, ...days.map((date) => dayText(reader, of, date))], body },
    ...{ widths: [24, 6, ...days.map(() => 15)], orientation: 'landscape', leftColumns: [0] },
    merges: [...bySite.keys()].map((_, i) => ({ fromRow: 2 * i, toRow: 2 * i + 1, column: 0 })),
  }
}

type Framed = Pick<PaperTable, 'sheetName' | 'title' | 'under' | 'below' | 'pages' | 'dayFormat' | 'notes'>

function frameOf({ words, person, format, now }: SignedIn, { book, period, isDraft, isTemplate }: PaperOf): Framed {
  const { paper: say } = words.spreadsheet
  const { officeName } = book.settings
  return {
    sheetName: say.sheet,
    title: say.title(officeName, period.name),
    under: { left: say.unit(officeName), right: isDraft ? say.draft : say.version(period.version ?? 1) },
    below: say.below(person.name, format.stamp(now).slice(0, 10)),
    pages: say.pages,
    dayFormat: say.dayFormat,
    notes: { name: say.notesName, lines: isTemplate ? [...say.notes] : [] },
  }
}

/** Names, a line each, and a number for each in the same order: they stand side by side and can be read back. */
function peopleCells(
  reader: SignedIn,
  { isTemplate, hasNumbers }: PaperOf,
  people: readonly OutlinePerson[],
): string[] {
  if (isTemplate) return ['', '']
  const numbers = people.map(({ person }) => {
    if (!person.mobile) return ''
    return hasNumbers ? person.mobile.replace(/^\+86/, '') : maskPhone(person.mobile)
  })
  return [namesText(reader, people), numbers.join('\n').trim()]
}

function namesText({ words, format }: SignedIn, people: readonly OutlinePerson[]): string {
  const { paper: say } = words.spreadsheet
  return people
    .map(({ name, part }) => (part ? say.part(name, format.clock(part.fromAt), format.clock(part.toAt)) : name))
    .join('\n')
}

/** Of several shifts on one day, each name says for which it is, a line each; whoever has them all needs no hours. */
function staffText(reader: SignedIn, rows: readonly OutlineRow[]): string {
  const [first, ...more] = rows
  if (!first || more.length === 0) return namesText(reader, first?.staff ?? [])
  const all = rows.flatMap(({ staff, slot }) => staff.map((one) => ({ ...one, part: one.part ?? slot })))
  const whole = (rows.at(-1)?.slot.toAt ?? 0) - first.slot.fromAt
  const byPerson = [...Map.groupBy(all, ({ person }) => person).values()]
  const people = byPerson.flatMap((parts): OutlinePerson[] => {
    const sum = parts.reduce((ms, { part }) => ms + part.toAt - part.fromAt, 0)
    return sum === whole ? parts.slice(0, 1).map((one) => ({ ...one, part: null })) : parts
  })
  return namesText(reader, people)
}

function hoursText({ words, format }: SignedIn, { fromAt, toAt }: Slot): string {
  const isNext = format.iso(fromAt).slice(0, 10) !== format.iso(toAt).slice(0, 10)
  return words.spreadsheet.paper.hours(format.clock(fromAt), format.clock(toAt), isNext)
}

function weekdayText({ format }: SignedIn, { book }: PaperOf, { date }: Slot): string {
  return format.weekday(instantOf(date, book.settings.timezone))
}

/** The date over its weekday. */
function dayText({ format }: SignedIn, { book }: PaperOf, date: string): string {
  const at = instantOf(date, book.settings.timezone)
  return `${format.date(at)}\n${format.weekday(at)}`
}

/** Neighbouring rows that say the same of something; only runs of two and more. */
function runs(rows: readonly OutlineRow[], of: (row: OutlineRow) => string): { fromRow: number; toRow: number }[] {
  const found: { fromRow: number; toRow: number }[] = []
  for (const [i, row] of rows.entries()) {
    const last = found.at(-1)
    const before = rows[i - 1]
    if (last && before && of(before) === of(row)) last.toRow = i
    else found.push({ fromRow: i, toRow: i })
  }
  return found.filter(({ fromRow, toRow }) => toRow > fromRow)
}
