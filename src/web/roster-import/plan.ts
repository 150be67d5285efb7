import type { Request, Response } from 'express'
import { digestOf, proposalOf, type TableRights, takeUpload } from '../../actions/roster/roster-upload.ts'
import { bookWithDraft } from '../../domain/roster/roster.ts'
import { openQuestions } from '../../domain/roster-table/take-over.ts'
import type { Answers } from '../../domain/roster-table/who.ts'
import type { TableUpload } from '../../domain/table-upload.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf, valuesOf } from '../form.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { periodOf } from '../roster/periods.ts'
import { seeOther, showPage } from '../show.ts'
import { buildPlan, type Plan } from './plan-view.ts'
import { tableRights } from './rights.ts'

/** `/periods/:id/import/:uploadId`: what a table would change, and its confirmation. Only for who has brought it. */
export const importPlan: Screen = (router, room) => {
  router.get('/periods/:id/import/:uploadId', async (req, res) => {
    const found = await uploadOf(room, req, req.params)
    if (found === 'over') return seeOther(req, res, `/periods/${req.params.id}/import`)
    if (!found) return showMissing(room, req, res)
    await view(room, req, res, { upload: found, answers: new Map() }, [])
  })
  router.post('/periods/:id/import/:uploadId', async (req, res) => {
    const found = await uploadOf(room, req, req.params)
    if (found === 'over') return seeOther(req, res, `/periods/${req.params.id}/import`)
    if (!found) return showMissing(room, req, res)
    await submit(room, req, res, found)
  })
}

/** The upload while it waits; `over` once it was taken, or another has taken its place. */
async function uploadOf(
  room: Room,
  req: Request,
  { id, uploadId }: { id: string; uploadId: string },
): Promise<TableUpload | 'over' | null> {
  const period = periodOf(room, req, id)
  const upload = period ? await room.deps.log.records.uploads.find(uploadId) : null
  if (upload?.subject !== id || upload.personId !== signedInReader(req).person.id) return null
  return upload.state === 'read' ? upload : 'over'
}

async function submit(room: Room, req: Request, res: Response, upload: TableUpload): Promise<void> {
  const reader = signedInReader(req)
  const { plan: say } = reader.words.spreadsheet
  const rights = tableRights(room, reader)
  const answers = answersOf(req)
  const shown = fieldsOf(req)['shown'] ?? ''
  const taken = await takeUpload(room.deps, editorOf(reader), { upload, rights, answers, shown }, reader.now)
  switch (taken.kind) {
    case 'taken': {
      const text = taken.cells > 0 ? say.taken(taken.cells, taken.people) : say.takenNothing
      return seeOther(req, res, `/periods/${upload.subject}`, text)
    }
    case 'unanswered':
      return view(room, req, res, { upload, answers }, unanswered(room, rights, { upload, answers }, say.unanswered))
    case 'changed':
      return view(room, req, res, { upload, answers }, [{ field: '', text: say.changed }])
    case 'refused':
      return view(room, req, res, { upload, answers }, refusals(taken.edited, reader, []))
    default:
      return showMissing(room, req, res)
  }
}

/** `q3`: whom a question means; ticked under `skip` are new people who are not to be added. */
function answersOf(req: Request): Answers {
  const chosen = Object.entries(fieldsOf(req)).filter(([name, value]) => /^q\d{1,5}$/.test(name) && value !== '')
  return new Map([...chosen, ...valuesOf(req, 'skip').map((key): [string, string] => [key, 'skip'])])
}

type Answered = { upload: TableUpload; answers: Answers }

function unanswered(
  room: Room,
  rights: TableRights,
  { upload, answers }: Answered,
  say: (name: string) => string,
): FieldError[] {
  const proposal = proposalOf(room.deps, upload, rights)
  return proposal ? openQuestions(proposal, answers).map(({ key, name }) => ({ field: key, text: say(name) })) : []
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  { upload, answers }: Answered,
  errors: readonly FieldError[],
): Promise<void> {
  const reader = signedInReader(req)
  const rights = tableRights(room, reader)
  const proposal = proposalOf(room.deps, upload, rights)
  const book = bookWithDraft(room.deps.book.current(), upload.subject)
  const period = book.periods.get(upload.subject)
  if (!proposal || !period) return showMissing(room, req, res)
  const context = { book, period, siteId: upload.siteId, ...rights() }
  const plan: Plan = { upload, context, proposal, digest: digestOf(proposal), answers }
  const built = buildPlan(reader, plan, errors)
  await showPage(room, req, res, {
    template: 'roster-import/plan',
    title: built.heading,
    nav: 'duty',
    status: errors.length > 0 ? 422 : 200,
    view: built,
  })
}
