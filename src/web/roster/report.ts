import type { Request, Response } from 'express'
import { recordedRows } from '../../actions/roster/period-rows.ts'
import type { Period } from '../../domain/book/book.ts'
import { periodReport } from '../../domain/report/period-report.ts'
import { keptSites } from '../desk/keeping.ts'
import { showMissing } from '../faults.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { periodOf } from './periods.ts'
import { buildReport, scopeOf } from './report-view.ts'

/** `/periods/:id/report`: 值班期小结 on one sheet of A4. Who keeps a roster; a lead sees what concerns their own units. */
export const reportPage: Screen = (router, room) => {
  router.get('/periods/:id/report', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await view(room, req, res, period)
  })
}

async function view(room: Room, req: Request, res: Response, period: Period): Promise<void> {
  const reader = signedInReader(req)
  const { report: say } = reader.words
  const book = room.deps.book.current()
  const sites = keptSites(room, reader)
  const isWhole = reader.isOffice
  const rows = await recordedRows(room.deps, book, period)
  const report = periodReport(book, period, { rows, sites, isWhole, now: reader.now })
  await showPage(room, req, res, {
    template: 'roster/report',
    title: say.title(period.name),
    nav: 'duty',
    view: {
      id: period.id,
      name: period.name,
      paper: say.paper(book.settings.officeName, period.from.slice(0, 4), period.name),
      scope: scopeOf(book, reader, { report, sites, isWhole }),
      ...buildReport(book, reader, period, report),
    },
  })
}
