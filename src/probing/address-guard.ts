import { isIP, SocketAddress } from 'node:net'
import { embeddedAddresses, groupsOf } from './embedded-address.ts'
import { listOf, type Network, parseNetworks } from './networks.ts'

/** Whether an address may be reached. Anything that is not a plain IP address may not. */
export type AddressGuard = (address: string) => boolean

/**
 * IPv4 that is not the public internet: the IANA special-purpose registry (RFC 6890 and its updates), multicast and
 * reserved space, and the one cloud metadata host that lives on a public address. Link-local, shared and
 * protocol-assignment space hold the other clouds' metadata hosts.
 */
const forbiddenV4 = listed(`
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
  192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
  203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16`)

/** Global unicast is the only IPv6 space in public use: loopback, local, multicast and compatible forms lie outside. */
const globalV6 = listed('2000::/3')
/** Teredo (2001::/32) is judged by the addresses inside it; the rest of 2001::/23 is protocol space. */
const forbiddenV6 = listed(`
  2001:1::/32 2001:2::/31 2001:4::/30 2001:8::/29 2001:10::/28 2001:20::/27 2001:40::/26 2001:80::/25 2001:100::/24
  2001:db8::/32 2620:4f:8000::/48 3fff::/20`)

function listed(text: string) {
  const parsed = parseNetworks(text)
  if ('problem' in parsed) throw new Error(`not a network: ${parsed.problem}`)
  return listOf(parsed.networks)
}

/**
 * The guard that stands before every connection of the watch. Loopback, private, link-local, unique-local, shared,
 * metadata, multicast, reserved and documentation space is refused unless `networks` lists it; so is an IPv6 address
 * that carries a refused IPv4 one.
 */
export function createAddressGuard(networks: readonly Network[]): AddressGuard {
  const allowed = listOf(networks)
  const mayReachV4 = (address: string) => !forbiddenV4.check(address) || allowed.check(address)
  return (address) => {
    const version = address.includes('%') ? 0 : isIP(address)
    if (version === 0) return false
    if (version === 4) return mayReachV4(address)
    if (allowed.check(address, 'ipv6')) return true
    const carried = embeddedAddresses(groupsOf(address))
    if (carried.length > 0) return carried.every(mayReachV4)
    return globalV6.check(address, 'ipv6') && !forbiddenV6.check(address, 'ipv6')
  }
}

/** Whether two spellings name one address. */
export function isSameAddress(a: string, b: string): boolean {
  return a === b || canonical(a) === canonical(b)
}

function canonical(address: string): string {
  return new SocketAddress({ address, family: isIP(address) === 4 ? 'ipv4' : 'ipv6' }).address
}
