import { connect, type Socket } from 'node:net'
import type { Probe } from '../domain/watch/probe.ts'
import { type AddressGuard, isSameAddress } from './address-guard.ts'
import { failureOf, timeoutFailure } from './failure.ts'
import { locate } from './locate.ts'
import { OwnFault } from './own-fault.ts'
import type { Resolve } from './resolver.ts'
import { beginTrace, finishPhase, LookEnded, sampleOf } from './trace.ts'

type TcpProbeOptions = { resolve: Resolve; mayReach: AddressGuard; monotonic: () => number }

/**
 * The look at a site of which only a port is watched (`tcp://host:port`): good when it takes a connection, which is
 * closed again without a word. Throws nothing but OwnFault.
 */
export function createTcpProbe(options: TcpProbeOptions): Probe {
  return async (target, at, signal) => {
    const trace = beginTrace(options.monotonic)
    try {
      const { host, port } = portOf(target.url)
      const address = await locate(options, host, trace, signal)
      await reach(address, port, signal)
      finishPhase(trace, 'connect', 'connect')
      return sampleOf(target, at, trace, null)
    } catch (error) {
      if (error instanceof OwnFault) throw error
      const failure = signal.aborted ? timeoutFailure(trace.phase, target.timeoutSeconds) : failureOf(error, trace)
      return sampleOf(target, at, trace, failure)
    }
  }
}

function portOf(text: string): { host: string; port: number } {
  const url = URL.parse(text)
  const port = Number(url?.port)
  // Only http spells a host out (`0x7f.1` → `127.0.0.1`); the guard must see what will be connected to.
  const spelled = url?.protocol === 'tcp:' ? URL.parse(`http://${url.hostname}`) : null
  if (spelled && port > 0) return { host: spelled.hostname, port }
  throw new LookEnded({ kind: 'blocked', phase: 'refused_address', code: 'BAD_URL' })
}

function reach(host: string, port: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket: Socket = connect({ host, port, autoSelectFamily: false, signal })
  socket.on('error', reject)
  socket.once('connect', () => {
    const isThere = isSameAddress(socket.remoteAddress ?? host, host)
    if (isThere) resolve()
    else reject(new LookEnded({ kind: 'blocked', phase: 'refused_address', code: 'ADDRESS_CHANGED' }))
    socket.destroy()
  })
  return promise
}
