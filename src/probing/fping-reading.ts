import type { PingResult } from '../domain/watch/probe.ts'

/** A time in milliseconds for each reply, a hyphen for each that did not come. */
const packet = String.raw`(?:\d{1,6}(?:\.\d{1,3})?|-)`
const line = new RegExp(String.raw`^(\S{2,45}) +: (${packet}(?: ${packet}){2})$`)
/** What a router on the way has said: a no as well, of whoever it names, and nothing odd. */
const routerWord = /^ICMP [A-Za-z ()\d]{1,60} from \S{2,45} for ICMP Echo sent to \S{2,45}$/

/**
 * What three packets to each address have come to. Each address must have exactly one line of exactly three figures;
 * one line that is anything else makes all of it doubtful, since then nobody knows what the rest means.
 */
export function readFping(output: string, addresses: readonly string[]): ReadonlyMap<string, PingResult> {
  const results = new Map<string, PingResult>()
  for (const text of output.split('\n')) {
    if (text === '' || routerWord.test(text)) continue
    const [, address = '', packets = ''] = line.exec(text) ?? []
    if (!addresses.includes(address) || results.has(address)) return new Map()
    const first = packets.split(' ').find((one) => one !== '-')
    results.set(address, first === undefined ? { answer: 'no' } : { answer: 'yes', ms: Number(first) })
  }
  return results.size === addresses.length ? results : new Map()
}
