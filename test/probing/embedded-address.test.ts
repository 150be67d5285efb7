import fc from 'fast-check'
import { expect, test } from 'vitest'
import { embeddedAddresses, groupsOf } from '../../src/probing/embedded-address.ts'

test('groups are read from every spelling, whatever is left out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0, 0, 1, 0x7f00, 0xffff, 0x5efe), { minLength: 8, maxLength: 8 }),
      (groups) => {
        const written = groups.map((group) => group.toString(16)).join(':')
        const shortest = new URL(`http://[${written}]`).hostname.slice(1, -1)
        expect(groupsOf(written)).toEqual(groups)
        expect(groupsOf(shortest)).toEqual(groups)
      },
    ),
  )
})

test('dotted tails are two groups', () => {
  expect(groupsOf('::ffff:127.0.0.1')).toEqual([0, 0, 0, 0, 0, 0xffff, 0x7f00, 1])
  expect(groupsOf('1:2:3:4:5:6:255.255.0.9')).toEqual([1, 2, 3, 4, 5, 6, 0xffff, 9])
})

test('Teredo gives both its server and its client, which is stored inverted', () => {
  expect(embeddedAddresses(groupsOf('2001:0:4136:e378:8000:63bf:3fff:fdd2'))).toEqual(['65.54.227.120', '192.0.2.45'])
})

test('an ordinary address carries nothing', () => {
  expect(embeddedAddresses(groupsOf('2400:3200::1'))).toEqual([])
})
