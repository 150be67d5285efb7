import { backOff } from './back-off.ts'
import type { SendOutcome } from './channel.ts'

type Failed = Exclude<SendOutcome, { kind: 'accepted' | 'shown' }>

/** What a failed request left behind, as far as its error tells. */
type Trace = {
  status: number | null
  twilioCode: number | null
  code: string | null
  syscall: string | null
  message: string
}

// Connecting or agreeing on TLS failed, so not one byte of the request left the house.
const beforeAnyByte = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EPROTO',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * What a request that threw means for the page: 429 and a failure to connect are safe to repeat, any other 4xx is
 * final, and everything else (a timeout, a reset, 5xx, an answer that makes no sense) may have been accepted.
 * `random` in [0, 1) spreads the retries of many pages.
 */
export function outcomeOfError(error: unknown, attempt: number, random: number): Failed {
  const trace = traceOf(error)
  const { status } = trace
  if (status === 429) return { kind: 'retry', afterMs: backOff(attempt, random), reason: 'http:429' }
  if (status !== null && status >= 400 && status < 500 && status !== 408) {
    return { kind: 'refused', reason: trace.twilioCode ? `twilio:${trace.twilioCode}` : `http:${status}` }
  }
  if (status !== null) return { kind: 'unknown', reason: `http:${status}` }
  if (neverLeft(trace)) return { kind: 'retry', afterMs: backOff(attempt, random), reason: trace.code ?? 'tls' }
  return { kind: 'unknown', reason: unknownReason(trace) }
}

function neverLeft({ code, syscall, message }: Trace): boolean {
  const isCut = message.includes('before secure TLS connection was established')
  return isCut || syscall === 'connect' || (code !== null && beforeAnyByte.has(code))
}

function unknownReason({ code }: Trace): string {
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return 'timeout'
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'reset'
  return code === 'ERR_CANCELED' ? 'aborted' : 'malformed'
}

function traceOf(error: unknown): Trace {
  const fields = fieldsOf(error)
  const cause = fieldsOf(fields['cause'])
  const code = textOf(fields['code']) ?? textOf(cause['code'])
  return {
    status: numberOf(fields['status']),
    twilioCode: numberOf(fields['code']),
    code,
    syscall: textOf(fields['syscall']) ?? textOf(cause['syscall']),
    message: textOf(fields['message']) ?? '',
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  // Errors of two libraries and of Node meet here; each field is checked where it is read.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
