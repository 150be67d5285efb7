import { join } from 'node:path'
import express, { type Express, Router } from 'express'
import { loadAssets, setUpAssets } from './assets.ts'
import { createOrphanCensus } from './banner.ts'
import { feedFile } from './calendar/feed-file.ts'
import { setUpCrossSiteDefence } from './cross-site.ts'
import type { WebDeps } from './deps.ts'
import { setUpFaultPage, setUpMissingPage, wordsFor } from './faults.ts'
import { gate } from './gate.ts'
import { createStreams } from './live/streams.ts'
import { machineRoutes } from './machine.ts'
import { setUpReader } from './reader.ts'
import type { Room, Screen } from './room.ts'
import { privateScreens, publicScreens } from './screens.ts'
import { setUpRateLimits, setUpSecurityHeaders, trustOwnProxy } from './security.ts'
import { setUpSessions } from './sessions.ts'
import { twilioRoutes } from './twilio.ts'
import { openViews, type Views, viewsFolder } from './views.ts'

/**
 * The web server, not yet listening. The order is the way of a request: what it may not do, who reads, which screen,
 * and what is said when there is none. `views` is for tests that forbid a missing word.
 */
export function createApp(deps: WebDeps, views: Views = openViews()): Express {
  const { publicUrl } = deps.config
  const assets = loadAssets(join(viewsFolder, 'assets'))
  const room: Room = { deps, views, assets, orphans: createOrphanCensus(), streams: createStreams() }
  const app = express()
  trustOwnProxy(app, publicUrl)
  setUpSecurityHeaders(app, publicUrl)
  setUpAssets(app, assets)
  setUpRateLimits(app, (req) => wordsFor(room, req).frame.tooMany)
  setUpScreens(app, room, [machineRoutes, twilioRoutes, feedFile])
  setUpCrossSiteDefence(app, publicUrl, (req) => wordsFor(room, req).frame.refused)
  setUpBodies(app)
  setUpSessions(app, deps)
  setUpReader(app, deps)
  setUpScreens(app, room, publicScreens)
  app.use(gate)
  setUpScreens(app, room, privateScreens)
  setUpMissingPage(app, room)
  setUpFaultPage(app, room)
  return app
}

/**
 * Forms are flat and short, but for the roster, a table to type in; JSON is for the API, whose routes set their own
 * larger limit where they need one.
 */
function setUpBodies(app: Express): void {
  const short = express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 200 })
  const table = express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 5000 })
  app.use((req, res, next) =>
    (/^\/periods\/[a-z0-9-]+(\/import\/[a-z0-9-]+)?$/.test(req.path) ? table : short)(req, res, next),
  )
}

function setUpScreens(app: Express, room: Room, screens: readonly Screen[]): void {
  const router = Router()
  for (const screen of screens) screen(router, room)
  app.use(router)
}
