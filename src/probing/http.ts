import type { ClientRequest, IncomingMessage } from 'node:http'
import type { SecureContext } from 'node:tls'
import type { Instant } from '../domain/instant.ts'
import type { Failure, Probe, ProbeTarget, Sample } from '../domain/watch/probe.ts'
import type { AddressGuard } from './address-guard.ts'
import { bodyBytes, inflate, readBody } from './body.ts'
import type { Certificates } from './certificates.ts'
import { failureOf, timeoutFailure } from './failure.ts'
import { judgeContent, keptBytes } from './judge-page.ts'
import { locate } from './locate.ts'
import { type Hop, openPage } from './open-page.ts'
import { OwnFault } from './own-fault.ts'
import type { Resolve } from './resolver.ts'
import { beginHop, endHop, noteAddress, noteHandshake, notePage, noteResponse, type Story } from './story.ts'
import type { TlsSession, TlsSessions } from './tls-sessions.ts'
import { beginTrace, finishPhase, LookEnded, sampleOf, type Trace } from './trace.ts'
import { nextUrl, webUrl } from './web-url.ts'

export type HttpProbeOptions = {
  resolve: Resolve
  mayReach: AddressGuard
  trust: SecureContext
  sessions: TlsSessions
  certificates: Certificates
  /** Milliseconds that only grow. */
  monotonic: () => number
}

type Look = {
  target: ProbeTarget
  at: Instant
  trace: Trace
  signal: AbortSignal
  running: ClientRequest | null
  story: Story | null
  /** What its TLS hops proved, kept once the whole look is good. */
  proved: TlsSession[]
}

const mostRedirects = 5

/**
 * The look at a website: a GET over a fresh connection to a freshly resolved, checked address, redirects followed.
 * Ends when `signal` does and names the phase it was in. Throws nothing but OwnFault.
 */
export function createHttpProbe(options: HttpProbeOptions): Probe {
  return (target, at, signal) => lookAtPage(options, { target, at, signal, story: null })
}

/** The same look, noted down on its way where there is a story. */
export async function lookAtPage(
  options: HttpProbeOptions,
  asked: Pick<Look, 'target' | 'at' | 'signal' | 'story'>,
): Promise<Sample> {
  const look: Look = { ...asked, trace: beginTrace(options.monotonic), running: null, proved: [] }
  const { target, trace, signal, story } = look
  const stop = () => look.running?.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return finish(options, look, await openSite(options, look))
  } catch (error) {
    if (error instanceof OwnFault) throw error
    const failure = signal.aborted ? timeoutFailure(trace.phase, target.timeoutSeconds) : failureOf(error, trace)
    return finish(options, look, failure)
  } finally {
    if (story) endHop(story, trace)
    signal.removeEventListener('abort', stop)
    look.running?.destroy()
  }
}

function finish({ sessions }: HttpProbeOptions, { target, at, trace, proved }: Look, failure: Failure | null): Sample {
  if (failure) sessions.forget(target.siteId)
  else for (const session of proved) sessions.keep(target.siteId, session)
  return sampleOf(target, at, trace, failure)
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
  if (look.story) {
    endHop(look.story, trace)
    beginHop(look.story, url, trace)
  }
  const address = await locate(options, url.hostname, trace, signal)
  if (look.story) noteAddress(look.story, address)
  const hop: Hop = { url, address, trace, trust: options.trust, checksCertificate: true }
  const response = await (url.protocol === 'https:' ? openSecurely(options, look, hop) : open(look, hop))
  if (response.statusCode !== undefined) trace.status = response.statusCode
  if (look.story) noteResponse(look.story, response)
  return response
}

function open(look: Look, hop: Hop): Promise<IncomingMessage> {
  return openPage(hop, (request) => {
    look.running = request
  })
}

/** Offers the session of an earlier look where there is one; a server that breaks off at it is asked again without. */
async function openSecurely(options: HttpProbeOptions, look: Look, hop: Hop): Promise<IncomingMessage> {
  const { sessions } = options
  const { target, trace } = look
  const known = { origin: hop.url.host, address: hop.address }
  const offered = sessions.take({ siteId: target.siteId, ...known, at: look.at })
  let isResumed = false
  let ticket: Buffer | undefined
  const secured: Hop = {
    ...hop,
    ...(offered ? { session: offered.ticket } : {}),
    onCertificate: (shown) => options.certificates.note(target.siteId, shown),
    onSession: (session) => {
      ticket = session
    },
    onSecured: (resumed, socket) => {
      isResumed = resumed
      if (look.story) noteHandshake(look.story, socket)
      // A look counts as resumed when any of its servers was not asked for its certificate.
      trace.handshake = resumed ? 'resumed' : (trace.handshake ?? 'full')
      if (resumed && offered) trace.certificateEndsAt = offered.certificateEndsAt
    },
  }
  try {
    const response = await open(look, secured)
    const freshUntil = isResumed && offered ? offered.freshUntil : sessions.freshUntil(target.fullHandshakeMinutes)
    const next = ticket ?? (isResumed ? offered?.ticket : undefined)
    const { certificateEndsAt } = trace
    if (next && certificateEndsAt !== undefined)
      look.proved.push({ ...known, ticket: next, certificateEndsAt, freshUntil })
    return response
  } catch (error) {
    const isJudged = error instanceof LookEnded && error.failure.kind !== 'connect_failed'
    if (!offered || trace.phase !== 'tls' || isJudged || look.signal.aborted) throw error
    sessions.avoid(target.siteId, hop.url.host)
    trace.phase = 'connect'
    return openSecurely(options, look, hop)
  }
}

async function judgePage({ target, trace, story }: Look, response: IncomingMessage): Promise<Failure | null> {
  if (!isExpected(target, response)) {
    trace.phase = 'status'
    return { kind: 'status', phase: 'status', status: response.statusCode ?? 0 }
  }
  const body = await readBody(response, story ? bodyBytes : keptBytes(target.expect, bodyBytes))
  finishPhase(trace, 'body', 'words')
  const page = await inflate(body, response.headers['content-encoding'])
  if (story) notePage(story, page, response.headers['content-type'])
  const { statusCode: status = 0, headers } = response
  return judgeContent({ body: page, contentType: headers['content-type'], status }, target.expect)
}

function isExpected(target: ProbeTarget, { statusCode = 0 }: IncomingMessage): boolean {
  if (target.expectStatus.length === 0) return statusCode >= 200 && statusCode < 300
  return target.expectStatus.includes(statusCode)
}
