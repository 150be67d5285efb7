import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writePaperTable } from '../../src/documents/paper-table.ts'
import { readWorkbook } from '../../src/documents/read-workbook.ts'
import { type Book, type BookFile, openBook, type Period } from '../../src/domain/book/book.ts'
import { languages } from '../../src/domain/language.ts'
import { cellsOf, withCells } from '../../src/domain/roster/cell.ts'
import { type Placed, shiftsOfPeriod } from '../../src/domain/roster/placed.ts'
import { outlineOf } from '../../src/domain/roster-table/outline.ts'
import { propose } from '../../src/domain/roster-table/propose.ts'
import { formatIn } from '../../src/web/format.ts'
import type { SignedIn } from '../../src/web/reader.ts'
import { listPaper, matrixPaper } from '../../src/web/roster-import/paper.ts'
import { wordsOf } from '../../src/web/words.ts'
import { contextOf, officeBook } from '../documents/office.ts'

const now = Date.parse('2026-09-28T10:00:00+08:00')
const zone = 'Asia/Shanghai'

function readerIn(language: (typeof languages)[number]): SignedIn {
  const words = wordsOf(language)
  const person = { id: 'p-zhao', name: '赵欣怡' }
  return { words, person, language, now, isOffice: true, theme: null, from: '', format: formatIn(language, zone, now) }
}

/** Shifts of 24 hours, of day and night, and a unit that changes at its own hours; with and without an eve. */
const patterns: readonly Partial<BookFile>[] = [
  {},
  { settings: { ...officeBook.settings, staffChangesAt: ['08:30', '17:30'] } },
  { units: officeBook.units?.map((unit) => ({ ...unit, staffChangesAt: ['07:30', '15:30', '23:30'] })) ?? [] },
  {
    settings: { ...officeBook.settings, staffChangesAt: ['08:30', '17:30'] },
    periods: officeBook.periods?.map((period) => ({ ...period, startsAt: '2026-09-30T17:30:00+08:00' })) ?? [],
  },
]

/** A roster in which each cell has nobody, one person, two, or one for each half of it, as the figures say. */
function filled(book: Book, period: Period, draws: readonly number[]): Placed[] {
  const people = ['p-chen', 'p-zhou', 'p-li', 'p-jie', 'p-jie2', 'p-wang']
  const person = (draw: number) => people[draw % people.length] ?? 'p-chen'
  let id = 0
  const cells = [...book.sites.values()].slice(0, 3).flatMap((site) => cellsOf(book, period, site))
  const fillings = cells.map((cell, i) => {
    const { fromAt, toAt } = cell.slot
    const draw = draws[i % draws.length] ?? 0
    const half = fromAt + Math.round((toAt - fromAt) / 2 / 60_000) * 60_000
    const whole = { personId: person(draw), fromAt, toAt }
    const other = person(draw + 1)
    if (draw % 4 === 0) return { cell, entries: [] }
    if (draw % 4 === 1 && cell.role === 'staff') return { cell, entries: [whole, { ...whole, personId: other }] }
    if (draw % 4 === 2)
      return {
        cell,
        entries: [
          { ...whole, toAt: half },
          { personId: other, fromAt: half, toAt },
        ],
      }
    return { cell, entries: [whole] }
  })
  return withCells([], fillings, { periodId: period.id, zone, newId: () => `x-${id++}` })
}

test('whatever a roster holds, the sheet that was downloaded changes nothing when it is sent back', async () => {
  const roster = fc.record({
    pattern: fc.constantFrom(...patterns),
    draws: fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 }),
    language: fc.constantFrom(...languages),
    isMatrix: fc.boolean(),
    hasNumbers: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(roster, async ({ pattern, draws, language, isMatrix, hasNumbers }) => {
      const empty = openBook({ ...officeBook, ...pattern })
      const period = empty.periods.get('nd-2026')
      if (!period) throw new Error('the book has no such period')
      const shifts = filled(empty, period, draws).map(({ fromAt: _from, toAt: _to, ...shift }) => shift)
      const file: BookFile = { ...officeBook, ...pattern, shifts }
      const book = openBook(file)
      const inPeriod = shiftsOfPeriod(book, period.id)
      const rows = outlineOf(book, period, { sites: [...book.sites.values()], shifts: inPeriod })
      const of = { book, period, rows, isDraft: true, isTemplate: false, hasNumbers }
      const reader = readerIn(language)
      const paper = isMatrix ? matrixPaper(reader, of) : listPaper(reader, of)
      const reading = await readWorkbook(Buffer.from(await writePaperTable(paper)))
      if (!reading.ok) throw new Error(`our own sheet was refused: ${reading.why}`)
      const proposal = propose(contextOf(file), reading.sheets, [...inPeriod.values()].flat())
      expect([proposal.changes, proposal.problems, proposal.questions]).toEqual([[], [], []])
    }),
    { numRuns: 30 },
  )
})
