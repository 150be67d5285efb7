import type { Request, Response } from 'express'
import { mayActOnPage, type PageActed, sendPageAgain, tellPageByPhone } from '../../actions/incident/page-acts.ts'
import type { Page } from '../../domain/incident/page.ts'
import { plainNote } from '../../domain/plain-note.ts'
import { editorOf } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { maySeeOutbox } from './outbox.ts'
import { pageViewOf } from './page-view.ts'

const longestNote = 500

/** `/outbox/:id`: one message, why it was sent, each try and each state. Whoever leads its site may send it again. */
export const message: Screen = (router, room) => {
  router.get('/outbox/:id', async (req, res) => {
    const page = await findShown(room, req)
    if (!page) return showMissing(room, req, res)
    // What went out within a bundle has no tries of its own.
    if (page.bundleId !== null) return res.redirect(303, `/outbox/${encodeURIComponent(page.bundleId)}`)
    await view(room, req, res, page, { errors: [], note: '' })
  })
  router.post('/outbox/:id/again', async (req, res) => {
    const { words, now } = signedInReader(req)
    const page = await findShown(room, req)
    if (!page) return showMissing(room, req, res)
    const acted = await sendPageAgain(room.deps, editorOf(signedInReader(req)), page.id, now)
    await answer(room, req, res, { page, acted, done: words.message.sentAgain, note: '' })
  })
  router.post('/outbox/:id/told', async (req, res) => {
    const { words, now } = signedInReader(req)
    const page = await findShown(room, req)
    if (!page) return showMissing(room, req, res)
    const note = plainNote(fieldsOf(req)['note'] ?? '', longestNote)
    const acted = await tellPageByPhone(room.deps, editorOf(signedInReader(req)), { pageId: page.id, note }, now)
    await answer(room, req, res, { page, acted, done: words.message.wasTold, note })
  })
}

async function findShown(room: Room, req: Request): Promise<Page | null> {
  const id = req.params['id']
  return maySeeOutbox(room, req) && typeof id === 'string' ? room.deps.log.pages.find(id) : null
}

type Acted = { page: Page; acted: PageActed; done: string; note: string }

async function answer(room: Room, req: Request, res: Response, { page, acted, done, note }: Acted): Promise<void> {
  const { words } = signedInReader(req)
  switch (acted.kind) {
    case 'missing':
      return showMissing(room, req, res)
    case 'pointless': {
      const errors = [{ field: '', text: words.message.pointless[acted.why] }]
      return view(room, req, res, page, { errors, note })
    }
    case 'done':
      return seeOther(req, res, `/outbox/${encodeURIComponent(page.id)}`, done)
  }
}

type Shown = { errors: readonly FieldError[]; note: string }

async function view(room: Room, req: Request, res: Response, page: Page, { errors, note }: Shown): Promise<void> {
  const reader = signedInReader(req)
  const { pages, incidents } = room.deps.log
  const record = {
    page,
    attempts: await pages.attempts([page.id]),
    history: await pages.history(page.id),
    events: page.incidentId === null ? [] : await incidents.events(page.incidentId),
  }
  const shown = pageViewOf(reader, record)
  const mayAct = await mayActOnPage(room.deps, reader.person.id, page, reader.now)
  await showPage(room, req, res, {
    template: 'outbox/message',
    title: shown.heading,
    nav: 'outbox',
    status: errors.length > 0 ? 409 : 200,
    view: {
      ...shown,
      address: `/outbox/${encodeURIComponent(page.id)}`,
      errors,
      note,
      mayAct,
      mayBeTold: mayAct && !['delivered', 'cancelled', 'told_by_phone'].includes(page.state),
    },
  })
}
