import type { Request, Response } from 'express'
import { drawId } from '../../actions/new-id.ts'
import { endWindow, fileWindow, type WindowOutcome, withdrawWindow } from '../../actions/sites/planned-windows.ts'
import type { Site } from '../../domain/book/book.ts'
import { leadsSite } from '../desk/keeping.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf, valuesOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther } from '../show.ts'
import { viewSite } from '../sites/site.ts'
import { readWindow, windowFieldNames } from './window-form.ts'
import { windowLine } from './window-line.ts'

/** `POST /sites/:id/windows`, `…/:windowId/withdraw` and `…/:windowId/end`: who leads the site, or the office. */
export const windowFiling: Screen = (router, room) => {
  router.post('/sites/:id/windows', async (req, res) => {
    const site = ledSite(room, req, req.params.id)
    if (!site) return showMissing(room, req, res)
    await file(room, req, res, site)
  })
  for (const [path, act] of [
    ['withdraw', withdrawWindow],
    ['end', endWindow],
  ] as const) {
    router.post(`/sites/:id/windows/:windowId/${path}`, async (req, res) => {
      const { id, windowId } = req.params
      const site = ledSite(room, req, id)
      const isThere = room.deps.book.current().file.windows?.some((one) => one.id === windowId && one.siteId === id)
      if (!site || !isThere) return showMissing(room, req, res)
      const reader = signedInReader(req)
      const outcome = await act(room.deps, editorOf(reader), windowId, reader.now)
      const said = outcome.kind === 'done' ? reader.words.windows.done[path] : reader.words.windows.movedOn
      await seeOther(req, res, `/sites/${id}`, said)
    })
  }
}

function ledSite(room: Room, req: Request, id: string): Site | null {
  const book = room.deps.book.current()
  const site = book.sites.get(id)
  return site && leadsSite(book, signedInReader(req), id) ? site : null
}

async function file(room: Room, req: Request, res: Response, site: Site): Promise<void> {
  const reader = signedInReader(req)
  const typed = { ...fieldsOf(req), ...(valuesOf(req, 'long').includes('yes') ? { long: 'yes' } : {}) }
  const zone = room.deps.book.current().settings.timezone
  const { window, errors } = readWindow(typed, reader, { id: drawId(room.deps, 'w'), siteId: site.id, zone })
  if (!window) return viewSite(room, req, res, site, { typed, errors })
  const order = { window, isOffice: reader.isOffice }
  const outcome = await fileWindow(room.deps, editorOf(reader), order, reader.now)
  if (outcome.kind !== 'done') {
    return viewSite(room, req, res, site, { typed, errors: errorsOf(room, reader, outcome) })
  }
  const { approved, asked } = reader.words.windows.done
  await seeOther(req, res, `/sites/${site.id}`, reader.isOffice ? approved : asked)
}

function errorsOf(room: Room, reader: SignedIn, outcome: Exclude<WindowOutcome, { kind: 'done' }>): FieldError[] {
  const say = reader.words.windows
  if (outcome.kind === 'refused') return refusals(outcome.edited, reader, windowFieldNames)
  if (outcome.kind === 'moved_on') return [{ field: '', text: say.movedOn }]
  const { span, reason } = windowLine(room.deps.book.current(), reader, outcome.other)
  return [{ field: 'from', text: say.overlaps(span, reason) }]
}
