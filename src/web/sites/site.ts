import type { Request, Response } from 'express'
import { removeEntry, saveEntry } from '../../actions/edit-book.ts'
import { drawId } from '../../actions/new-id.ts'
import { hasStanding, standingOn } from '../../domain/authority.ts'
import type { Site } from '../../domain/book/book.ts'
import { isoOf, second } from '../../domain/instant.ts'
import { leadsSite } from '../desk/keeping.ts'
import { readMoment } from '../desk/moments.ts'
import { queryText } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { ranges } from './phases-view.ts'
import { buildSite } from './site-view.ts'

/** `GET /sites/:id`, `POST …/probe` (staff), `POST …/windows` and `…/windows/:windowId/remove` (lead). */
export const sitePage: Screen = (router, room) => {
  const mayLookAgain = createLookLimit()
  router.get('/sites/:id', async (req, res) => {
    const site = siteOf(room, req.params.id)
    if (!site) return showMissing(room, req, res)
    await view(room, req, res, site, { typed: {}, errors: [] })
  })
  router.post('/sites/:id/probe', async (req, res) => {
    const reader = signedInReader(req)
    const site = siteOf(room, req.params.id)
    if (!site || !isStaff(room, reader, site.id)) return showMissing(room, req, res)
    const here = `/sites/${site.id}`
    if (!mayLookAgain(site.id, reader.now)) return seeOther(req, res, here, reader.words.site.probedJustNow)
    await room.deps.watch.probeNow(site.id)
    await seeOther(req, res, here, probed(room, reader, site.id))
  })
  router.post('/sites/:id/windows', async (req, res) => {
    const reader = signedInReader(req)
    const site = siteOf(room, req.params.id)
    if (!site || !leadsSite(room.deps.book.current(), reader, site.id)) return showMissing(room, req, res)
    await fileWindow(room, req, res, site)
  })
  router.post('/sites/:id/windows/:windowId/remove', async (req, res) => {
    const reader = signedInReader(req)
    const book = room.deps.book.current()
    const { id, windowId } = req.params
    const isThere = book.windowsBySite.get(id)?.some((window) => window.id === windowId)
    if (!isThere || !leadsSite(book, reader, id)) return showMissing(room, req, res)
    await removeEntry(room.deps, editorOf(reader), 'windows', windowId, reader.now)
    await seeOther(req, res, `/sites/${id}`, reader.words.site.windows.removed)
  })
}

function siteOf(room: Room, id: string): Site | null {
  return room.deps.book.current().sites.get(id) ?? null
}

function isStaff(room: Room, { person, now }: SignedIn, siteId: string): boolean {
  return hasStanding(standingOn(room.deps.book.current(), person.id, siteId, now), 'staff')
}

/** One look by hand in ten seconds for each site: nobody can use the watch to storm a site. */
function createLookLimit(): (siteId: string, now: number) => boolean {
  const lastAt = new Map<string, number>()
  return (siteId, now) => {
    const last = lastAt.get(siteId)
    if (last !== undefined && now - last < 10 * second) return false
    lastAt.set(siteId, now)
    return true
  }
}

function probed(room: Room, { words, format }: SignedIn, siteId: string): string {
  const last = room.deps.watch.siteStates().get(siteId)?.last
  if (!last) return words.site.probedUnknown
  if (last.failure) return words.site.probedBad(format.clockSeconds(last.at), words.watch.failure(last.failure))
  return words.site.probedGood(format.clockSeconds(last.at), format.latency(last.ms))
}

async function fileWindow(room: Room, req: Request, res: Response, site: Site): Promise<void> {
  const reader = signedInReader(req)
  const typed = fieldsOf(req)
  const zone = room.deps.book.current().settings.timezone
  const { from, to, errors } = readSpan(typed, zone, reader)
  const reason = (typed['reason'] ?? '').trim()
  if (reason === '') errors.push({ field: 'reason', text: reader.words.site.windows.reasonMissing })
  if (errors.length > 0 || from === null || to === null) return view(room, req, res, site, { typed, errors })
  const entry = {
    id: drawId(room.deps, 'w'),
    siteId: site.id,
    from: isoOf(from, zone),
    to: isoOf(to, zone),
    reason: reason.slice(0, 200),
    filedBy: reader.person.id,
  }
  const edited = await saveEntry(room.deps, editorOf(reader), 'windows', entry, reader.now)
  if (!edited.ok)
    return view(room, req, res, site, { typed, errors: refusals(edited, reader, ['from', 'to', 'reason']) })
  await seeOther(req, res, `/sites/${site.id}`, reader.words.site.windows.filed)
}

/** Both ends of a span as they were typed, or everything that is wrong with them. */
function readSpan(
  { from = '', to = '' }: Readonly<Record<string, string>>,
  zone: string,
  { words, format }: SignedIn,
): { from: number | null; to: number | null; errors: FieldError[] } {
  const [start, end] = [readMoment(from, zone), readMoment(to, zone)]
  const errors: FieldError[] = []
  if (start === null) errors.push({ field: 'from', text: words.desk.momentBad })
  if (end === null) errors.push({ field: 'to', text: words.desk.momentBad })
  if (start !== null && end !== null && end <= start) {
    errors.push({
      field: 'to',
      text: words.desk.reversed(format.stamp(end).slice(5, 16), format.stamp(start).slice(5, 16)),
    })
  }
  return { from: start, to: end, errors }
}

async function view(
  room: Room,
  req: Request,
  res: Response,
  site: Site,
  { typed, errors }: { typed: Record<string, string>; errors: readonly FieldError[] },
): Promise<void> {
  const wanted = queryText(req, 'range')
  const range = ranges.find((one) => one === wanted) ?? '24h'
  const page = await buildSite(room, signedInReader(req), site, { range, typed, errors })
  const status = errors.length > 0 ? 422 : 200
  await showPage(room, req, res, { template: 'sites/site', title: page.title, nav: 'sites', status, view: page })
}
