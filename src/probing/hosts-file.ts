import { readFileSync } from 'node:fs'
import { isIP, isIPv4 } from 'node:net'

/** Names of a hosts file and their addresses; empty when there is no such file. IPv4 wins, then the earlier line. */
export function readHosts(path: string): ReadonlyMap<string, string> {
  return parseHosts(textOf(path))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // A machine without a hosts file, or one that may not be read, simply has no names of its own.
    return ''
  }
}

function parseHosts(text: string): ReadonlyMap<string, string> {
  const hosts = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/)
    if (!isIP(address)) continue
    for (const name of names.map((each) => each.toLowerCase())) {
      const known = hosts.get(name)
      if (known === undefined || (isIPv4(address) && !isIPv4(known))) hosts.set(name, address)
    }
  }
  return hosts
}
