import { isIPv6 } from 'node:net'

/**
 * Our own machine failed, not the site: no file handles, no memory, no free port, no `ping`.
 * It is the one thing a probe throws, so that it can never be stored as an outage; the caller records no sample.
 */
export class OwnFault extends Error {
  readonly code: string

  constructor(code: string) {
    super(`The look could not be made on this machine: ${code}`)
    this.name = 'OwnFault'
    this.code = code
  }
}

const ownCodes: ReadonlySet<string> = new Set([
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOBUFS',
  'EAGAIN',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'EAFNOSUPPORT',
  'EPERM',
  'EACCES',
])

/**
 * Whether an error met on the way to `address` is this machine's. An IPv6 address without a route counts: a watch
 * without IPv6 says nothing about an IPv6 site. Without an IPv4 route the watch is blind, which is asked elsewhere.
 */
export function isOwnFault(code: string, address: string): boolean {
  return ownCodes.has(code) || (code === 'ENETUNREACH' && isIPv6(address))
}

/** The machine's code of an error (`ECONNREFUSED`, `HPE_INVALID_CONSTANT`), or `UNKNOWN`. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'UNKNOWN'
}
