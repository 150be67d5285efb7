import type { Instant } from '../instant.ts'
import type { Certificate } from './certificate.ts'
import type { Handshake, Phases, Sample } from './probe.ts'

/**
 * Everything that one look met on its way, for whoever answers for the site. All words of other machines passed
 * `cleanText`; bodies are never part of it, nor is anything about an address that may not be reached.
 */
export type LookTrace = {
  at: Instant
  names: NameTrace[]
  hops: HopTrace[]
  certificate: Certificate | null
  title: string | null
  /** Of the page as it was read, decompressed; null when there was none. */
  bytes: number | null
  sample: Sample | null
}

/** What name servers said of the first host: `code` when nothing. */
export type NameTrace = {
  host: string
  type: 'A' | 'AAAA'
  records: string[]
  code: string | null
  from: 'first' | 'second' | 'hosts' | null
  ms: number
}

/** One request on the way, a redirect or the page itself. */
export type HopTrace = {
  url: string
  address: string | null
  status: number | null
  phases: Phases
  tls: { version: string; cipher: string; handshake: Handshake } | null
  /** The few headers that say who answered and with what. */
  headers: { server?: string; contentType?: string; contentLength?: string; location?: string }
}
