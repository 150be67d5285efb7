import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/probing/address-guard.ts'
import { createNames } from '../../src/probing/resolver.ts'
import { type NameServer, startNameServer } from '../fakes/name-server.ts'
import { at, guardAllowing, localProbe, never, startRaw, targetOf } from './room.ts'

let raw: Awaited<ReturnType<typeof startRaw>>
let names: NameServer
const strict = createAddressGuard([])
const blocked = { ok: false, failure: { kind: 'blocked', phase: 'refused_address' } }

beforeAll(async () => {
  raw = await startRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret'))
  names = await startNameServer()
})
afterAll(async () => {
  raw.close()
  await names.close()
})

function strictProbe() {
  return localProbe({ mayReach: strict, resolve: createNames({ servers: [names.address] }).resolve })
}

const hosts = `127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0 0.0.0.0 １２７.０.０.１
  127。0。0。1 ①②⑦.0.0.1 %31%32%37.0.0.1 localhost localhost. LOCALHOST 127.0.0.1. [::1] [::] [0:0:0:0:0:0:0:1]
  [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::]
  [2001:0:7f00:1::] 10.0.0.1 192.168.1.1 172.16.0.1 169.254.169.254 0xa9fea9fe 2852039166 100.100.100.200
  [fd00:ec2::254] [fe80::1] [ff02::1] user@127.0.0.1 user:pass@127.0.0.1 1.1.1.1@127.0.0.1 1.1.1.1#@127.0.0.1`

describe('no spelling of a forbidden address is reached', () => {
  test.each(hosts.split(/\s+/).filter((host) => !host.includes('#')))('%s', async (host) => {
    const before = raw.connections()
    expect(await strictProbe()(targetOf(`http://${host}:${raw.port}/`), at, never)).toMatchObject(blocked)
    expect(raw.connections()).toBe(before)
  })
})

test.each(['file:///etc/passwd', 'ftp://1.1.1.1/', 'javascript:1', 'data:,x', 'not an address', ''])(
  '%o is not looked at',
  async (url) => {
    expect(await strictProbe()(targetOf(url), at, never)).toMatchObject({
      failure: { kind: 'blocked', code: 'BAD_URL' },
    })
  },
)

test('a public name that leads inside is not followed', async () => {
  names.set('inside.example', { a: ['127.0.0.1'] })
  names.set('six.example', { aaaa: ['0:0:0:0:0:0:0:1'] })
  for (const name of ['inside.example', 'six.example']) {
    expect(await strictProbe()(targetOf(`http://${name}:${raw.port}/`), at, never)).toMatchObject(blocked)
  }
  expect(raw.connections()).toBe(0)
})

test('a name that changes between two answers gains nothing: each look asks once and connects to that answer', async () => {
  const mayReach = guardAllowing('127.0.0.9')
  const probe = localProbe({ mayReach, resolve: createNames({ servers: [names.address] }).resolve })
  const outcomes = new Set<string>()
  for (let n = 0; n < 1_000; n += 1) {
    names.set('flip.example', { a: [n % 2 ? '127.0.0.1' : '127.0.0.9'] })
    const { failure } = await probe(targetOf(`http://flip.example:${raw.port}/`), at, never)
    outcomes.add(`${n % 2} ${failure?.kind}`)
  }
  expect([...outcomes].sort()).toEqual(['0 connect_failed', '1 blocked'])
  expect(names.asked('flip.example')).toBe(1_000)
  expect(raw.connections()).toBe(0)
})

test('an address that turns out to be another one is not read', async () => {
  // 0.0.0.0 is connected by the kernel to 127.0.0.1.
  const fooled = localProbe({ mayReach: () => true })
  const sample = await fooled(targetOf(`http://0.0.0.0:${raw.port}/`), at, never)
  expect(sample).toMatchObject({ ok: false, failure: { kind: 'blocked', code: 'ADDRESS_CHANGED' } })
})

describe('redirects', () => {
  async function followed(location: string, mayReach = guardAllowing('127.0.0.1')) {
    const door = await startRaw((socket) =>
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
    )
    const sample = await localProbe({ mayReach })(targetOf(`http://127.0.0.1:${door.port}/`), at, never)
    door.close()
    return sample
  }

  test.each([
    'http://169.254.169.254/',
    '//10.0.0.1/',
    'http://[::ffff:a00:1]/',
    'http://0x7f.2/',
    'https://127.0.0.3/',
  ])('to %s are not followed', async (location) => expect(await followed(location)).toMatchObject(blocked))

  test.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'http://', 'javascript:alert(1)'])(
    'to %s end as a redirect that leads nowhere',
    async (location) =>
      expect((await followed(location)).failure).toEqual({
        kind: 'redirects',
        phase: 'redirect',
        code: 'BAD_LOCATION',
      }),
  )

  test('to an allowed page are followed, and its status is the sample’s', async () => {
    expect(await followed(`http://127.0.0.1:${raw.port}/next`)).toMatchObject({ ok: true, status: 200 })
  })

  test('five are followed, a sixth is not', async () => {
    let left = 5
    const chain = await startRaw((socket) => {
      const head = left > 0 ? 'HTTP/1.1 307 Temporary\r\nLocation: /next\r\n' : 'HTTP/1.1 200 OK\r\n'
      left -= 1
      socket.end(`${head}Content-Length: 0\r\n\r\n`)
    })
    const look = () => localProbe()(targetOf(`http://127.0.0.1:${chain.port}/`), at, never)
    expect(await look()).toMatchObject({ ok: true, status: 200 })
    left = 6
    expect(await look()).toMatchObject({ failure: { kind: 'redirects' } })
    expect(chain.connections()).toBe(12)
    chain.close()
  })

  test('a redirect without a place to go is an error answer', async () => {
    const door = await startRaw((socket) => socket.end('HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n'))
    const sample = await localProbe()(targetOf(`http://127.0.0.1:${door.port}/`), at, never)
    door.close()
    expect(sample.failure).toEqual({ kind: 'status', phase: 'status', status: 302 })
  })
})
