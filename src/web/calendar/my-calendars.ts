import type { Request, Response } from 'express'
import { feedsOf, makeFeed, mostFeeds, revokeFeed } from '../../actions/people/feeds.ts'
import type { FeedSubject } from '../../domain/feed.ts'
import { editorOf } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { buildCalendars } from './calendars-view.ts'

/**
 * `GET /me/calendar`: one's calendar addresses. `POST /me/calendar` makes one and answers with the page itself, which
 * shows the address this once: it must not be kept in a session. `POST /me/calendar/:id/revoke` ends one.
 */
export const myCalendars: Screen = (router, room) => {
  router.get('/me/calendar', (req, res) => view(room, req, res, { address: null, errors: [] }))
  router.post('/me/calendar', (req, res) => submit(room, req, res))
  router.post('/me/calendar/:id/revoke', async (req, res) => {
    const reader = signedInReader(req)
    const order = { id: req.params.id, personId: reader.person.id, editor: editorOf(reader) }
    const isEnded = await revokeFeed(room.deps, order, reader.now)
    if (!isEnded) return showMissing(room, req, res)
    await seeOther(req, res, '/me/calendar', reader.words.calendar.revoked)
  })
}

async function submit(room: Room, req: Request, res: Response): Promise<void> {
  const reader = signedInReader(req)
  const { calendar: say } = reader.words
  const subject = subjectOf(fieldsOf(req)['what'] ?? '', reader.person.id)
  if (!subject) return view(room, req, res, { address: null, errors: [{ field: 'what', text: say.choose }] })
  const made = await makeFeed(room.deps, { owner: reader.person, subject, editor: editorOf(reader) }, reader.now)
  if (made.kind === 'refused') return showMissing(room, req, res)
  if (made.kind === 'too_many')
    return view(room, req, res, { address: null, errors: [{ field: 'what', text: say.tooMany(mostFeeds) }] })
  const address = `${room.deps.config.publicUrl.replace(/\/$/, '')}/calendar/${made.token}.ics`
  await view(room, req, res, { address, errors: [] })
}

/** `me`, `site:ID` or `unit:ID`, as the form's choices are named. */
function subjectOf(choice: string, readerId: string): FeedSubject | null {
  if (choice === 'me') return { kind: 'person', id: readerId }
  const [, kind, id] = /^(site|unit):([a-z0-9-]{1,64})$/.exec(choice) ?? []
  return id !== undefined && (kind === 'site' || kind === 'unit') ? { kind, id } : null
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  { address, errors }: { address: string | null; errors: readonly FieldError[] },
): Promise<void> {
  const reader = signedInReader(req)
  const feeds = await feedsOf(room.deps, reader.person.id)
  await showPage(room, req, res, {
    template: 'calendar/mine',
    title: reader.words.calendar.title,
    nav: 'me',
    status: errors.length > 0 ? 422 : 200,
    view: buildCalendars(room.deps.book.current(), reader, { feeds, address, errors }),
  })
}
