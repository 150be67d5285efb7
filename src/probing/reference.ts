import { connect } from 'node:net'
import type { SecureContext } from 'node:tls'
import { isServerFailure } from '../domain/watch/probe.ts'
import type { AddressGuard } from './address-guard.ts'
import { type Hop, openPage } from './open-page.ts'
import type { Resolve } from './resolver.ts'
import { beginTrace } from './trace.ts'

/** `no_name`: no name server told where it is, which says more about them than about the reference. */
export type ReferenceAnswer = 'reached' | 'silent' | 'no_name'
/** Whether a reference target can be reached now. Never throws; an aborted signal or a refused address is silence. */
export type AskReference = (reference: string, signal: AbortSignal) => Promise<ReferenceAnswer>

type ReferenceOptions = {
  resolve: Resolve
  mayReach: AddressGuard
  trust: SecureContext
  monotonic: () => number
}

/**
 * Asks whether the watch can see at all. For `http(s)://` any HTTP answer counts, whatever its status or
 * certificate; for `tcp://host:port` an accepted connection.
 */
export function createAskReference(options: ReferenceOptions): AskReference {
  const { resolve, mayReach } = options
  return async (reference, signal) => {
    const url = URL.parse(reference)
    if (!url) return 'silent'
    // A machine that cannot even ask for a name cannot see: for this question its own fault is a plain no.
    const found = await resolve(url.hostname, signal).catch(() => null)
    if (!found || ('code' in found && isServerFailure(found.code))) return 'no_name'
    if (signal.aborted || 'code' in found || !mayReach(found.address)) return 'silent'
    return (await reaches(options, { url, address: found.address }, signal)) ? 'reached' : 'silent'
  }
}

async function reaches(
  { trust, monotonic }: ReferenceOptions,
  { url, address }: { url: URL; address: string },
  signal: AbortSignal,
): Promise<boolean> {
  if (url.protocol === 'tcp:') return connects(address, Number(url.port), signal)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false
  return answers({ url, address, trace: beginTrace(monotonic), trust, checksCertificate: false }, signal)
}

async function answers(hop: Hop, signal: AbortSignal): Promise<boolean> {
  let stop = () => {}
  try {
    await openPage(hop, (request) => {
      stop = () => request.destroy()
      signal.addEventListener('abort', stop, { once: true })
    })
    return true
  } catch {
    // Whatever the reason, the reference did not answer, and that is the whole question.
    return false
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

function connects(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, autoSelectFamily: false, signal })
    const answer = (connected: boolean) => {
      resolve(connected)
      socket.destroy()
    }
    socket.once('connect', () => answer(true))
    socket.on('error', () => answer(false))
  })
}
