import type { Request, Response } from 'express'
import { editRoster, type RosterInHand, undoable } from '../../actions/roster/edit-roster.ts'
import type { Period, Site } from '../../domain/book/book.ts'
import { withCells } from '../../domain/roster/cell.ts'
import { draftFairly, explainRoster } from '../../domain/roster/fair-draft.ts'
import { statutoryDates } from '../../domain/roster/hours.ts'
import { bookWithDraft } from '../../domain/roster/roster.ts'
import { keptSites } from '../desk/keeping.ts'
import { addressWith, queryText } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { calendarOf } from './calendar.ts'
import { buildResult } from './draft-result-view.ts'
import { askView, type DraftChoice } from './draft-view.ts'
import { keepsOf } from './grid.ts'
import { periodOf } from './periods.ts'

/** `/periods/:id/draft`: a roster in one go, for the sites one keeps; `/periods/:id/draft/result`: what came of it, and why. */
export const fairDraft: Screen = (router, room) => {
  router.get('/periods/:id/draft', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await view(room, req, res, period, { unit: queryText(req, 'unit') ?? '', keep: 'filled', mayRunOn: false }, [])
  })
  router.post('/periods/:id/draft', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await submit(room, req, res, period)
  })
  router.get('/periods/:id/draft/result', async (req, res) => {
    const period = periodOf(room, req, req.params.id)
    if (!period) return showMissing(room, req, res)
    await result(room, req, res, period)
  })
}

/** A draft is one piece of work, during which nothing is looked at and nobody is told: two seconds of it at most. */
const mostSites = 600

/** The chosen sites of those the reader keeps; a unit that is not among them chooses none. */
function sitesOf(room: Room, reader: SignedIn, unit: string): Site[] {
  const kept = keptSites(room, reader)
  return unit === '' ? kept : kept.filter(({ unitId }) => unitId === unit)
}

async function submit(room: Room, req: Request, res: Response, period: Period): Promise<void> {
  const reader = signedInReader(req)
  const typed = fieldsOf(req)
  const choice: DraftChoice = {
    unit: typed['unit'] ?? '',
    keep: typed['keep'] === 'pinned' ? 'pinned' : 'filled',
    mayRunOn: typed['mayRunOn'] === 'yes',
  }
  const holidays = statutoryDates(calendarOf(room.deps))
  let filled = 0
  const make = ({ book, period: now, shifts, newId }: RosterInHand) => {
    const siteIds = sitesOf(room, reader, choice.unit).map(({ id }) => id)
    const { fillings } = draftFairly({ book, period: now, holidays, siteIds, notBefore: reader.now, ...choice })
    filled = fillings.filter(({ entries }) => entries.length > 0).length
    return withCells(shifts, fillings, { periodId: now.id, zone: book.settings.timezone, newId })
  }
  const count = sitesOf(room, reader, choice.unit).length
  if (count === 0 || count > mostSites) {
    const text = count === 0 ? reader.words.desk.notInList : reader.words.draft.tooMany(mostSites)
    return view(room, req, res, period, choice, [{ field: 'unit', text }])
  }
  const work = { periodId: period.id, what: 'drafted' as const, make }
  const edited = await editRoster(room.deps, editorOf(reader), work, reader.now)
  if (edited.kind === 'missing') return showMissing(room, req, res)
  if (edited.kind === 'refused') {
    return view(room, req, res, period, choice, refusals(edited.edited, reader, []))
  }
  const address = addressWith(`/periods/${period.id}/draft/result`, { unit: choice.unit })
  await seeOther(req, res, address, reader.words.draft.drafted(reader.format.count(filled)))
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  period: Period,
  choice: DraftChoice,
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const book = bookWithDraft(room.deps.book.current(), period.id)
  const ask = askView(reader, { book, period, kept: keptSites(room, reader), choice, errors })
  await showPage(room, req, res, {
    template: 'roster/draft',
    title: reader.words.draft.title(period.name),
    nav: 'duty',
    status: errors.length > 0 ? 422 : 200,
    view: ask,
  })
}

async function result(room: Room, req: Request, res: Response, period: Period): Promise<void> {
  const reader = signedInReader(req)
  const book = bookWithDraft(room.deps.book.current(), period.id)
  const unit = queryText(req, 'unit') ?? ''
  const sites = sitesOf(room, reader, unit)
  const holidays = statutoryDates(calendarOf(room.deps))
  const reasons = explainRoster({
    ...{ book, period, holidays, siteIds: sites.map(({ id }) => id) },
    notBefore: reader.now,
  })
  const last = await undoable(room.deps, period.id, keepsOf(room, reader))
  await showPage(room, req, res, {
    template: 'roster/draft-result',
    title: reader.words.draft.resultTitle(period.name),
    nav: 'duty',
    view: {
      ...buildResult(reader, { book, period, sites, reasons, unit, page: queryText(req, 'page') }),
      canUndo: last?.state === 'drafted',
    },
  })
}
