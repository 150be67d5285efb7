import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, isIP, type Socket } from 'node:net'
import { type SecureContext, connect as secureConnect, type TLSSocket } from 'node:tls'
import { isSameAddress } from './address-guard.ts'
import { type CertificateNote, certificateFailure } from './tls.ts'
import { finishPhase, LookEnded, type Trace } from './trace.ts'

/** One request of a look: where to, at which checked address, and what is noted on the way. */
export type Hop = {
  url: URL
  address: string
  trace: Trace
  trust: SecureContext
  checksCertificate: boolean
  /** A TLS session of an earlier look, and what the server offers for the next one. */
  session?: Buffer
  onSession?: (session: Buffer) => void
  /** The handshake is done and, if it was a full one, the certificate is good. */
  onSecured?: (isResumed: boolean, socket: TLSSocket) => void
  onCertificate?: CertificateNote
}
/** Hands the request to whoever must be able to end it. */
type Holder = (request: ClientRequest) => void

const headers = {
  'user-agent': 'Zhishou/0.1 (+uptime watch)',
  accept: '*/*',
  'accept-encoding': 'identity',
  connection: 'close',
}
const headerBytes = 16 * 1024
const mostInterim = 1_000
const alpn = ['http/1.1']

/**
 * Connects anew, asks for the page and answers once its headers are complete. Rejects with LookEnded, or with the
 * socket's or parser's error. The request goes to the literal address that was checked, so nothing is resolved
 * again between the check and the connection.
 */
export function openPage(hop: Hop, hold: Holder): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const end = (failure: LookEnded) => {
    reject(failure)
    request.destroy()
  }
  const request = httpRequest({
    createConnection: () => dial(hop, end),
    path: hop.url.pathname + hop.url.search,
    headers: { host: hop.url.host, ...headers },
    maxHeaderSize: headerBytes,
  })
  hold(request)
  // A request can close without an error: a server that switches protocols does that.
  const lose = () => reject(closedEarly(hop.trace))
  request.once('close', lose)
  request.once('response', (response) => {
    request.off('close', lose)
    finishPhase(hop.trace, 'firstByte', 'body')
    // What the parser trips over later is told to the request; whoever reads the response must learn of it, and
    // may not be listening yet.
    response.on('error', reject)
    request.on('error', (error) => response.destroy(error))
    resolve(response)
  })
  let interim = 0
  request.on('information', () => {
    interim += 1
    // Nobody sends that many who means to answer; without an end they would cost the whole deadline at full speed.
    if (interim > mostInterim) end(new LookEnded({ kind: 'status', phase: 'status', code: 'TOO_MANY_INTERIM' }))
  })
  // Stays for good: an error that comes late must find a listener.
  request.on('error', reject)
  request.end()
  return promise
}

type Ender = (failure: LookEnded) => void

/** A connection of this look alone. An agent would be made anew for each, and would keep sessions of its own. */
function dial(hop: Hop, end: Ender): Socket {
  const { url, address } = hop
  const isTls = url.protocol === 'https:'
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
  const socket = isTls ? dialSecurely(hop, port, end) : connect({ host: address, port, autoSelectFamily: false })
  socket.once('connect', () => {
    finishPhase(hop.trace, 'connect', isTls ? 'tls' : 'firstByte')
    // Unknown only when the peer is gone already, which the socket then reports itself.
    const reached = socket.remoteAddress ?? address
    if (isSameAddress(reached, address)) return
    end(new LookEnded({ kind: 'blocked', phase: 'refused_address', code: 'ADDRESS_CHANGED' }))
  })
  return socket
}

function dialSecurely(hop: Hop, port: number, end: Ender): TLSSocket {
  const { address: host, session, onSession, trace } = hop
  const socket = secureConnect({
    ...{ host, port, autoSelectFamily: false },
    servername: serverName(hop.url.hostname),
    secureContext: hop.trust,
    ALPNProtocols: alpn,
    // Judged by us, so that each reason has its name.
    rejectUnauthorized: false,
    ...(session ? { session } : {}),
  })
  if (onSession) socket.once('session', onSession)
  socket.once('secureConnect', () => {
    const isResumed = socket.isSessionReused()
    const failure = hop.checksCertificate && !isResumed ? certificateFailure(socket, trace, hop.onCertificate) : null
    if (failure) return end(new LookEnded(failure))
    hop.onSecured?.(isResumed, socket)
    finishPhase(trace, 'tls', 'firstByte')
  })
  return socket
}

/** What TLS is told to ask for: a name without its final dot, and nothing for an address (RFC 6066). */
function serverName(hostname: string): string {
  if (hostname.startsWith('[') || isIP(hostname)) return ''
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
}

function closedEarly(trace: Trace): LookEnded {
  return new LookEnded({ kind: 'connect_failed', phase: trace.phase, code: 'ECONNRESET' })
}
