import { isIP } from 'node:net'
import type { Instant } from '../domain/instant.ts'
import type { Certificate } from '../domain/watch/certificate.ts'
import type { LookTrace, NameTrace } from '../domain/watch/look-trace.ts'
import type { Probe, ProbeTarget } from '../domain/watch/probe.ts'
import { type HttpProbeOptions, lookAtPage } from './http.ts'
import type { AskRecords } from './resolver.ts'
import { beginStory } from './story.ts'

/** A look with everything that it met. Throws nothing but OwnFault. */
export type TraceLook = (target: ProbeTarget, at: Instant, signal: AbortSignal) => Promise<LookTrace>

type TraceOptions = HttpProbeOptions & { records: AskRecords; probe: Probe }

/**
 * For whoever presses "look now". A site that is not looked at by its page is told by its names and its result. What
 * leads to an address that may not be reached is left out: the trace of a refused address tells as much as that of one
 * that does not answer.
 */
export function createTraceLook(options: TraceOptions): TraceLook {
  return async (target, at, signal) => {
    const host = URL.parse(target.url)?.hostname ?? ''
    // An address has no name to be asked for.
    const asked = host === '' || host.startsWith('[') || isIP(host) ? [] : (['A', 'AAAA'] as const)
    const names = await Promise.all(asked.map((type) => askName(options, { host, type }, signal)))
    const story = beginStory()
    // Whoever asks wants the certificate checked now.
    options.sessions.forget(target.siteId)
    const sample = await (target.kind === 'http'
      ? lookAtPage(options, { target, at, signal, story })
      : options.probe(target, at, signal))
    const { hops, title, bytes } = story
    const certificate: Certificate | null = hops.some(({ tls }) => tls !== null)
      ? (options.certificates.seen().get(target.siteId) ?? null)
      : null
    return { at, names, hops, certificate, title, bytes, sample }
  }
}

async function askName(
  { records, mayReach, monotonic }: TraceOptions,
  { host, type }: Pick<NameTrace, 'host' | 'type'>,
  signal: AbortSignal,
): Promise<NameTrace> {
  const begun = monotonic()
  const found = await records(host, type, signal)
  const ms = Math.round(10 * (monotonic() - begun)) / 10
  if ('code' in found) return { host, type, records: [], code: found.code, from: null, ms }
  return { host, type, records: found.records.filter(mayReach).slice(0, 20), code: null, from: found.from, ms }
}
