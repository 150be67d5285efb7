import type { Express, Request } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { minute } from '../domain/instant.ts'

/** Everything a page may load or send to is our own origin; nothing inline runs (EXPERIENCE: look). */
export function setUpSecurityHeaders(app: Express, publicUrl: string): void {
  const isHttps = publicUrl.startsWith('https:')
  const self = ["'self'"]
  app.disable('x-powered-by')
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: self,
          scriptSrc: self,
          styleSrc: self,
          imgSrc: self,
          connectSrc: self,
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: self,
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      xFrameOptions: { action: 'deny' },
      referrerPolicy: { policy: 'same-origin' },
    }),
  )
}

const requestsPerMinute = 1200
/**
 * A published roster is hundreds of texts, each with three or four words of the provider, all from a few addresses; a
 * reply or a key in a call that were refused among them would be an answer lost. Each costs one signature.
 */
const webhooksPerMinute = 20_000
const signInsPerQuarter = 30
/** A whole office's calendars look again each hour, often in the same minute; who guesses at addresses asks more. */
const calendarsPerMinute = 300

/**
 * Generous for people, whole offices behind one address included; the limits that protect passwords and codes are
 * the actions' own.
 */
export function setUpRateLimits(app: Express, onTooMany: (req: Request) => string): void {
  const base = {
    standardHeaders: 'draft-8' as const,
    legacyHeaders: false,
    // Which proxies are trusted is decided by `trustOwnProxy`; a header from anybody else means nothing.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    message: onTooMany,
  }
  const hasOwnLimit = ({ path }: Request) => path === '/healthz' || path.startsWith('/twilio/')
  app.use(rateLimit({ ...base, windowMs: minute, limit: requestsPerMinute, skip: hasOwnLimit }))
  app.use('/twilio', rateLimit({ ...base, windowMs: minute, limit: webhooksPerMinute }))
  app.use('/sign-in', rateLimit({ ...base, windowMs: 15 * minute, limit: signInsPerQuarter, skip: isRead }))
  app.use('/calendar', rateLimit({ ...base, windowMs: minute, limit: calendarsPerMinute }))
}

/**
 * Behind https there is a proxy of our own on this machine, and the address it forwards is the reader's: otherwise the
 * whole city would share five wrong codes. Without https nobody stands in front, and a forwarded header is a claim.
 */
export function trustOwnProxy(app: Express, publicUrl: string): void {
  app.set('trust proxy', publicUrl.startsWith('https:') ? 'loopback' : false)
}

/** Whether the request changes nothing. */
export function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}
