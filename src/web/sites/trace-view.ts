import type { HopTrace, LookTrace, NameTrace } from '../../domain/watch/look-trace.ts'
import { type Failure, phaseNames } from '../../domain/watch/probe.ts'
import type { SignedIn } from '../reader.ts'

/** A look as it went, for people who answer for the site. */
export type TraceView = {
  at: string
  verdict: string
  isGood: boolean
  names: { label: string; text: string }[]
  hops: { label: string; lines: string[] }[]
  facts: { label: string; text: string }[]
}

export function traceView(reader: SignedIn, trace: LookTrace): TraceView {
  const { words, format } = reader
  const say = words.trace
  const { sample, certificate, title, bytes } = trace
  const failure = sample?.failure
  return {
    at: format.clockSeconds(trace.at),
    verdict:
      sample === null
        ? say.none
        : failure
          ? words.watch.failure(toldFailure(failure))
          : say.good(format.latency(sample.ms)),
    isGood: sample?.ok ?? false,
    names: trace.names.map((name) => nameLine(reader, name)),
    hops: trace.hops.map((hop, index) => ({ label: say.hop(index + 1), lines: [hop.url, ...hopLines(reader, hop)] })),
    facts: [
      { label: say.title, text: title ?? '' },
      { label: say.size, text: bytes === null ? '' : say.bytes(bytes) },
      {
        label: say.subject,
        text: certificate ? [certificate.subject, certificate.key].filter(Boolean).join(' · ') : '',
      },
      { label: say.issuers, text: certificate?.issuers.join(' ← ') ?? '' },
      { label: say.validNames, text: certificate?.names.join('、') ?? '' },
      {
        label: say.validity,
        text: certificate ? `${format.stamp(certificate.fromAt)} – ${format.stamp(certificate.endsAt)}` : '',
      },
      { label: say.fingerprint, text: certificate?.fingerprint ?? '' },
    ].filter(({ text }) => text !== ''),
  }
}

/** A refused address reads like one that does not answer: nobody learns from it what lies inside. */
export function toldFailure(failure: Failure): Failure {
  return failure.kind === 'blocked' ? { kind: 'connect_failed', phase: 'connect' } : failure
}

function nameLine({ words, format }: SignedIn, { host, type, records, code, from, ms }: NameTrace) {
  const say = words.trace
  const answer = code === null ? records.join('、') || say.noAnswer : say.nameCode(code)
  const source = from === null || from === 'first' ? '' : say.from[from]
  return { label: `${say.name} ${type}`, text: [host, answer, format.latency(ms), source].filter(Boolean).join(' · ') }
}

function hopLines({ words, format }: SignedIn, { address, status, phases, tls, headers }: HopTrace): string[] {
  const say = words.trace
  const spent = phaseNames.flatMap((name) => {
    const ms = phases[name]
    return ms === undefined ? [] : [`${words.site.phases[name]} ${format.latency(ms)}`]
  })
  return [
    [address ?? '', status === null ? '' : say.status(status)].filter(Boolean).join(' · '),
    spent.join(' · '),
    tls ? [tls.version, tls.cipher, say.handshake[tls.handshake]].filter(Boolean).join(' · ') : '',
    headers.location ? say.location(headers.location) : '',
    [headers.server, headers.contentType, headers.contentLength ? say.length(headers.contentLength) : '']
      .filter(Boolean)
      .join(' · '),
  ].filter(Boolean)
}
