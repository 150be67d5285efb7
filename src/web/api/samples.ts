import type { Router } from 'express'
import { readSamples } from '../../actions/read-samples.ts'
import { day, instantOf } from '../../domain/instant.ts'
import type { Sample } from '../../domain/watch/probe.ts'
import { sendProblem } from '../problem.ts'
import type { Room } from '../room.ts'
import { sampleRecord } from '../sites/sample-lines.ts'
import { momentIn, sliceOf } from './request.ts'

/** `GET /sites/:id/samples?from=&to=&limit=&cursor=`: single looks, the oldest first; of the last 24 hours by itself. */
export function sampleRoutes(router: Router, { deps }: Room): void {
  router.get('/sites/:id/samples', async (req, res) => {
    const book = deps.book.current()
    const site = book.sites.get(req.params.id)
    if (!site) return sendProblem(res, 404, 'Not found', 'There is no such site.')
    const zone = book.settings.timezone
    const now = deps.now()
    const read = (text: string) => instantOf(text, zone)
    const { limit, cursor } = sliceOf(req)
    // A cursor is the moment of the first look of the next slice, in the form of `from`.
    const from = momentIn(cursor, read) ?? momentIn(req.query['from'], read) ?? now - day
    const to = momentIn(req.query['to'], read) ?? now
    const looks: Sample[] = []
    for await (const samples of readSamples(deps, site.id, { from, to }, now)) {
      looks.push(...samples.slice(0, limit + 1 - looks.length))
      if (looks.length > limit) break
    }
    const items = looks.map((sample) => sampleRecord(zone, sample))
    res.json({ items: items.slice(0, limit), next: items[limit]?.at ?? null })
  })
}
