import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAddressGuard, isSameAddress } from '../../src/probing/address-guard.ts'
import { guardAllowing } from './room.ts'

const guard = createAddressGuard([])

const forbidden = `0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254
  172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
  239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
  :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:0:7f00:1 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe
  64:ff9b:1::808:808 100::1 2001::1 2001:2::1 2001:10::1 2001:1ff::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::
  2001:0:808:808::80ff:fffe 2001:0:7f00:1::f7f7:f7f7 3fff::1 2a00::5efe:10.0.0.1 2a00::200:5efe:a00:1
  fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 4000::1`.split(/\s+/)
const open = `1.1.1.1 223.5.5.5 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0 192.167.255.255 193.0.0.1
  223.255.255.255 2400:3200::1 2606:4700::1111 ::ffff:1.1.1.1 64:ff9b::1.1.1.1 2002:101:101::1
  2001:0:808:808::f7f7:f7f7 2001:200::1`.split(/\s+/)

describe('without a list', () => {
  test.each(forbidden)('%s may not be reached', (address) => expect(guard(address)).toBe(false))
  test.each(open)('%s may be reached', (address) => expect(guard(address)).toBe(true))
  test.each(['', 'localhost', '127.1', '0x7f.1', '1.1.1.1 ', 'fe80::1%lo', '2400:3200::1%eth0', '[::1]'])(
    '%o is no address and may not be reached',
    (text) => expect(guard(text)).toBe(false),
  )
})

test('every IPv6 form that carries an IPv4 address is judged as that address', () => {
  fc.assert(
    fc.property(fc.ipV4(), (v4) => {
      const [a = 0, b = 0, c = 0, d = 0] = v4.split('.').map(Number)
      const high = ((a << 8) | b).toString(16)
      const low = ((c << 8) | d).toString(16)
      const inverted = `${(((a << 8) | b) ^ 0xffff).toString(16)}:${(((c << 8) | d) ^ 0xffff).toString(16)}`
      const forms = [`::ffff:${v4}`, `::ffff:${high}:${low}`, `64:ff9b::${high}:${low}`, `2002:${high}:${low}::9`]
      const teredo = [`2001:0:${high}:${low}::f7f7:f7f7`, `2001:0:808:808:0:0:${inverted}`]
      for (const form of [...forms, ...teredo]) expect([form, guard(form)]).toEqual([form, guard(v4)])
    }),
  )
})

test('no address outside global unicast space may be reached, except as a carrier', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const isGlobal = /^[23]/.test(address) && address.split(':')[0]?.length === 4
      const isCarrier = /^(::ffff:|0?0?64:ff9b:)/i.test(address) || address.includes('.') || /^0*:/.test(address)
      if (guard(address)) expect(isGlobal || isCarrier).toBe(true)
    }),
  )
})

test('a listed network opens itself and nothing else', () => {
  const intranet = guardAllowing('10.20.0.0/16 fd00:1::/32')
  expect(intranet('10.20.3.4')).toBe(true)
  expect(intranet('::ffff:10.20.3.4')).toBe(true)
  expect(intranet('fd00:1::5')).toBe(true)
  expect(intranet('10.21.0.1')).toBe(false)
  expect(intranet('fd00:2::5')).toBe(false)
  expect(intranet('127.0.0.1')).toBe(false)
  expect(intranet('1.1.1.1')).toBe(true)
})

test('whatever is inside a listed range may be reached', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), (address, prefix) => {
      expect(guardAllowing(`${address}/${prefix}`)(address)).toBe(true)
    }),
  )
})

test('one address is the same in every spelling', () => {
  expect(isSameAddress('::ffff:102:304', '::ffff:1.2.3.4')).toBe(true)
  expect(isSameAddress('2001:DB8:0:0::1', '2001:db8::1')).toBe(true)
  expect(isSameAddress('127.0.0.1', '127.0.0.2')).toBe(false)
  expect(isSameAddress('127.0.0.1', '::ffff:127.0.0.1')).toBe(false)
})
