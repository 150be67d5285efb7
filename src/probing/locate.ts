import type { AddressGuard } from './address-guard.ts'
import type { Resolve } from './resolver.ts'
import { finishPhase, LookEnded, type Trace } from './trace.ts'

type LocateOptions = { resolve: Resolve; mayReach: AddressGuard }

/**
 * The freshly resolved, checked address of a host, noted in the trace; what follows connects to exactly this one. Ends
 * the look when there is none, or none that may be reached.
 */
export async function locate(
  { resolve, mayReach }: LocateOptions,
  host: string,
  trace: Trace,
  signal: AbortSignal,
): Promise<string> {
  const found = await resolve(host, signal)
  signal.throwIfAborted()
  if ('code' in found) throw new LookEnded({ kind: 'dns', phase: 'dns', code: found.code })
  const isOpen = mayReach(found.address)
  finishPhase(trace, 'dns', isOpen ? 'connect' : 'refused_address')
  if (!isOpen) throw new LookEnded({ kind: 'blocked', phase: 'refused_address' })
  trace.address = found.address
  return found.address
}
