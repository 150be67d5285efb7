import type { Router } from 'express'
import type { Assets } from './assets.ts'
import type { OrphanCensus } from './banner.ts'
import type { WebDeps } from './deps.ts'
import type { Streams } from './live/streams.ts'
import type { Views } from './views.ts'

/** What every screen is given. */
export type Room = {
  deps: WebDeps
  views: Views
  assets: Assets
  orphans: OrphanCensus
  streams: Streams
}

/** A screen family puts its routes on the router; `screens.ts` lists them all. */
export type Screen = (router: Router, room: Room) => void
