import type { Request, Response } from 'express'
import { reportNil } from '../../actions/shift-work/nil-reports.ts'
import { hasStanding, isOffice, standingOn } from '../../domain/authority.ts'
import type { Book, Unit } from '../../domain/book/book.ts'
import { dateOf } from '../../domain/instant.ts'
import { plainNote } from '../../domain/plain-note.ts'
import {
  type NilReport,
  nilDueAt,
  nilReportId,
  reportingPeriod,
  reportingUnits,
} from '../../domain/shift-work/nil-report.ts'
import { readDate } from '../desk/moments.ts'
import { queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'

const longest = 1000

/** `/nil`: 零报告 of the day; one's own units to report for, and for the office every unit. */
export const nilReports: Screen = (router, room) => {
  router.get('/nil', async (req, res) => {
    if (unitsOf(room.deps.book.current(), signedInReader(req)).length === 0) return showMissing(room, req, res)
    await view(room, req, res, null)
  })
  router.post('/nil', async (req, res) => {
    if (unitsOf(room.deps.book.current(), signedInReader(req)).length === 0) return showMissing(room, req, res)
    await submit(room, req, res)
  })
}

/** Units for which the reader may report: those of sites they work on; the office sees all. */
function unitsOf(book: Book, { person, now }: SignedIn): Unit[] {
  const all = reportingUnits(book)
  if (isOffice(book, person.id)) return all
  const mine = new Set(
    [...book.sites.values()]
      .filter(({ id }) => hasStanding(standingOn(book, person.id, id, now), 'staff'))
      .flatMap(({ unitId }) => unitId ?? []),
  )
  return all.filter(({ id }) => mine.has(id))
}

async function submit(room: Room, req: Request, res: Response): Promise<void> {
  const reader = signedInReader(req)
  const book = room.deps.book.current()
  const { unitId = '', act = '', text = '' } = fieldsOf(req)
  const unit = unitsOf(book, reader).find(({ id }) => id === unitId)
  const date = dateOf(reader.now, book.settings.timezone)
  if (!unit) return showMissing(room, req, res)
  const said = plainNote(text, longest)
  const isNil = act === 'nil'
  const { nil: say } = reader.words
  if (!isNil && said === '') return view(room, req, res, { unitId, error: say.textMissing })
  const order = { unitId, date, person: reader.person, isNil, text: isNil ? '' : said }
  await reportNil(room.deps, order, reader.from, reader.now)
  await seeOther(req, res, '/nil', say.saved(unit.name))
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  wrong: { unitId: string; error: string } | null,
): Promise<void> {
  const reader = signedInReader(req)
  const { words, format, now, isOffice: sees } = reader
  const { nil: say } = words
  const book = room.deps.book.current()
  const { timezone, nilReportBy } = book.settings
  const today = dateOf(now, timezone)
  const asked = readDate(queryText(req, 'day') ?? '')
  const date = asked !== null && asked < today ? asked : today
  const rows = await Promise.all(
    unitsOf(book, reader).map(async (unit) => {
      const report = await room.deps.log.records.nilReports.find(nilReportId(unit.id, date))
      return rowOf(reader, unit, { report, isLate: now >= nilDueAt(book, date) })
    }),
  )
  const done = rows.filter(({ isDone }) => isDone).length
  await showPage(room, req, res, {
    template: 'shift-work/nil',
    title: say.title,
    nav: 'nil',
    status: wrong ? 422 : 200,
    view: {
      heading: say.heading(format.date(nilDueAt(book, date)), done, rows.length),
      lede: reportingPeriod(book, date) ? say.lede(nilReportBy) : say.noPeriod,
      isToday: date === today,
      showsAll: sees,
      rows: rows.toSorted((a, b) => Number(a.isDone) - Number(b.isDone)),
      wrong,
    },
  })
}

function rowOf(
  { words, format }: SignedIn,
  unit: Unit,
  { report, isLate }: { report: NilReport | null; isLate: boolean },
) {
  const { nil: say } = words
  const isDone = report?.state === 'reported'
  const said = isDone && report ? (report.isNil ? say.nothing : report.text) : ''
  const by =
    isDone && report?.by && report.reportedAt !== null ? say.by(report.by.name, format.moment(report.reportedAt)) : ''
  return {
    unitId: unit.id,
    name: unit.name,
    isDone,
    isLate: isLate && !isDone,
    said,
    by,
    state: isDone ? '' : isLate ? say.late : say.waiting,
  }
}
