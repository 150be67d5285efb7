import type { Request, Response } from 'express'
import { buildFrame, type NavName } from './frame.ts'
import { readerOf } from './reader.ts'
import type { Room } from './room.ts'
import { saveSession } from './sessions.ts'

export type Page = {
  /** Path of the template under views/, without its ending. */
  template: string
  /** What the tab says, before the name of the product. */
  title: string
  view: object
  status?: number
  nav?: NavName
  /** What the open page listens for: `board`, `incidents`, `incident:ID` or `site:ID`. Absent: it never changes by itself. */
  live?: string
  /** Class of the body: `has-tabs` (the default), `has-act` where a docked button replaces the tab bar. */
  body?: 'has-tabs' | 'has-act'
  /** Number in the tab and red icon: how many matters nobody has taken. */
  alarm?: number
}

/** Renders a page in its frame for the reader of this request. */
export async function showPage(room: Room, req: Request, res: Response, page: Page): Promise<void> {
  const reader = readerOf(req)
  const frame = await buildFrame(room, reader, { path: req.originalUrl, nav: page.nav ?? null })
  const toast = req.session?.toast
  if (toast !== undefined) {
    delete req.session.toast
    await saveSession(req)
  }
  const alarm = page.alarm ?? 0
  const html = room.views.render(page.template, {
    words: reader.words,
    language: reader.language,
    theme: reader.theme,
    isSignedIn: reader.person !== null,
    frame,
    toast: toast ?? null,
    path: req.originalUrl,
    page: { title: page.title, live: page.live ?? null, body: page.body ?? 'has-tabs', alarm },
    assets: {
      css: room.assets.addressOf('zhishou.css'),
      js: room.assets.addressOf('zhishou.js'),
      icon: room.assets.addressOf(alarm > 0 ? 'favicon-down.svg' : 'favicon.svg'),
      iconUp: room.assets.addressOf('favicon.svg'),
      iconDown: room.assets.addressOf('favicon-down.svg'),
    },
    view: page.view,
  })
  res.status(page.status ?? 200)
  // A page says who is on duty now and carries a version: no cache may hand it to the next reader.
  res.set('cache-control', 'private, no-store').type('html').send(html)
}

/** After an act: the next page says what is now true, and refreshing it does nothing again. */
export async function seeOther(req: Request, res: Response, address: string, toast?: string): Promise<void> {
  if (toast !== undefined) {
    req.session.toast = toast
    await saveSession(req)
  }
  res.redirect(303, address)
}
