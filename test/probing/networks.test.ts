import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseNetworks } from '../../src/probing/networks.ts'

test('ranges and single addresses of both families are read, with commas, spaces or line breaks between', () => {
  expect(parseNetworks('10.0.0.0/8, 192.168.1.7\nfd00::/8 ::1')).toEqual({
    networks: [
      { address: '10.0.0.0', prefix: 8, family: 'ipv4' },
      { address: '192.168.1.7', prefix: 32, family: 'ipv4' },
      { address: 'fd00::', prefix: 8, family: 'ipv6' },
      { address: '::1', prefix: 128, family: 'ipv6' },
    ],
  })
})

test('nothing is an empty list', () => {
  expect(parseNetworks(' , \n')).toEqual({ networks: [] })
})

test.each([
  '10.0.0.0/33',
  '::/129',
  '10.0.0/8',
  'intranet',
  '10.0.0.0/8/8',
  '10.0.0.0/',
  '10.0.0.0/-1',
  'fe80::1%eth0',
])('%s is named as the problem', (entry) => {
  expect(parseNetworks(`127.0.0.1 ${entry}, ::1`)).toEqual({ problem: entry })
})

test('every well-formed range is read back as it was written', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      expect(parseNetworks(`${address}/${prefix}`)).toEqual({ networks: [{ address, prefix, family: 'ipv4' }] })
    }),
  )
})

test('any text is either a list or a problem, never an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789abcdef:./, %x') }), (text) => {
      const parsed = parseNetworks(text)
      expect('networks' in parsed || text.includes(parsed.problem)).toBe(true)
    }),
  )
})
