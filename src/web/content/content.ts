import type { Request, Response } from 'express'
import { approveContent, confirmTampering, takeSuspicion } from '../../actions/content/judge-content.ts'
import { findSuspicion } from '../../actions/content/raise-suspicion.ts'
import { hasStanding, standingOn } from '../../domain/authority.ts'
import type { Site } from '../../domain/book/book.ts'
import { leadsSite } from '../desk/keeping.ts'
import { editorOf } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { buildContent } from './content-view.ts'

const acts = ['take', 'approve', 'confirm'] as const
type Act = (typeof acts)[number]
type Asked = { site: Site; reader: SignedIn; note: string }

const longestNote = 200

/** `GET /sites/:id/content`; `POST` with `act`: staff of the site take it, a lead or the office judges it. */
export const contentPage: Screen = (router, room) => {
  router.get('/sites/:id/content', async (req, res) => {
    const site = siteOf(room, req.params.id)
    if (!site) return showMissing(room, req, res)
    await view(room, req, res, site, { typed: {}, errors: [] })
  })
  router.post('/sites/:id/content', async (req, res) => {
    const reader = signedInReader(req)
    const site = siteOf(room, req.params.id)
    const typed = fieldsOf(req)
    const act = acts.find((one) => one === typed['act'])
    if (!site || !act || !may(room, reader, site, act)) return showMissing(room, req, res)
    const say = reader.words.content
    const note = (typed['note'] ?? '').trim().slice(0, longestNote)
    if (act === 'confirm' && note === '') {
      return view(room, req, res, site, { typed, errors: [{ field: 'note', text: say.noteMissing }] })
    }
    const isShown = typed['version'] === String((await buildContent(room, reader, site, { typed, errors: [] })).version)
    const isDone = isShown && (await perform(room, { site, reader, note }, act))
    await seeOther(req, res, `/sites/${site.id}/content`, isDone ? say.done[act] : say.movedOn)
  })
}

function siteOf(room: Room, id: string): Site | null {
  return room.deps.book.current().sites.get(id) ?? null
}

function may(room: Room, reader: SignedIn, site: Site, act: Act): boolean {
  const book = room.deps.book.current()
  if (act !== 'take') return leadsSite(book, reader, site.id)
  return hasStanding(standingOn(book, reader.person.id, site.id, reader.now), 'staff')
}

async function perform(room: Room, { site, reader, note }: Asked, act: Act): Promise<boolean> {
  const { deps } = room
  const { now, person } = reader
  if (act === 'approve') return approveContent(deps, site.id, editorOf(reader), now)
  if (act === 'confirm') return confirmTampering(deps, { siteId: site.id, note, editor: editorOf(reader) }, now)
  const suspicion = await findSuspicion(deps, site.id)
  return suspicion !== null && takeSuspicion(deps, suspicion.id, { id: person.id, name: person.name }, now)
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  site: Site,
  asked: { typed: Record<string, string>; errors: readonly FieldError[] },
): Promise<void> {
  const reader = signedInReader(req)
  const page = await buildContent(room, reader, site, asked)
  const status = asked.errors.length > 0 ? 422 : 200
  const title = reader.words.content.title(site.name)
  await showPage(room, req, res, { template: 'content/content', title, nav: 'sites', status, view: page })
}
