import type { ClientRequest, IncomingMessage } from 'node:http'
import type { SecureContext } from 'node:tls'
import type { PageFeatures, WordList } from '../domain/content/page-features.ts'
import type { AddressGuard } from './address-guard.ts'
import { inflate, readBody } from './body.ts'
import { locate } from './locate.ts'
import { type Hop, openPage } from './open-page.ts'
import { featuresOf } from './page-features.ts'
import { readPageText } from './page-text.ts'
import type { Resolve } from './resolver.ts'
import { beginTrace } from './trace.ts'
import { nextUrl, webUrl } from './web-url.ts'

/**
 * Reads a page for what is compared with its baseline. Null when it did not open, for whatever reason: that is the look's
 * matter, and proves nothing about its content. Never throws.
 */
export type ReadPage = (url: string, wordList: WordList, signal: AbortSignal) => Promise<PageFeatures | null>

type ReadPageOptions = { resolve: Resolve; mayReach: AddressGuard; trust: SecureContext; monotonic: () => number }

const mostRedirects = 5

/** Each hop is checked before it is connected to, like a look's; its certificate is that look's matter. */
export function createReadPage(options: ReadPageOptions): ReadPage {
  return async (address, wordList, signal) => {
    let running: ClientRequest | null = null
    const stop = () => running?.destroy()
    signal.addEventListener('abort', stop, { once: true })
    const open = (hop: Hop) =>
      openPage(hop, (request) => {
        running = request
      })
    try {
      let url = webUrl(address)
      for (let redirects = 0; redirects <= mostRedirects; redirects++) {
        const trace = beginTrace(options.monotonic)
        const address = await locate(options, url.hostname, trace, signal)
        const response = await open({ url, address, trace, trust: options.trust, checksCertificate: false })
        const onward = nextUrl(response, url)
        if (!onward) return await read(response, url, wordList)
        stop()
        url = onward
      }
      return null
    } catch {
      return null // whatever stopped it, the look at the same site names it
    } finally {
      signal.removeEventListener('abort', stop)
      stop()
    }
  }
}

async function read(response: IncomingMessage, url: URL, wordList: WordList): Promise<PageFeatures | null> {
  const { statusCode = 0, headers } = response
  if (statusCode < 200 || statusCode >= 300) return null
  const body = await inflate(await readBody(response), headers['content-encoding'])
  return featuresOf(readPageText(body, headers['content-type']).text(), url, wordList)
}
