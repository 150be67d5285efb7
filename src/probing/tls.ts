import { constants } from 'node:crypto'
import { createSecureContext, getCACertificates, type SecureContext, type TLSSocket } from 'node:tls'
import type { Failure } from '../domain/watch/probe.ts'
import type { Trace } from './trace.ts'

/**
 * The one context of all looks: building it per connection costs twenty times a handshake. Servers that only know
 * the old renegotiation are let in, as browsers do. `trust` are further authorities in PEM.
 */
export function createTrust(trust: readonly string[]): SecureContext {
  return createSecureContext({
    // A key share of 1.2 KB (ML-KEM) costs a second datagram that old firewalls lose, and CPU.
    ecdhCurve: 'X25519:P-256:P-384:P-521',
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    ...(trust.length > 0 ? { ca: [...getCACertificates('default'), ...trust] } : {}),
  })
}

/** Notes when the certificate ends, and answers what is wrong with it, if anything: its date, chain or name. */
export function certificateFailure(socket: TLSSocket, trace: Trace): Failure | null {
  const endsAt = socket.getPeerX509Certificate()?.validToDate.getTime()
  if (endsAt !== undefined) trace.certificateEndsAt = endsAt
  if (socket.authorized) return null
  // Declared as an Error; what a client's socket holds is OpenSSL's code or Node's, as a string.
  const code = String(socket.authorizationError)
  return { kind: code === 'CERT_HAS_EXPIRED' ? 'certificate_expired' : 'certificate', phase: 'tls', code }
}
