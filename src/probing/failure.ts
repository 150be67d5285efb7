import type { Failure, FailureKind, Phase } from '../domain/watch/probe.ts'
import { codeOf, isOwnFault, OwnFault } from './own-fault.ts'
import { LookEnded, type Trace } from './trace.ts'

/** The failure of a look that its caller ended at the limit: named by what it was still waiting for. */
export function timeoutFailure(phase: Phase, limitSeconds: number): Failure {
  if (phase === 'dns') return { kind: 'dns', phase, code: 'TIMEOUT', limitSeconds }
  return { kind: timeoutKind(phase), phase, limitSeconds }
}

function timeoutKind(phase: Phase): FailureKind {
  if (phase === 'connect') return 'connect_timeout'
  return phase === 'tls' || phase === 'firstByte' ? 'first_byte_timeout' : 'too_slow'
}

/**
 * The failure behind an error met in the trace's phase. An answer that is not HTTP counts as `status` (返回错误): the
 * server was reached and answered, and what it answered is an error; its words must not send anybody to look for
 * a dead line. Throws OwnFault when the error is this machine's own.
 */
export function failureOf(error: unknown, trace: Trace): Failure {
  if (error instanceof LookEnded) return error.failure
  const code = codeOf(error)
  if (isOwnFault(code, trace.address ?? '')) throw new OwnFault(code)
  if (code.startsWith('HPE_')) return { kind: 'status', phase: 'status', code }
  if (code === 'ETIMEDOUT' && trace.phase === 'connect') return { kind: 'connect_timeout', phase: 'connect', code }
  return { kind: 'connect_failed', phase: trace.phase, code: trace.phase === 'tls' ? handshakeCode(error, code) : code }
}

/** What OpenSSL says of a handshake that came to nothing; the same words stand behind two codes, as it happens. */
const handshakeWords: readonly (readonly [string, string])[] = [
  ['alert protocol version', 'TLS_OLD_PROTOCOL'],
  ['unsupported protocol', 'TLS_OLD_PROTOCOL'],
  ['alert handshake failure', 'TLS_NO_SHARED_CIPHER'],
  ['alert insufficient security', 'TLS_NO_SHARED_CIPHER'],
  ['wrong version number', 'TLS_NONE'],
  ['packet length too long', 'TLS_NONE'],
  ['record layer failure', 'TLS_NONE'],
]

function handshakeCode(error: unknown, code: string): string {
  const said = error instanceof Error ? error.message : ''
  return handshakeWords.find(([words]) => said.includes(words))?.[1] ?? code
}
