import { isIP, isIPv6 } from 'node:net'
import type { ProbeTarget } from '../domain/watch/probe.ts'
import type { V6Look } from '../domain/watch/v6.ts'
import { type HttpProbeOptions, lookAtPage } from './http.ts'
import { OwnFault } from './own-fault.ts'
import type { AskRecords, Resolve } from './resolver.ts'
import { createTlsSessions } from './tls-sessions.ts'

/** Looks at a site's page over IPv6, when its name has an address there. Never throws. */
export type LookV6 = (target: ProbeTarget, at: number, signal: AbortSignal) => Promise<V6Look>

type V6Options = HttpProbeOptions & { records: AskRecords }

const unknown: V6Look = { answer: 'unknown' }

/** A redirect to a name without IPv6 is followed as it can be: what counts is that the site's own door opens. */
export function createLookV6({ records, ...page }: V6Options): LookV6 {
  const resolve: Resolve = async (host, signal) => {
    const found = await records(host, 'AAAA', signal)
    const address = 'records' in found ? found.records[0] : undefined
    return address === undefined ? page.resolve(host, signal) : { address }
  }
  // Proofs and certificates of these looks are their own: a server may differ from one address to the other.
  const certificates = { note: () => undefined, seen: () => new Map() }
  const options = { ...page, resolve, certificates, sessions: createTlsSessions(page.monotonic) }
  return async (target, at, signal) => {
    const host = URL.parse(target.url)?.hostname ?? ''
    if (target.kind !== 'http' || isIP(host) !== 0 || host.startsWith('[')) return { answer: 'none' }
    try {
      const found = await records(host, 'AAAA', signal)
      if ('code' in found) return found.code === 'NODATA' ? { answer: 'none' } : unknown
      if (!found.records.some((address) => isIPv6(address) && page.mayReach(address))) return unknown
      const { failure } = await lookAtPage(options, { target, at, signal, story: null })
      // An address that may not be reached, or a name that went away meanwhile, is no fault of IPv6.
      if (failure?.kind === 'blocked' || failure?.kind === 'dns') return unknown
      return failure ? { answer: 'bad', failure } : { answer: 'good' }
    } catch (fault) {
      if (fault instanceof OwnFault) return unknown
      throw fault
    }
  }
}
