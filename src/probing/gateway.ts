import { readFile } from 'node:fs/promises'
import type { PingResult } from '../domain/watch/probe.ts'

/** Whether this machine's way out answers a ping; `unknown` where there is none, or nobody can say which it is. */
export type AskGateway = (signal: AbortSignal) => Promise<PingResult['answer']>

type Ping = (address: string, signal: AbortSignal) => Promise<PingResult>

/** Asks the default gateway of IPv4 as Linux lists it now; it is our own network, so no guard stands before it. */
export function createAskGateway(ping: Ping, routesFile = '/proc/net/route'): AskGateway {
  return async (signal) => {
    // Other systems keep their routes elsewhere.
    const gateway = gatewayIn(await readFile(routesFile, 'utf8').catch(() => ''))
    return gateway === null ? 'unknown' : (await ping(gateway, signal)).answer
  }
}

/** The gateway of the first route to everywhere: the address stands there as a little-endian number in hex. */
export function gatewayIn(routes: string): string | null {
  for (const line of routes.split('\n').slice(1)) {
    const [, destination, gateway = '', flags = '', , , , mask] = line.trim().split(/\s+/)
    const isWayOut = destination === '00000000' && mask === '00000000' && (Number.parseInt(flags, 16) & 2) !== 0
    if (isWayOut && /^[0-9A-F]{8}$/.test(gateway)) return Buffer.from(gateway, 'hex').reverse().join('.')
  }
  return null
}
