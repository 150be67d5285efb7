import { createHash } from 'node:crypto'
import type { Request } from 'express'
import { readFeed } from '../../actions/people/feeds.ts'
import type { Screen } from '../room.ts'

/** A token of ours: base64url, never longer than this. What cannot be one is not looked up. */
const address = /^([A-Za-z0-9_-]{16,100})\.ics$/

/**
 * `GET /calendar/<token>.ics`: one calendar for whoever holds its address, without signing in and without a session.
 * Every address that opens nothing is answered in the same way.
 */
export const feedFile: Screen = (router, { deps }) => {
  router.get('/calendar/:file', async (req, res) => {
    const token = address.exec(req.params.file)?.[1]
    const feed = token ? await readFeed(deps, token, deps.now()) : null
    if (!feed) return void res.status(404).set('cache-control', 'no-store').type('text/plain').send('Not found\n')
    const tag = `"${createHash('sha256').update(feed.text).digest('base64url')}"`
    res.set({ 'cache-control': 'private, no-cache', etag: tag, 'x-robots-tag': 'noindex' })
    res.set('last-modified', new Date(feed.changedAt).toUTCString())
    if (isKnown(req, tag)) return void res.status(304).end()
    const body = Buffer.from(feed.text, 'utf8')
    res.status(200).set({
      'content-type': 'text/calendar; charset=utf-8',
      'content-length': String(body.length),
      'content-disposition': 'inline; filename="duty.ics"',
    })
    // Not through `send`, which would take an old If-Modified-Since for proof that nothing changed: a renamed site
    // changes the file and none of its shifts.
    res.end(req.method === 'HEAD' ? undefined : body)
  })
}

function isKnown(req: Request, tag: string): boolean {
  const known = req.get('if-none-match')?.split(',') ?? []
  return known.some((one) => one.trim().replace(/^W\//, '') === tag)
}
