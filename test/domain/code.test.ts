import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeAlphabet, drawCode, normaliseCode } from '../../src/domain/code.ts'

test('a code is read whatever its width, case, spaces and hyphens', () => {
  for (const typed of ['K7QM', 'k7qm', ' K7 QM ', 'K7-QM', 'Ｋ７ＱＭ', 'ｋ７－ｑｍ', 'K7–QM', 'K7\u3000QM']) {
    expect(normaliseCode(typed)).toBe('K7QM')
  }
})

test('characters that look alike are refused, never guessed', () => {
  for (const typed of ['K0QM', 'KOQM', 'K1QM', 'KIQM']) expect(normaliseCode(typed)).toBeNull()
})

test('anything that is not four characters of the alphabet is no code', () => {
  for (const typed of ['', 'K7Q', 'K7QMM', '签收码', 'K7Q!', 'K7Q\u0000']) expect(normaliseCode(typed)).toBeNull()
})

test('a drawn code is always well formed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
      const code = drawCode(() => bytes)
      expect(normaliseCode(code)).toBe(code)
    }),
  )
})

test('every character is drawn equally often', () => {
  const counts = new Map<string, number>()
  for (let byte = 0; byte < 256; byte++) {
    const first = drawCode((count) => new Uint8Array(count).fill(byte)).charAt(0)
    counts.set(first, (counts.get(first) ?? 0) + 1)
  }
  expect([...counts.keys()].toSorted().join('')).toBe(codeAlphabet)
  expect(new Set(counts.values())).toEqual(new Set([8]))
})
