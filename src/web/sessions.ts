import type { Express, Request } from 'express'
import session from 'express-session'
import { sessionIdleMs } from '../actions/people/accounts.ts'
import type { Person } from '../domain/book/book.ts'
import type { Instant } from '../domain/instant.ts'
import type { SessionLog } from '../storage/ports.ts'
import type { WebDeps } from './deps.ts'

declare module 'express-session' {
  interface SessionData {
    personId: string
    /** One sentence for the next page. */
    toast: string
  }
}

/** Sessions live in the log, so that a restart signs nobody out and disabling a person ends theirs. */
export function setUpSessions(app: Express, deps: WebDeps): void {
  const isHttps = deps.config.publicUrl.startsWith('https:')
  if (isHttps) {
    // The outside reaches us by https because the configuration says so, whatever the last hop inside spoke; without
    // this word the library would never set a Secure cookie behind a proxy that ends TLS.
    app.use((req, _res, next) => {
      req.headers['x-forwarded-proto'] = 'https'
      next()
    })
  }
  app.use(
    session({
      store: new LogStore(deps.log.sessions, deps.now),
      name: isHttps ? '__Host-zhishou' : 'zhishou',
      secret: deps.config.sessionSecret,
      resave: false,
      saveUninitialized: false,
      rolling: true,
      proxy: isHttps,
      cookie: { httpOnly: true, sameSite: 'lax', secure: isHttps, path: '/', maxAge: sessionIdleMs },
    }),
  )
}

/** Starts a new session under a new id, so that an id known before signing in opens nothing afterwards. */
export async function beginSession(req: Request, person: Person): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error: unknown) => (error ? reject(error) : resolve()))
  })
  req.session.personId = person.id
  await saveSession(req)
}

export async function endSession(req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.destroy((error: unknown) => (error ? reject(error) : resolve()))
  })
}

/** Keeps what was put into the session before the redirect is answered: the next page may arrive first otherwise. */
export async function saveSession(req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.save((error: unknown) => (error ? reject(error) : resolve()))
  })
}

type Callback = (error?: unknown) => void

/** express-session over the session log. Expiry is counted on the house's clock, not on the cookie's. */
class LogStore extends session.Store {
  readonly #log: SessionLog
  readonly #now: () => Instant

  constructor(log: SessionLog, now: () => Instant) {
    super()
    this.#log = log
    this.#now = now
  }

  override get(id: string, callback: (error: unknown, data?: session.SessionData | null) => void): void {
    this.#log.read(id, this.#now()).then(
      // What comes back is what `set` wrote: the log keeps session data as text.
      (data) => callback(null, data === null ? null : (JSON.parse(data) as session.SessionData)),
      (error: unknown) => callback(error),
    )
  }

  override set(id: string, data: session.SessionData, callback: Callback = ignore): void {
    const { personId } = data
    const expiresAt = this.#now() + sessionIdleMs
    settle(this.#log.write(id, personId ?? null, JSON.stringify(data), expiresAt), callback)
  }

  override touch(id: string, _data: session.SessionData, callback: () => void = ignore): void {
    // A session that could not be prolonged, on a full disk say, is no reason to take the page away.
    this.#log.touch(id, this.#now() + sessionIdleMs).then(callback, () => callback())
  }

  override destroy(id: string, callback: Callback = ignore): void {
    settle(this.#log.destroy(id), callback)
  }
}

function settle(work: Promise<void>, callback: Callback): void {
  work.then(() => callback(), callback)
}

function ignore(): void {}
