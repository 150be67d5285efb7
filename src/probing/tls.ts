import { constants, type X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, type SecureContext, type TLSSocket } from 'node:tls'
import type { Failure } from '../domain/watch/probe.ts'
import type { Trace } from './trace.ts'

/** Hears of every certificate that a full handshake has shown, good or not. */
export type CertificateNote = (shown: X509Certificate) => void

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
export function certificateFailure(socket: TLSSocket, trace: Trace, note?: CertificateNote): Failure | null {
  const shown = socket.getPeerX509Certificate()
  if (shown) {
    trace.certificateEndsAt = shown.validToDate.getTime()
    note?.(shown)
  }
  if (socket.authorized) return null
  // Declared as an Error; what a client's socket holds is OpenSSL's code or Node's, as a string.
  const code = String(socket.authorizationError)
  return { kind: code === 'CERT_HAS_EXPIRED' ? 'certificate_expired' : 'certificate', phase: 'tls', code }
}
