import { timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { isoOf } from '../domain/instant.ts'
import type { Screen } from './room.ts'

/** `/healthz` for whoever asks whether it runs, `/metrics` for Prometheus. Neither names anybody. */
export const machineRoutes: Screen = (router, { deps }) => {
  router.get('/healthz', (_req, res) => {
    const { status, pager } = deps.watch.health()
    const { timezone } = deps.book.current().settings
    const isWell = status === 'ready'
    res
      .status(isWell ? 200 : 503)
      .set('cache-control', 'no-store')
      .json({
        status,
        pager: { ...pager, refusedSince: pager.refusedSince === null ? null : isoOf(pager.refusedSince, timezone) },
      })
  })
  router.get('/metrics', async (req, res) => {
    if (!isFromHere(req) && !hasToken(req, deps.config.apiToken)) return void res.status(404).end()
    res.type('text/plain; version=0.0.4').send(await deps.metrics())
  })
}

/** From this very machine. What a proxy on it hands on comes from the loopback too, and says so. */
function isFromHere(req: Request): boolean {
  const isForwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some((name) => req.get(name) !== undefined)
  const { remoteAddress } = req.socket
  return !isForwarded && (remoteAddress === '::1' || /^(::ffff:)?127\./.test(remoteAddress ?? ''))
}

/** Whether the request carries the office's token; compared in a time that tells nothing. */
export function hasToken(req: Request, token: string | null): boolean {
  const given = /^bearer (\S+)$/i.exec(req.get('authorization') ?? '')?.[1]
  if (token === null || given === undefined) return false
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
