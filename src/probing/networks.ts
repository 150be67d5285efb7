import { BlockList, isIP } from 'node:net'

/** A range of addresses as an administrator lists it. */
export type Network = { address: string; prefix: number; family: 'ipv4' | 'ipv6' }

/**
 * Reads `PROBE_ALLOW_NETWORKS`: CIDR ranges and single addresses, v4 and v6, separated by commas or spaces.
 * `problem` is the first entry that is neither.
 */
export function parseNetworks(text: string): { networks: Network[] } | { problem: string } {
  const networks: Network[] = []
  for (const entry of text.split(/[\s,]/).filter((part) => part !== '')) {
    const network = parseNetwork(entry)
    if (!network) return { problem: entry }
    networks.push(network)
  }
  return { networks }
}

function parseNetwork(entry: string): Network | null {
  const [address = '', prefixText, ...rest] = entry.split('/')
  const version = address.includes('%') ? 0 : isIP(address)
  if (version === 0 || rest.length > 0) return null
  const longest = version === 4 ? 32 : 128
  const prefix = prefixText === undefined ? longest : /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : -1
  if (prefix < 0 || prefix > longest) return null
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** The networks as one list that answers whether it holds an address. */
export function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList()
  for (const { address, prefix, family } of networks) list.addSubnet(address, prefix, family)
  return list
}
