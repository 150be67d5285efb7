import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { type ConnectionOptions, type SecureContext, TLSSocket } from 'node:tls'
import { isSameAddress } from './address-guard.ts'
import { certificateFailure } from './tls.ts'
import { finishPhase, LookEnded, type Trace } from './trace.ts'

/** One request of a look: where to, at which checked address, and what is noted on the way. */
export type Hop = { url: URL; address: string; trace: Trace; trust: SecureContext; checksCertificate: boolean }
/** Hands the request to whoever must be able to end it. */
type Holder = (request: ClientRequest) => void

const headers = {
  'user-agent': 'Zhishou/0.1 (+uptime watch)',
  accept: '*/*',
  'accept-encoding': 'identity',
  connection: 'close',
}
const headerBytes = 16 * 1024

/**
 * Connects anew, asks for the page and answers once its headers are complete. Rejects with LookEnded, or with the
 * socket's or parser's error. The request goes to the literal address that was checked, so nothing is resolved
 * again between the check and the connection.
 */
export function openPage(hop: Hop, hold: Holder): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = send(hop)
  hold(request)
  const end = (failure: LookEnded) => {
    reject(failure)
    request.destroy()
  }
  request.once('socket', (socket) => watchSocket(socket, hop, end))
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
  // Stays for good: an error that comes late must find a listener.
  request.on('error', reject)
  request.end()
  return promise
}

function send({ url, address, trust }: Hop): ClientRequest {
  const isTls = url.protocol === 'https:'
  const options = {
    host: address,
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    headers: { host: url.host, ...headers },
    agent: false,
    autoSelectFamily: false,
    maxHeaderSize: headerBytes,
  } as const
  if (!isTls) return httpRequest(options)
  const secured: RequestOptions & ConnectionOptions = {
    ...options,
    servername: serverName(url.hostname),
    secureContext: trust,
    rejectUnauthorized: false,
  }
  return httpsRequest(secured)
}

/** What TLS is told to ask for: a name without its final dot, and nothing for an address (RFC 6066). */
function serverName(hostname: string): string {
  if (hostname.startsWith('[') || isIP(hostname)) return ''
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
}

function watchSocket(socket: Socket, hop: Hop, end: (failure: LookEnded) => void): void {
  const { trace } = hop
  const isTls = socket instanceof TLSSocket
  socket.once('connect', () => {
    finishPhase(trace, 'connect', isTls ? 'tls' : 'firstByte')
    // Unknown only when the peer is gone already, which the socket then reports itself.
    const reached = socket.remoteAddress ?? hop.address
    if (isSameAddress(reached, hop.address)) return
    end(new LookEnded({ kind: 'blocked', phase: 'refused_address', code: 'ADDRESS_CHANGED' }))
  })
  if (!isTls) return
  socket.once('secureConnect', () => {
    const failure = hop.checksCertificate ? certificateFailure(socket, trace) : null
    if (failure) end(new LookEnded(failure))
    else finishPhase(trace, 'tls', 'firstByte')
  })
}

function closedEarly(trace: Trace): LookEnded {
  return new LookEnded({ kind: 'connect_failed', phase: trace.phase, code: 'ECONNRESET' })
}
