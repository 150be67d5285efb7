import { createSocket } from 'node:dgram'

/** What the fake says about a name: its addresses, by way of another name where one is given, an error, or nothing at all. */
export type NameAnswer = { cname?: string; a?: string[]; aaaa?: string[] } | 'nxdomain' | 'servfail' | 'silence'

export type NameServer = {
  /** `address:port`, as a resolver's server list takes it. */
  readonly address: string
  set(name: string, answer: NameAnswer): void
  /** Questions received for a name, of either kind. */
  asked(name: string): number
  close(): Promise<void>
}

const typeA = 1
const rcodes = { nxdomain: 3, servfail: 2 } as const

/** A name server on loopback: real datagrams, answers as told, NXDOMAIN for everything else. */
export async function startNameServer(): Promise<NameServer> {
  const names = new Map<string, NameAnswer>()
  const asked = new Map<string, number>()
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, type, end } = questionOf(query)
    asked.set(name, (asked.get(name) ?? 0) + 1)
    const answer = names.get(name) ?? 'nxdomain'
    if (answer !== 'silence') socket.send(reply(query.subarray(0, end), type, answer), from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    set: (name, answer) => names.set(name, answer),
    asked: (name) => asked.get(name) ?? 0,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase())
    at += 1 + length
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}

function reply(question: Buffer, type: number, answer: Exclude<NameAnswer, 'silence'>): Buffer {
  const addresses = typeof answer === 'string' ? [] : ((type === typeA ? answer.a : answer.aaaa) ?? [])
  const head = Buffer.from(question)
  head.writeUInt16BE(0x8180 | (typeof answer === 'string' ? rcodes[answer] : 0), 2)
  const alias = typeof answer === 'string' ? undefined : answer.cname
  head.writeUInt16BE(addresses.length + (alias === undefined ? 0 : 1), 6)
  head.writeUInt32BE(0, 8)
  const owner = alias === undefined ? asked : nameBytes(alias)
  const aliases = alias === undefined ? [] : [fixed(asked, 5, owner)]
  return Buffer.concat([head, ...aliases, ...addresses.map((address) => fixed(owner, type, bytesOf(type, address)))])
}

/** Points back at the name in the question. */
const asked = Buffer.from([0xc0, 0x0c])

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  return Buffer.concat([...labels, Buffer.from([0])])
}

function fixed(owner: Buffer, type: number, data: Buffer): Buffer {
  return Buffer.concat([owner, Buffer.from([0, type, 0, 1, 0, 0, 0, 0, 0, data.length]), data])
}

function bytesOf(type: number, address: string): Buffer {
  return type === typeA ? Buffer.from(address.split('.').map(Number)) : v6Bytes(address)
}

/** Only fully written addresses (`2001:db8:0:0:0:0:0:1`). */
function v6Bytes(address: string): Buffer {
  return Buffer.from(
    address.split(':').flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]),
  )
}
