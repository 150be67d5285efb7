import { expect, test } from 'vitest'
import { countriesOf, countryOf } from '../../src/domain/phone-country.ts'

const standard = { countries: [] }

test.each(['+8613800000001', '+919876543210', '+84912345678', '+50251234567', '+50681234567', '+50761234567'])(
  'a phone such as %s cannot answer a text',
  (phone) => {
    expect(countryOf(phone, standard).twoWay).toBe(false)
  },
)

test.each(['+85251234567', '+886912345678', '+14155550100', '+447400123456'])('a phone such as %s can', (phone) => {
  expect(countryOf(phone, standard)).toMatchObject({ twoWay: true, url: true, textsADay: null })
})

test('a text to the mainland holds no address, and nothing limits how many it gets', () => {
  expect(countryOf('+8613800000001', standard)).toEqual({
    prefix: '+86',
    twoWay: false,
    url: false,
    mostCharacters: 500,
    textsADay: null,
  })
})

test('what the settings say of a prefix stands over the table, and leaves the rest of it as it is', () => {
  const countries = [{ prefix: '+86', textsADay: 4 }]
  expect(countryOf('+8613800000001', { countries })).toMatchObject({ textsADay: 4, url: false, twoWay: false })
  expect(countryOf('+85251234567', { countries }).textsADay).toBeNull()
})

test('the longest prefix counts, in whichever order they are written', () => {
  const countries = [
    { prefix: '+852', twoWay: false },
    { prefix: '+8525', twoWay: true, textsADay: 9 },
    { prefix: '+8', twoWay: false },
  ]
  expect(countryOf('+85251234567', { countries })).toMatchObject({ twoWay: true, textsADay: 9 })
  expect(countryOf('+85261234567', { countries }).twoWay).toBe(false)
})

test('the list has every prefix once, the mainland first', () => {
  const rows = countriesOf({
    countries: [
      { prefix: '+852', textsADay: 5 },
      { prefix: '+86', textsADay: 4 },
    ],
  })
  expect(rows.map(({ prefix }) => prefix)).toEqual(['+86', '+91', '+84', '+502', '+506', '+507', '+852'])
  expect(rows[0]).toMatchObject({ textsADay: 4, url: false })
})
