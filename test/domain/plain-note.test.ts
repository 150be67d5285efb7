import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainNote } from '../../src/domain/plain-note.ts'

test('what would turn the line around or hide in it is left out, the words and line breaks stay', () => {
  expect(plainNote(' 换了\u202e电源\u0000\u2066，\r\n等五分钟\u2028\u0007 ', 500)).toBe('换了电源，\n等五分钟')
})

test('a character is never cut in two', () => {
  expect(plainNote('\u{20BB7}'.repeat(10), 3)).toBe('\u{20BB7}'.repeat(3))
  expect(plainNote('断\ud842', 500)).toBe('断')
})

test('whatever is typed, the note is short, well formed and the same when cleaned again', () => {
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (typed) => {
    const note = plainNote(typed, 500)
    expect([...note].length).toBeLessThanOrEqual(500)
    expect(note.isWellFormed()).toBe(true)
    expect(plainNote(note, 500)).toBe(note.trim())
    expect(note.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
  })
  fc.assert(property)
})
