/**
 * The IPv4 addresses that an IPv6 address carries and that a gateway or the kernel would reach in its place:
 * mapped (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380: server and, inverted, client), ISATAP
 * (RFC 5214). Empty for an ordinary address. `groups` are the eight groups of the address.
 */
export function embeddedAddresses(groups: readonly number[]): string[] {
  const found: string[] = []
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups
  const isZero = (...parts: number[]) => parts.every((part) => part === 0)
  if (isZero(a, b, c, d, e) && f === 0xffff) found.push(dotted(g, h))
  if (a === 0x64 && b === 0xff9b && isZero(c, d, e, f)) found.push(dotted(g, h))
  if (a === 0x2002) found.push(dotted(b, c))
  if (a === 0x2001 && b === 0) found.push(dotted(c, d), dotted(g ^ 0xffff, h ^ 0xffff))
  if ((e & 0xfdff) === 0 && f === 0x5efe) found.push(dotted(g, h))
  return found
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
}

/** The eight groups of a valid IPv6 address without zone, in any of its spellings. */
export function groupsOf(address: string): number[] {
  const [head = '', tail] = withoutDots(address).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = Array<string>(8 - before.length - after.length).fill('0')
  return [...before, ...gap, ...after].map((group) => Number.parseInt(group, 16))
}

/** `::ffff:127.0.0.1` as `::ffff:7f00:1`. */
function withoutDots(address: string): string {
  const at = address.lastIndexOf(':') + 1
  const [a, b, c, d] = address.slice(at).split('.').map(Number)
  if (a === undefined || b === undefined || c === undefined || d === undefined) return address
  return `${address.slice(0, at)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}
