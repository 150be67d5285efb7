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
