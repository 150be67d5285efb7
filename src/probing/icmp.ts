import type { Probe } from '../domain/watch/probe.ts'
import type { AddressGuard } from './address-guard.ts'
import { failureOf, timeoutFailure } from './failure.ts'
import { createFping } from './fping.ts'
import { locate } from './locate.ts'
import { OwnFault } from './own-fault.ts'
import { createPingProgram, type Pinger, type PingerOptions } from './ping-program.ts'
import type { Resolve } from './resolver.ts'
import { beginTrace, finishPhase, LookEnded, sampleOf } from './trace.ts'
import { hostOf } from './web-url.ts'

/**
 * `fping` where there is one, a process for each second's addresses; the `ping` program else, a process for each
 * address, as long as `fping` is missing or cannot send.
 */
export function createPinger(options: PingerOptions): Pinger {
  const single = createPingProgram(options)
  const batches = createFping(options)
  let isClosed = false
  return {
    ping: async (address, signal) => {
      const said = await batches.ping(address, signal)
      if (said) return said
      return isClosed ? { answer: 'unknown' } : single.ping(address, signal)
    },
    close: async () => {
      isClosed = true
      batches.close()
      await single.close()
    },
  }
}

type IcmpProbeOptions = { resolve: Resolve; mayReach: AddressGuard; pinger: Pinger; monotonic: () => number }

/**
 * The look at a site that is only pinged. Throws OwnFault when ping cannot say: its absence is never an outage.
 */
export function createIcmpProbe({ resolve, mayReach, pinger, monotonic }: IcmpProbeOptions): Probe {
  return async (target, at, signal) => {
    const trace = beginTrace(monotonic)
    try {
      const host = hostOf(target.url)
      if (!host) throw new LookEnded({ kind: 'blocked', phase: 'refused_address', code: 'BAD_URL' })
      const { answer } = await pinger.ping(await locate({ resolve, mayReach }, host, trace, signal), signal)
      if (answer === 'unknown') throw new OwnFault('PING_UNKNOWN')
      finishPhase(trace, 'connect', 'connect')
      return sampleOf(target, at, trace, answer === 'yes' ? null : { kind: 'connect_timeout', phase: 'connect' })
    } catch (error) {
      if (error instanceof OwnFault) throw error
      const failure = signal.aborted ? timeoutFailure(trace.phase, target.timeoutSeconds) : failureOf(error, trace)
      return sampleOf(target, at, trace, failure)
    }
  }
}
