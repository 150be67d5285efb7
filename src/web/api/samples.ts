import type { Request, Response, Router } from 'express'
import { readSamples } from '../../actions/sites/read-samples.ts'
import type { Site } from '../../domain/book/book.ts'
import { day, type Instant, instantOf, isoOf } from '../../domain/instant.ts'
import { phaseNames, type Sample } from '../../domain/watch/probe.ts'
import type { Rollup } from '../../domain/watch/rollup.ts'
import { sendProblem } from '../problem.ts'
import type { Room } from '../room.ts'
import { sampleRecord } from '../sites/sample-lines.ts'
import { momentIn, sliceOf } from './request.ts'

type Asked = { site: Site; from: Instant; to: Instant; zone: string; now: Instant }

/** `GET /sites/:id/samples`, `…/hours` and `…/days`, `?from=&to=`: single looks, and what hours and days came to. */
export function sampleRoutes(router: Router, room: Room): void {
  const { samples } = room.deps.log
  router.get('/sites/:id/samples', async (req, res) => {
    const asked = askedOf(room, req, res, day)
    if (asked) res.json(await sliceOfLooks(room, req, asked))
  })
  router.get('/sites/:id/hours', async (req, res) => {
    const asked = askedOf(room, req, res, 7 * day)
    if (!asked) return
    const hours = await samples.hours(asked.site.id, asked.from, asked.to)
    res.json({ items: hours.map(({ at, ...rollup }) => ({ at: isoOf(at, asked.zone), ...rollupShape(rollup) })) })
  })
  router.get('/sites/:id/days', async (req, res) => {
    const asked = askedOf(room, req, res, 90 * day)
    if (!asked) return
    const days = await samples.days(asked.site.id, asked.from, asked.to, asked.zone)
    const seen = days.filter(({ probes }) => probes > 0)
    res.json({ items: seen.map(({ date, ...rollup }) => ({ date, ...rollupShape(rollup) })) })
  })
}

/** Answers by itself when there is no such site. Longer ago than ten years nothing is looked for. */
function askedOf({ deps }: Room, req: Request, res: Response, usualMs: number): Asked | null {
  const book = deps.book.current()
  const site = book.sites.get(String(req.params['id']))
  if (!site) {
    sendProblem(res, 404, 'Not found', 'There is no such site.')
    return null
  }
  const zone = book.settings.timezone
  const now = deps.now()
  const read = (text: string) => instantOf(text, zone)
  const from = Math.max(momentIn(req.query['from'], read) ?? now - usualMs, now - 3660 * day)
  return { site, from, to: Math.min(momentIn(req.query['to'], read) ?? now, now + day), zone, now }
}

/** A cursor is the moment of the first look of the next slice, in the form of `from`. */
async function sliceOfLooks({ deps }: Room, req: Request, { site, from, to, zone, now }: Asked) {
  const { limit, cursor } = sliceOf(req)
  const begin = momentIn(cursor, (text) => instantOf(text, zone)) ?? from
  const looks: Sample[] = []
  for await (const samples of readSamples(deps, site.id, { from: begin, to }, now)) {
    looks.push(...samples.slice(0, limit + 1 - looks.length))
    if (looks.length > limit) break
  }
  const items = looks.map((sample) => sampleRecord(zone, sample))
  return { items: items.slice(0, limit), next: items[limit]?.at ?? null }
}

/** Milliseconds are those of good looks; null without any. */
function rollupShape(rollup: Rollup) {
  const { probes, failures, visits, unreached, plannedVisits, plannedUnreached, dataSeconds } = rollup
  const good = probes - failures
  const meanOf = (sum: number) => Math.round(sum / good)
  const { sumMs, minMs, maxMs, p95Ms, phaseSums } = rollup
  const phases = Object.fromEntries(phaseNames.map((name, index) => [name, meanOf(phaseSums[index] ?? 0)]))
  return {
    ...{ probes, failures, visits, unreached, plannedVisits, plannedUnreached, dataSeconds },
    ms: good > 0 ? { mean: meanOf(sumMs), min: minMs, max: maxMs, p95: p95Ms, phases } : null,
  }
}
