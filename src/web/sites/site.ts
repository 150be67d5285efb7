import type { Request, Response } from 'express'
import { hasStanding, standingOn } from '../../domain/authority.ts'
import type { Site } from '../../domain/book/book.ts'
import { minute, second } from '../../domain/instant.ts'
import { queryText } from '../desk/register-view.ts'
import { showMissing } from '../faults.ts'
import type { FieldError } from '../form.ts'
import { type SignedIn, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { ranges } from './phases-view.ts'
import { buildSite } from './site-view.ts'
import { toldFailure } from './trace-view.ts'

/** `GET /sites/:id`, `POST …/probe` (staff). */
export const sitePage: Screen = (router, room) => {
  const mayLookAgain = createLookLimit()
  const mayLookMore = createPersonLimit()
  router.get('/sites/:id', async (req, res) => {
    const site = siteOf(room, req.params.id)
    if (!site) return showMissing(room, req, res)
    await viewSite(room, req, res, site, { typed: {}, errors: [] })
  })
  router.post('/sites/:id/probe', async (req, res) => {
    const reader = signedInReader(req)
    const site = siteOf(room, req.params.id)
    if (!site || !isStaff(room, reader, site.id)) return showMissing(room, req, res)
    const here = `/sites/${site.id}`
    if (!mayLookAgain(site.id, reader.now)) return seeOther(req, res, here, reader.words.site.probedJustNow)
    if (!mayLookMore(reader.person.id, reader.now)) return seeOther(req, res, here, reader.words.site.probedTooOften)
    await room.deps.watch.probeNow(site.id)
    await room.deps.watch.traceNow(site.id)
    await seeOther(req, res, `${here}#trace`, probed(room, reader, site.id))
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

/** Ten looks by hand in a minute for each person: nobody can use the watch to search through other people's machines. */
function createPersonLimit(): (personId: string, now: number) => boolean {
  const looksOf = new Map<string, number[]>()
  return (personId, now) => {
    const lately = (looksOf.get(personId) ?? []).filter((at) => now - at < minute)
    if (lately.length >= 10) return false
    looksOf.set(personId, [...lately, now])
    return true
  }
}

function probed(room: Room, { words, format }: SignedIn, siteId: string): string {
  const last = room.deps.watch.siteStates().get(siteId)?.last
  if (!last) return words.site.probedUnknown
  if (last.failure)
    return words.site.probedBad(format.clockSeconds(last.at), words.watch.failure(toldFailure(last.failure)))
  return words.site.probedGood(format.clockSeconds(last.at), format.latency(last.ms))
}

/** The page of one site; with errors, as a request for planned work that was refused. */
export async function viewSite(
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
  await showPage(room, req, res, {
    template: 'sites/site',
    title: page.title,
    nav: 'sites',
    status,
    live: `site:${site.id}`,
    view: page,
  })
}
