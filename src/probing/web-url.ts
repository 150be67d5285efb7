import type { IncomingMessage } from 'node:http'
import { LookEnded } from './trace.ts'

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * A site's address as a URL. Parsed once, by the parser whose result is connected to, so that no second reading can
 * differ. Ends the look as `blocked` when it is no http(s) address: that is ours to mend, not the site's.
 */
export function webUrl(text: string): URL {
  const url = URL.parse(text)
  if (url && isWeb(url)) return url
  throw new LookEnded({ kind: 'blocked', phase: 'refused_address', code: 'BAD_URL' })
}

/** Where a response redirects to, or null when it does not. Ends the look when it leads out of the web. */
export function nextUrl(response: IncomingMessage, from: URL): URL | null {
  const { location } = response.headers
  if (location === undefined || !redirectStatuses.has(response.statusCode ?? 0)) return null
  const url = URL.parse(location, from)
  if (url && isWeb(url)) return url
  throw new LookEnded({ kind: 'redirects', phase: 'redirect', code: 'BAD_LOCATION' })
}

/** The host that an ICMP site names: of its URL, whatever the scheme, or the text itself. Null when there is none. */
export function hostOf(text: string): string | null {
  const url = text.includes('://') ? URL.parse(text) : URL.parse(`http://${text}`)
  if (!url) return null
  // Only http spells a host out (`0x7f.1` → `127.0.0.1`); the guard must see what will be asked.
  const spelled = isWeb(url) ? url : URL.parse(`http://${url.hostname}`)
  return spelled && spelled.hostname !== '' ? spelled.hostname : null
}

function isWeb(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:'
}
