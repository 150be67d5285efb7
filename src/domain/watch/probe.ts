import type { Instant } from '../instant.ts'

/** Where a probe stopped, in the order in which a page opens. */
export type Phase =
  | 'dns'
  | 'connect'
  | 'tls'
  | 'firstByte'
  | 'body'
  | 'status'
  | 'words'
  | 'redirect'
  | 'refused_address'

/**
 * Why a site did not open. The first ten are the neutral causes that a text may carry (MESSAGES: cause words);
 * `blocked` is ours: the address may not be probed, which is never an outage of the site.
 */
export type FailureKind =
  | 'dns'
  | 'connect_failed'
  | 'connect_timeout'
  | 'certificate'
  | 'certificate_expired'
  | 'first_byte_timeout'
  | 'too_slow'
  | 'status'
  | 'words'
  | 'redirects'
  | 'blocked'

/** What was seen, in facts that a dictionary turns into a sentence. Attacker text (titles, bodies) never enters. */
export type Failure = {
  kind: FailureKind
  phase: Phase
  /** HTTP status received, for `status`. */
  status?: number
  /** The limit that passed, in seconds, for the timeouts. */
  limitSeconds?: number
  /** A machine's code such as ECONNREFUSED or CERT_HAS_EXPIRED, for the record, never for a text. */
  code?: string
}

const nameAnswers: ReadonlySet<string> = new Set(['NXDOMAIN', 'NODATA', 'UNEXPECTED_ANSWER'])

/**
 * Whether name servers gave no answer at all about a name, which is told of them and not of it. `NXDOMAIN` and `NODATA`
 * are answers, and so is another address than the expected one.
 */
export function isServerFailure(code: string | undefined): boolean {
  return code !== undefined && !nameAnswers.has(code)
}

/** Milliseconds spent in each phase; a phase that was not reached is absent. */
export type Phases = { dns?: number; connect?: number; tls?: number; firstByte?: number; body?: number }

/** In the order in which they happen. */
export const phaseNames = ['dns', 'connect', 'tls', 'firstByte', 'body'] as const satisfies readonly (keyof Phases)[]

/** Whether the host answers ICMP; `unknown` when ping is missing, refused or spoke oddly, which is never an outage. */
export type PingResult = { answer: 'yes' | 'no' | 'unknown'; ms?: number }

/**
 * How a look over TLS began: with the certificate shown and judged, or on the proof of an earlier look with the same
 * server at the same address. Over redirects it is `resumed` when any server was.
 */
export type Handshake = 'full' | 'resumed'

/** The result of one look at a site. Times: start of the look, milliseconds of its length. */
export type Sample = {
  siteId: string
  at: Instant
  ms: number
  ok: boolean
  status?: number
  failure?: Failure
  phases: Phases
  /** Address actually connected to. */
  address?: string
  /** When the certificate ends, for https. */
  certificateEndsAt?: Instant
  handshake?: Handshake
  /** Filled on a failure only: the second opinion that explains it. */
  ping?: PingResult
  /** Taken while a filed window (报备) ran: left out of the official meter. */
  isPlanned?: true
  /** Made beside the site's slot, to confirm what was suspected or by hand: no visit of its own to the official meter. */
  isRecheck?: true
}

/** How a site is looked at: its page, whether its host or a port answers, or whether its name is answered. */
export const probeKinds = ['http', 'icmp', 'tcp', 'dns'] as const
/** What may be asked of a name (`dns://host?type=MX`). */
export const dnsRecordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS'] as const
export type DnsRecordType = (typeof dnsRecordTypes)[number]
export type ProbeKind = (typeof probeKinds)[number]

/** What a prober needs to know about a site: no more than this reaches the network room. */
export type ProbeTarget = {
  siteId: string
  kind: ProbeKind
  url: string
  timeoutSeconds: number
  /** How long the proof of a full TLS handshake may serve; 0: each look makes its own. */
  fullHandshakeMinutes: number
  expectStatus: readonly number[]
  expect: PageExpectation
}

/** What a page has to look like, in plain words; nothing is asked for where a field is empty. */
export type PageExpectation = {
  /** Words that the page contains, and that its title contains. */
  words: string | null
  title: string | null
  /** Words none of which it contains. */
  forbidden: readonly string[]
  /** Its size at least, decompressed. */
  minBytes: number
  /** Words of error pages (soft 404) count too, not only titles that are nothing else. */
  refusesErrorPages: boolean
}

/**
 * Looks once. A failure is a result; the one thing thrown is a fault of our own machine (`probing/own-fault`), which is no
 * outage of anybody. The caller owns the clock; `signal` ends the look early.
 */
export type Probe = (target: ProbeTarget, at: Instant, signal: AbortSignal) => Promise<Sample>
