import { expect, test } from 'vitest'
import { createTries } from '../../../src/actions/people/tries.ts'
import { minute } from '../../../src/domain/instant.ts'
import { midnight } from '../../domain/night.ts'

function afterFive(key: string) {
  const tries = createTries()
  for (let n = 0; n < 5; n++) tries.wrong(key, midnight)
  return tries
}

test.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
  ['2001:db8::1:2:3:4:5', '2001:db8:0:1::9', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['203.0.113.7', '203.0.113.8', false],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.8', false],
  ['+8613800000001', '+8613800000002', false],
])('after five wrong tries from %s, %s waits as well: %s', (first, second, waits) => {
  const tries = afterFive(first)
  expect(tries.waitUntil(first, midnight)).toBe(midnight + 15 * minute)
  expect(tries.waitUntil(second, midnight) !== null).toBe(waits)
})

test('a right one counts for nobody on the line, and takes no wrong one back', () => {
  const tries = createTries()
  const guess = () => tries.wrong('2001:db8:1:2::1', midnight)
  for (let n = 0; n < 4; n++) guess()
  for (let n = 0; n < 9; n++) {
    expect(tries.wrong('2001:db8:1:2::ff', midnight)).toBe(0)
    tries.right('2001:db8:1:2::ff')
  }
  expect(tries.waitUntil('2001:db8:1:2::1', midnight)).toBe(null)
  expect(guess()).toBe(0)
  expect(tries.waitUntil('2001:db8:1:2::ff', midnight)).toBe(midnight + 15 * minute)
})

test('a clock set back makes nobody wait for hours', () => {
  expect(afterFive('203.0.113.7').waitUntil('203.0.113.7', midnight - 120 * minute)).toBe(null)
})

test('a guesser with a hundred thousand addresses is limited at each, and shuts out nobody else', () => {
  const tries = createTries()
  for (let n = 0; n < 100_000; n++) tries.wrong(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, midnight + n)
  expect(tries.wrong('10.1.134.159', midnight + 100_000)).toBe(3) // its second wrong one
  expect(tries.waitUntil('203.0.113.7', midnight + 100_000)).toBe(null)
})
