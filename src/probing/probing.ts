import type { Certificate } from '../domain/watch/certificate.ts'
import type { PingResult, Probe, ProbeTarget, Sample } from '../domain/watch/probe.ts'
import { createAddressGuard } from './address-guard.ts'
import { createCertificates } from './certificates.ts'
import { createDnsProbe } from './dns-probe.ts'
import { type AskGateway, createAskGateway } from './gateway.ts'
import { createHttpProbe } from './http.ts'
import { createIcmpProbe, createPinger } from './icmp.ts'
import type { Network } from './networks.ts'
import { withPlaces } from './places.ts'
import { createReadPage, type ReadPage } from './read-page.ts'
import { type AskReference, createAskReference } from './reference.ts'
import { createNames, type ResolverOptions } from './resolver.ts'
import { createTcpProbe } from './tcp.ts'
import { createTrust } from './tls.ts'
import { createTlsSessions } from './tls-sessions.ts'
import { createTraceLook, type TraceLook } from './trace-look.ts'
import { createLookV6, type LookV6 } from './v6.ts'

export type ProbingOptions = {
  /** What `PROBE_ALLOW_NETWORKS` lists. */
  networks: readonly Network[]
  /** Milliseconds that only grow. */
  monotonic: () => number
  /** Where the `ping` program is looked for. */
  path: string
  /** Further certificate authorities, in PEM. */
  trust?: readonly string[]
  resolver?: ResolverOptions
  /** Looks that may run at once; any number where it is not said. */
  places?: number
}

export type Probing = {
  /** Looks at a site by its kind. Throws OwnFault, and nothing else. */
  probe: Probe
  /** Whether the host of a failed look answers ICMP: the second opinion that explains it. */
  explain: (sample: Sample) => Promise<PingResult>
  /** The same look, told whole, for people. */
  trace: TraceLook
  /** The page over IPv6 alone. */
  lookV6: LookV6
  askReference: AskReference
  askGateway: AskGateway
  readPage: ReadPage
  /** The certificate that each site has last shown. */
  certificates: () => ReadonlyMap<string, Certificate>
  close: () => Promise<void>
}

/** The probing room: everything that looks at other people's machines, behind one guard. */
export function createProbing(options: ProbingOptions): Probing {
  const { monotonic } = options
  const { resolve, records } = createNames(options.resolver)
  const mayReach = createAddressGuard(options.networks)
  const trust = createTrust(options.trust ?? [])
  const pinger = createPinger({ path: options.path })
  const certificates = createCertificates(monotonic)
  const sessions = createTlsSessions(monotonic)
  const page = { resolve, mayReach, trust, sessions, certificates, monotonic }
  const probes: Record<ProbeTarget['kind'], Probe> = {
    http: createHttpProbe(page),
    icmp: createIcmpProbe({ resolve, mayReach, pinger, monotonic }),
    tcp: createTcpProbe({ resolve, mayReach, monotonic }),
    dns: createDnsProbe({ records, monotonic }),
  }
  const closing = new AbortController()
  const probe: Probe = (target, at, signal) => probes[target.kind](target, at, signal)
  return {
    probe: withPlaces(probe, options.places ?? Number.POSITIVE_INFINITY),
    lookV6: createLookV6({ ...page, records }),
    trace: createTraceLook({ ...page, records, probe }),
    explain: async ({ address }) => {
      if (address === undefined || !mayReach(address)) return { answer: 'unknown' }
      return pinger.ping(address, closing.signal)
    },
    askReference: createAskReference({ resolve, mayReach, trust, monotonic }),
    askGateway: createAskGateway(pinger.ping),
    readPage: createReadPage({ resolve, mayReach, trust, monotonic }),
    certificates: certificates.seen,
    close: async () => {
      closing.abort()
      await pinger.close()
    },
  }
}
