import type { Request, Response } from 'express'
import { writePaperTable } from '../../documents/paper-table.ts'
import type { Period } from '../../domain/book/book.ts'
import { shiftsOfPeriod } from '../../domain/roster/placed.ts'
import { bookWithDraft, draftOf } from '../../domain/roster/roster.ts'
import { outlineOf } from '../../domain/roster-table/outline.ts'
import { keptSites } from '../desk/keeping.ts'
import { queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { periodOf } from '../roster/periods.ts'
import { listPaper, matrixPaper, type PaperOf } from './paper.ts'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * `/periods/:id/roster.xlsx` and `/periods/:id/template.xlsx`: the roster that is being made, and one to fill in, of the
 * sites that the reader keeps. Numbers are in full only for the office, only when asked for, and then it is logged.
 */
export const rosterDownloads: Screen = (router, room) => {
  router.get('/periods/:id/roster.xlsx', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await send(room, req, res, period, false)
  })
  router.get('/periods/:id/template.xlsx', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await send(room, req, res, period, true)
  })
}

async function send(room: Room, req: Request, res: Response, period: Period, isTemplate: boolean): Promise<void> {
  const reader = signedInReader(req)
  const { paper: say } = reader.words.spreadsheet
  const hasNumbers = reader.isOffice && !isTemplate && queryText(req, 'numbers') === '1'
  const isMatrix = !isTemplate && queryText(req, 'layout') === 'matrix'
  if (hasNumbers && !isMatrix) await noteNumbers(room, req, period)
  const current = room.deps.book.current()
  const book = bookWithDraft(current, period.id)
  const sites = keptSites(room, reader)
  const rows = outlineOf(book, period, { sites, shifts: shiftsOfPeriod(book, period.id) })
  const isDraft = period.state === 'draft' || draftOf(book.file, period.id) !== null
  const of: PaperOf = { book, period, rows, isDraft, isTemplate, hasNumbers }
  const bytes = await writePaperTable(isMatrix ? matrixPaper(reader, of) : listPaper(reader, of))
  const name = isTemplate ? say.templateName(period.name) : say.fileName(period.name)
  res.set({ 'content-disposition': attachment(name, period.id), 'cache-control': 'private, no-store' })
  res.type(xlsx).send(Buffer.from(bytes))
}

async function noteNumbers(room: Room, req: Request, period: Period): Promise<void> {
  const { person, from, now } = signedInReader(req)
  await room.deps.log.audit.add({
    ...{ at: now, personId: person.id, personName: person.name, from },
    ...{ act: 'numbers_exported', subject: `periods/${period.id}`, before: null, after: null },
  })
}

/** The name in its own script (RFC 6266), and one for programs that read only ASCII. */
function attachment(name: string, plain: string): string {
  const clean = name.toWellFormed().replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, ' ')
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="roster-${plain}.xlsx"; filename*=UTF-8''${encoded}.xlsx`
}
