import { promises as dns } from 'node:dns'
import { isIP, isIPv4 } from 'node:net'
import type { DnsRecordType } from '../domain/watch/probe.ts'
import { createGate, unlessAborted } from './gate.ts'
import { readHosts } from './hosts-file.ts'
import { codeOf, isOwnFault, OwnFault } from './own-fault.ts'

/** One address, or why there is none: `NXDOMAIN`, `NODATA`, `SERVFAIL`, `TIMEOUT`, `REFUSED` or another code. */
type Resolution = { address: string } | { code: string }
/**
 * Answers for a host as a WHATWG URL spells it, brackets included. An aborted signal is a `TIMEOUT`. Throws only
 * OwnFault, when no name server could be asked at all.
 */
export type Resolve = (hostname: string, signal: AbortSignal) => Promise<Resolution>

/** Every record there is, as text, and who told; or why there is none. */
export type Records = { records: string[]; from: 'first' | 'second' | 'hosts' } | { code: string }
/** Asks for the records of one type, under the same terms as `Resolve`. */
export type AskRecords = (host: string, type: DnsRecordType, signal: AbortSignal) => Promise<Records>

export type Names = { resolve: Resolve; records: AskRecords }

export type ResolverOptions = {
  /** `address:port` of name servers; the machine's own when absent. */
  servers?: readonly string[]
  /** Asked when those give no address: one server that lies or fails calls no site down. */
  second?: readonly string[]
  timeoutMs?: number
  tries?: number
  hostsFile?: string
}

/** More in flight and the bursts lose datagrams: p99 rose from 3 ms to 2 s between 128 and 512. */
const mostInFlight = 96
/** What is silent for longer is waited for, but keeps nobody else from asking: dead servers of a province hold many names. */
const holdMs = 500

const codes: Record<string, string> = {
  ENOTFOUND: 'NXDOMAIN',
  ENODATA: 'NODATA',
  ESERVFAIL: 'SERVFAIL',
  ETIMEOUT: 'TIMEOUT',
  EREFUSED: 'REFUSED',
}

type Ask = (resolver: dns.Resolver) => Promise<{ records: string[] } | { code: string }>

/**
 * A resolver of our own, since getaddrinfo answers two names at a time and one dead name server would delay every
 * site. Each look asks anew: a cached answer would hide an outage of the name. IPv4 is preferred; a name without
 * IPv4 is answered with its first IPv6 address. The hosts file comes first, as on the rest of the machine.
 */
export function createNames(options: ResolverOptions = {}): Names {
  const { servers, timeoutMs = 2000, tries = 2, hostsFile = '/etc/hosts' } = options
  const first = new dns.Resolver({ timeout: timeoutMs, tries, maxTimeout: timeoutMs })
  if (servers) first.setServers(servers)
  const second = secondOf(options, first.getServers(), timeoutMs)
  const hosts = readHosts(hostsFile)
  const gate = createGate(mostInFlight, holdMs)
  const consult = (ask: Ask, signal: AbortSignal) =>
    unlessAborted<Records>(
      gate(() => askBoth(first, second, ask), signal),
      signal,
      { code: 'TIMEOUT' },
    )
  return {
    resolve: async (hostname, signal) => {
      const host = bare(hostname)
      const known = isIP(host) ? host : hosts.get(withoutFinalDot(host))
      if (known) return { address: known }
      const found = await consult((resolver) => askAddress(resolver, host), signal)
      return 'code' in found ? found : firstOf(found.records)
    },
    records: async (hostname, type, signal) => {
      const host = bare(hostname)
      const known = isIP(host) ? host : hosts.get(withoutFinalDot(host))
      if (known) return knownRecords(known, type)
      return consult((resolver) => askRecords(resolver, host, type), signal)
    },
  }
}

/** Of a machine with several name servers c-ares asks the second only when the first is silent or broken. */
function secondOf({ servers, second }: ResolverOptions, own: readonly string[], timeoutMs: number) {
  const chosen = second ?? (servers ? [] : own.slice(1))
  if (chosen.length === 0) return null
  const resolver = new dns.Resolver({ timeout: timeoutMs, tries: 1, maxTimeout: timeoutMs })
  resolver.setServers(chosen)
  return resolver
}

/** What the first says, unless it has no answer and the second has. */
async function askBoth(first: dns.Resolver, second: dns.Resolver | null, ask: Ask): Promise<Records> {
  const said = await ask(first).catch((fault: unknown) => {
    if (fault instanceof OwnFault) return fault
    throw fault
  })
  if ('records' in said) return { from: 'first', ...said }
  const other = second ? await ask(second).catch(() => null) : null
  if (other && 'records' in other) return { from: 'second', ...other }
  if (said instanceof OwnFault) throw said
  return said
}

async function askAddress(resolver: dns.Resolver, host: string) {
  const found = await askRecords(resolver, host, 'A')
  // Only "the name exists without this record" leads on: asking a dead server twice would double the delay.
  if ('records' in found || found.code !== 'NODATA') return found
  return askRecords(resolver, host, 'AAAA')
}

async function askRecords(resolver: dns.Resolver, host: string, type: DnsRecordType) {
  try {
    const records = await recordsOf(resolver, host, type)
    return records.length > 0 ? { records } : { code: 'NODATA' }
  } catch (error) {
    return failed(error)
  }
}

async function recordsOf(resolver: dns.Resolver, host: string, type: DnsRecordType): Promise<string[]> {
  if (type === 'A') return resolver.resolve4(host)
  if (type === 'AAAA') return resolver.resolve6(host)
  if (type === 'CNAME') return resolver.resolveCname(host)
  if (type === 'NS') return resolver.resolveNs(host)
  return (await resolver.resolveMx(host)).map(({ exchange }) => exchange)
}

function knownRecords(address: string, type: DnsRecordType): Records {
  const fits = type === (isIPv4(address) ? 'A' : 'AAAA')
  return fits ? { records: [address], from: 'hosts' } : { code: 'NODATA' }
}

function firstOf([address]: readonly string[]): Resolution {
  return address ? { address } : { code: 'NODATA' }
}

function failed(error: unknown): { code: string } {
  const code = codeOf(error)
  // No name server accepts the question, or there is no handle left to ask with. Told as a failure of the name it
  // would call every site down while references given as addresses still answer.
  if (code === 'ECONNREFUSED' || isOwnFault(code, '')) throw new OwnFault(`RESOLVER_${code}`)
  return { code: codes[code] ?? code }
}

function bare(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

function withoutFinalDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host
}
