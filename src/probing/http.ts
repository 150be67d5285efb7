import type { ClientRequest, IncomingMessage } from 'node:http'
import type { SecureContext } from 'node:tls'
import type { Failure, Probe, ProbeTarget } from '../domain/watch/probe.ts'
import type { AddressGuard } from './address-guard.ts'
import { inflate, readBody } from './body.ts'
import { failureOf, timeoutFailure } from './failure.ts'
import { openPage } from './open-page.ts'
import { OwnFault } from './own-fault.ts'
import { hasWords } from './page-text.ts'
import type { Resolve } from './resolver.ts'
import { beginTrace, finishPhase, LookEnded, sampleOf, type Trace } from './trace.ts'
import { nextUrl, webUrl } from './web-url.ts'

export type HttpProbeOptions = {
  resolve: Resolve
  mayReach: AddressGuard
  trust: SecureContext
  /** Milliseconds that only grow. */
  monotonic: () => number
}

type Look = { target: ProbeTarget; trace: Trace; signal: AbortSignal; running: ClientRequest | null }

const mostRedirects = 5

/**
 * The look at a website: a GET over a fresh connection to a freshly resolved, checked address, redirects followed.
 * Ends when `signal` does and names the phase it was in. Throws nothing but OwnFault.
 */
export function createHttpProbe(options: HttpProbeOptions): Probe {
  return async (target, at, signal) => {
    const look: Look = { target, trace: beginTrace(options.monotonic), signal, running: null }
    const stop = () => look.running?.destroy()
    signal.addEventListener('abort', stop, { once: true })
    try {
      return sampleOf(target, at, look.trace, await openSite(options, look))
    } catch (error) {
      if (error instanceof OwnFault) throw error
      const { trace } = look
      const failure = signal.aborted ? timeoutFailure(trace.phase, target.timeoutSeconds) : failureOf(error, trace)
      return sampleOf(target, at, trace, failure)
    } finally {
      signal.removeEventListener('abort', stop)
      look.running?.destroy()
    }
  }
}

async function openSite(options: HttpProbeOptions, look: Look): Promise<Failure | null> {
  let url = webUrl(look.target.url)
  for (let redirects = 0; ; redirects += 1) {
    const response = await openHop(options, look, url)
    const onward = isExpected(look.target, response) ? null : nextUrl(response, url)
    if (onward === null) return judgePage(look, response)
    if (redirects === mostRedirects) return { kind: 'redirects', phase: 'redirect' }
    look.running?.destroy()
    url = onward
    look.trace.phase = 'dns'
  }
}

async function openHop(options: HttpProbeOptions, look: Look, url: URL): Promise<IncomingMessage> {
  const { trace, signal } = look
  const found = await options.resolve(url.hostname, signal)
  signal.throwIfAborted()
  if ('code' in found) throw new LookEnded({ kind: 'dns', phase: 'dns', code: found.code })
  const isOpen = options.mayReach(found.address)
  finishPhase(trace, 'dns', isOpen ? 'connect' : 'refused_address')
  if (!isOpen) throw new LookEnded({ kind: 'blocked', phase: 'refused_address' })
  trace.address = found.address
  const hop = { url, address: found.address, trace, trust: options.trust, checksCertificate: true }
  const response = await openPage(hop, (request) => {
    look.running = request
  })
  if (response.statusCode !== undefined) trace.status = response.statusCode
  return response
}

async function judgePage({ target, trace }: Look, response: IncomingMessage): Promise<Failure | null> {
  if (!isExpected(target, response)) {
    trace.phase = 'status'
    return { kind: 'status', phase: 'status', status: response.statusCode ?? 0 }
  }
  const body = await readBody(response, target.expectText !== null)
  finishPhase(trace, 'body', 'words')
  if (target.expectText === null) return null
  const page = await inflate(body, response.headers['content-encoding'])
  if (hasWords(page, response.headers['content-type'], target.expectText)) return null
  return { kind: 'words', phase: 'words' }
}

function isExpected(target: ProbeTarget, { statusCode = 0 }: IncomingMessage): boolean {
  if (target.expectStatus.length === 0) return statusCode >= 200 && statusCode < 300
  return target.expectStatus.includes(statusCode)
}
