import type { Failure } from './probe.ts'

/** Why exactly, where a machine's code says more than the kind of failure does. */
export type FailureReason =
  | ('no_such_name' | 'name_without_address' | 'name_server_error' | 'name_server_silent' | 'unexpected_answer')
  | ('wrong_name' | 'not_yet_valid' | 'self_signed' | 'unknown_authority' | 'incomplete_chain')
  | ('old_protocol' | 'no_shared_cipher' | 'no_tls' | 'handshake_stalled')
  | ('error_page' | 'page_too_small' | 'title_missing' | 'words_forbidden')

const reasons: Readonly<Record<string, FailureReason>> = {
  NXDOMAIN: 'no_such_name',
  NODATA: 'name_without_address',
  SERVFAIL: 'name_server_error',
  REFUSED: 'name_server_error',
  TIMEOUT: 'name_server_silent',
  UNEXPECTED_ANSWER: 'unexpected_answer',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong_name',
  CERT_NOT_YET_VALID: 'not_yet_valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown_authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown_authority',
  UNABLE_TO_GET_ISSUER_CERT: 'incomplete_chain',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'incomplete_chain',
  TLS_OLD_PROTOCOL: 'old_protocol',
  TLS_NO_SHARED_CIPHER: 'no_shared_cipher',
  TLS_NONE: 'no_tls',
  ERROR_PAGE: 'error_page',
  PAGE_TOO_SMALL: 'page_too_small',
  TITLE_MISSING: 'title_missing',
  WORDS_FORBIDDEN: 'words_forbidden',
}

/** The reason behind a failure, or null where its kind is all that is known. */
export function reasonOf({ phase, code, limitSeconds }: Failure): FailureReason | null {
  if (phase === 'tls' && limitSeconds !== undefined) return 'handshake_stalled'
  // A table of ours is asked with a code of somebody else's machine.
  return code !== undefined && Object.hasOwn(reasons, code) ? (reasons[code] ?? null) : null
}
