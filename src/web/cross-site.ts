import type { Express, Request } from 'express'
import { isRead } from './security.ts'

/**
 * Refuses what another site's page made a browser send. `Sec-Fetch-Site` is the browser's own word; browsers that do
 * not send it send `Origin`; whoever sends neither is no browser and carries no cookie of a reader. SameSite=Lax on the
 * cookie stands behind it. Twilio signs its requests, and a bearer token is never sent by a browser on its own.
 */
export function setUpCrossSiteDefence(app: Express, publicUrl: string, refuse: (req: Request) => string): void {
  const ownOrigin = new URL(publicUrl).origin
  app.use((req, res, next) => {
    if (isRead(req) || isSigned(req) || isOwn(req, ownOrigin)) return next()
    res.status(403).type('text/plain').send(refuse(req))
  })
}

function isSigned(req: Request): boolean {
  if (req.path.startsWith('/twilio/')) return true
  return req.path.startsWith('/api/') && /^bearer /i.test(req.get('authorization') ?? '')
}

function isOwn(req: Request, ownOrigin: string): boolean {
  const origin = req.get('origin')
  if (origin !== undefined && (origin === ownOrigin || hostOf(origin) === req.get('host'))) return true
  const site = req.get('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return origin === undefined
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
