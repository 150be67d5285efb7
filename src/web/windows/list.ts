import type { Request, Response } from 'express'
import { decideWindow } from '../../actions/sites/planned-windows.ts'
import { hasStanding, highestStanding } from '../../domain/authority.ts'
import { plainNote } from '../../domain/plain-note.ts'
import { queryText } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { buildWindowList } from './list-view.ts'

const longestDecision = 200

/** `GET /windows?page=` (the office: all; leads: their sites'), `POST /windows/:id/decide` (the office). */
export const windowList: Screen = (router, room) => {
  router.get('/windows', async (req, res) => {
    if (!mayRead(room, signedInReader(req))) return showMissing(room, req, res)
    await view(room, req, res, { typed: {}, errors: [] })
  })
  router.post('/windows/:id/decide', async (req, res) => {
    const isThere = room.deps.book.current().file.windows?.some(({ id }) => id === req.params.id)
    if (!signedInReader(req).isOffice || !isThere) return showMissing(room, req, res)
    await decide(room, req, res, req.params.id)
  })
}

function mayRead(room: Room, { person, now }: SignedIn): boolean {
  return hasStanding(highestStanding(room.deps.book.current(), person.id, now), 'lead')
}

async function decide(room: Room, req: Request, res: Response, id: string): Promise<void> {
  const reader = signedInReader(req)
  const say = reader.words.windows
  const typed = fieldsOf(req)
  const state = typed['act'] === 'approve' ? 'approved' : 'refused'
  const decision = plainNote(typed['decision'] ?? '', longestDecision)
  const field = `decision-${id}`
  if (state === 'refused' && decision === '') {
    return view(room, req, res, { typed: {}, errors: [{ field, text: say.decisionMissing }] })
  }
  const outcome = await decideWindow(room.deps, editorOf(reader), { id, state, decision }, reader.now)
  if (outcome.kind === 'refused') {
    const errors = refusals(outcome.edited, reader, []).map(({ text }) => ({ field, text }))
    return view(room, req, res, { typed: { [field]: decision }, errors })
  }
  await seeOther(req, res, '/windows', outcome.kind === 'done' ? say.done[state] : say.movedOn)
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  { typed, errors }: { typed: Readonly<Record<string, string>>; errors: readonly FieldError[] },
): Promise<void> {
  const reader = signedInReader(req)
  const list = buildWindowList(room.deps.book.current(), reader, { page: queryText(req, 'page'), typed, errors })
  const status = errors.length > 0 ? 422 : 200
  await showPage(room, req, res, { template: 'windows/list', title: list.heading, nav: 'windows', status, view: list })
}
