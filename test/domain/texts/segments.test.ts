import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { measure } from '../../../src/domain/texts/segments.ts'

test('a text within the GSM alphabet counts septets, 160 in one segment and 153 in each of several', () => {
  expect(measure('a'.repeat(160))).toEqual({ charset: 'GSM-7', units: 160, segments: 1 })
  expect(measure('a'.repeat(161))).toEqual({ charset: 'GSM-7', units: 161, segments: 2 })
  expect(measure('a'.repeat(306)).segments).toBe(2)
  expect(measure('a'.repeat(307)).segments).toBe(3)
})

test('a character of the extension table counts twice', () => {
  expect(measure('[€]')).toEqual({ charset: 'GSM-7', units: 6, segments: 1 })
  expect(measure('{'.repeat(81)).segments).toBe(2)
})

test('one character outside the alphabet makes the whole text UCS-2: 70 in one segment and 67 in each of several', () => {
  expect(measure(`${'a'.repeat(69)}网`)).toEqual({ charset: 'UCS-2', units: 70, segments: 1 })
  expect(measure(`${'a'.repeat(70)}网`)).toEqual({ charset: 'UCS-2', units: 71, segments: 2 })
  expect(measure('网'.repeat(134)).segments).toBe(2)
  expect(measure('网'.repeat(135)).segments).toBe(3)
})

test('an emoji counts as two units', () => {
  expect(measure('😀').units).toBe(2)
})

test('accents of the GSM alphabet stay in it, others and the ellipsis do not', () => {
  expect(measure('Ångström à Zürich').charset).toBe('GSM-7')
  expect(measure('Čeština').charset).toBe('UCS-2')
  expect(measure('cut…').charset).toBe('UCS-2')
})

test('a character of two units at the seam goes into the next segment as a whole', () => {
  expect(measure(`${'网'.repeat(66)}😀${'网'.repeat(66)}`)).toMatchObject({ units: 134, segments: 3 })
  expect(measure(`${'网'.repeat(65)}😀${'网'.repeat(67)}`)).toMatchObject({ units: 134, segments: 2 })
  expect(measure(`${'网'.repeat(66)}𠮷${'网'.repeat(65)}`)).toMatchObject({ units: 133, segments: 2 })
  expect(measure(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toMatchObject({ units: 306, segments: 3 })
  expect(measure(`${'a'.repeat(151)}€${'a'.repeat(153)}`)).toMatchObject({ units: 306, segments: 2 })
})

/** The fewest pieces a text can be cut into without cutting through a character, by trying every cut. */
function fewestPieces(text: string, capacity: number, widthOf: (character: string) => number): number {
  const characters = [...text]
  const fewest = [0, ...characters.map(() => Number.POSITIVE_INFINITY)]
  for (let end = 1; end <= characters.length; end++) {
    for (let start = end - 1, width = 0; start >= 0; start--) {
      width += widthOf(characters[start] ?? '')
      if (width > capacity) break
      fewest[end] = Math.min(fewest[end] ?? 0, (fewest[start] ?? 0) + 1)
    }
  }
  return fewest[characters.length] ?? 0
}

test('no way of cutting a long text needs fewer segments than are counted', () => {
  const mixed = (characters: readonly string[]) =>
    fc.array(fc.constantFrom(...characters), { minLength: 30, maxLength: 420 }).map((all) => all.join(''))
  const long = (text: string, alone: number, joined: number, widthOf: (character: string) => number) => {
    const { units, segments } = measure(text)
    expect(units).toBe([...text].reduce((sum, character) => sum + widthOf(character), 0))
    expect(segments).toBe(units <= alone ? 1 : fewestPieces(text, joined, widthOf))
  }
  fc.assert(
    fc.property(mixed(['网', '😀', '𠮷', 'a', '[']), (text) => {
      long(`网${text}`, 70, 67, (character) => character.length)
    }),
  )
  fc.assert(
    fc.property(mixed(['a', '€', '[', '~', 'é']), (text) => {
      long(text, 160, 153, (character) => ('€[~'.includes(character) ? 2 : 1))
    }),
  )
})
