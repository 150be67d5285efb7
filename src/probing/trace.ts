import type { Instant } from '../domain/instant.ts'
import type { Failure, Handshake, Phase, Phases, ProbeTarget, Sample } from '../domain/watch/probe.ts'

/** How far a look has come: filled on the way, so that whatever stops it can be named by its phase. */
export type Trace = {
  /** What the look is waiting for now. */
  phase: Phase
  /** Milliseconds by phase; the hops of a redirect add up. */
  phases: Phases
  startedAt: number
  /** When the present phase began. */
  lapAt: number
  monotonic: () => number
  address?: string
  status?: number
  certificateEndsAt?: Instant
  handshake?: Handshake
}

/** A look ended with this failure. Used inside the probing room only, where events must carry a result upwards. */
export class LookEnded extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.kind)
    this.failure = failure
  }
}

/** Begins a look: the first thing waited for is the name. `monotonic` answers milliseconds. */
export function beginTrace(monotonic: () => number): Trace {
  const now = monotonic()
  return { phase: 'dns', phases: {}, startedAt: now, lapAt: now, monotonic }
}

/** Ends the timed phase `done` and goes on to `next`. */
export function finishPhase(trace: Trace, done: keyof Phases, next: Phase): void {
  const now = trace.monotonic()
  trace.phases[done] = tenths((trace.phases[done] ?? 0) + now - trace.lapAt)
  trace.lapAt = now
  trace.phase = next
}

/** The sample of a finished look. A phase that failed keeps the time spent in it. */
export function sampleOf(target: ProbeTarget, at: Instant, trace: Trace, failure: Failure | null): Sample {
  if (failure && isTimed(trace.phase)) finishPhase(trace, trace.phase, trace.phase)
  const { status, address, certificateEndsAt, handshake, phases } = trace
  const ms = tenths(trace.monotonic() - trace.startedAt)
  const sample: Sample = { siteId: target.siteId, at, ms, ok: failure === null, phases }
  if (status !== undefined) sample.status = status
  if (failure) sample.failure = failure
  if (address !== undefined) sample.address = address
  if (certificateEndsAt !== undefined) sample.certificateEndsAt = certificateEndsAt
  if (handshake !== undefined) sample.handshake = handshake
  return sample
}

function isTimed(phase: Phase): phase is keyof Phases {
  return phase === 'dns' || phase === 'connect' || phase === 'tls' || phase === 'firstByte' || phase === 'body'
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10
}
