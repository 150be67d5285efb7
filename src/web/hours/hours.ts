import type { Request, Response } from 'express'
import { writeHoursSheet } from '../../documents/hours-sheet.ts'
import type { Book } from '../../domain/book/book.ts'
import { dayClassOf, dutyHours } from '../../domain/roster/hours.ts'
import { keptUnits } from '../desk/keeping.ts'
import { addressWith, pageOf, queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { calendarOf } from '../roster/calendar.ts'
import { showPage } from '../show.ts'
import { type HoursChoice, publishedPeriods, readHoursChoice } from './hours-choice.ts'
import { type HoursLine, type HoursTable, hoursFor, hoursTable } from './hours-view.ts'

const linesOnPage = 120

/** `/hours`: who did how much duty; `/hours.xlsx`: the same for the pay office. The office sees all, others their own part. */
export const hours: Screen = (router, room) => {
  router.get('/hours', async (req, res) => {
    const reader = signedInReader(req)
    const book = room.deps.book.current()
    const choice = readHoursChoice(req, book, reader)
    if (!choice) return showMissing(room, req, res)
    await view(room, req, res, reader, choice)
  })
  router.get('/hours.xlsx', async (req, res) => {
    const reader = signedInReader(req)
    const book = room.deps.book.current()
    const choice = readHoursChoice(req, book, reader)
    if (!choice?.of) return showMissing(room, req, res)
    const { head, lines, total } = tableOf(room, reader, book, choice)
    const rows = [...lines, ...(total ? [total] : [])].map(({ unit, person, figures }) => [unit, person, ...figures])
    const bytes = await writeHoursSheet({ name: reader.words.hours.sheet, head, rows })
    const plain = reader.words.hours
      .fileName(choice.name)
      .toWellFormed()
      .replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
    const name = encodeURIComponent(`${plain}.xlsx`).replace(/['()*]/g, escaped)
    res.set({
      'content-disposition': `attachment; filename="hours.xlsx"; filename*=UTF-8''${name}`,
      'cache-control': 'private, no-store',
    })
    res.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(Buffer.from(bytes))
  })
}

/** RFC 5987 takes fewer characters as they are than `encodeURIComponent` leaves. */
function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

function tableOf(room: Room, reader: SignedIn, book: Book, { of }: HoursChoice): HoursTable {
  const data = calendarOf(room.deps)
  const rows = of ? dutyHours(book, of, (date) => dayClassOf(data, date)) : []
  return hoursTable(book, reader, hoursFor(book, reader, rows))
}

async function view(room: Room, req: Request, res: Response, reader: SignedIn, choice: HoursChoice): Promise<void> {
  const { words } = reader
  const say = words.hours
  const book = room.deps.book.current()
  const table = tableOf(room, reader, book, choice)
  const query = { period: choice.period?.id ?? null, from: choice.from, to: choice.to }
  const { shown, pager } = pageOf(reader, table.lines, queryText(req, 'page'), {
    size: linesOnPage,
    address: (page) => addressWith('/hours', { ...query, page: String(page) }),
  })
  const isLast = pager?.next === null || pager === null
  const heading = headingOf(book, reader, choice, table)
  const periods = publishedPeriods(book).map(({ id, name }) => ({ id, name, isChosen: id === choice.period?.id }))
  await showPage(room, req, res, {
    template: 'hours/hours',
    title: heading,
    nav: 'duty',
    status: choice.errors.length > 0 ? 422 : 200,
    view: {
      heading,
      notes: [
        say.lede,
        ...(table.lines.length > 0 ? [say.statutoryNote] : []),
        ...(table.hasUnknown ? [say.unknownNote] : []),
      ],
      periods,
      ...{ from: choice.from, to: choice.to, head: table.head },
      lines: shown.map((line) => lineView(reader, line)),
      total: table.total && isLast ? lineView(reader, table.total) : null,
      download: table.lines.length > 0 ? addressWith('/hours.xlsx', query) : null,
      pager,
      errors: choice.errors,
    },
  })
}

function headingOf(book: Book, reader: SignedIn, { period, of, name, errors }: HoursChoice, table: HoursTable): string {
  const { words, format } = reader
  const say = words.hours
  if (errors.length > 0) return say.title
  if (period && !of) return say.draftPeriod(period.name)
  const [first] = table.lines
  if (!first) return say.headingNone(name)
  const total = figure(reader, (table.total ?? first).figures[2] ?? 0)
  const isOwn = !reader.isOffice && keptUnits(book, reader).length === 0
  return isOwn ? say.headingOwn(name, total) : say.heading(name, format.count(table.people), total)
}

function lineView(reader: SignedIn, { unit, person, isSum, figures }: HoursLine) {
  return { unit, person, isSum, figures: figures.map((value) => figure(reader, value)) }
}

function figure({ format }: SignedIn, value: number): string {
  return format.count(Math.round(value * 10) / 10)
}
