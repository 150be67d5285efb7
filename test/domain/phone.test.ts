import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskPhone, normaliseMobile } from '../../src/domain/phone.ts'

describe('a mobile number is read', () => {
  test.each([
    '13800000001',
    '138 0000 0001',
    '138-0000-0001',
    '+8613800000001',
    '+86 138 0000 0001',
    '008613800000001',
    '１３８０００００００１',
    ' 13800000001 ',
  ])('as people type it: %j', (typed) => expect(normaliseMobile(typed)).toEqual({ ok: true, e164: '+8613800000001' }))

  test('from other places with their code, or with the country that is assumed', () => {
    expect(normaliseMobile('+852 5123 4567')).toEqual({ ok: true, e164: '+85251234567' })
    expect(normaliseMobile('0912 345 678', 'TW')).toEqual({ ok: true, e164: '+886912345678' })
  })

  test('with a prefix that is newer than the tables of numbers', () => {
    expect(normaliseMobile('19400000001')).toEqual({ ok: true, e164: '+8619400000001' })
  })
})

describe('a number that cannot be paged is refused with its reason', () => {
  test('one digit short or long, with the digits it has', () => {
    expect(normaliseMobile('1380000000')).toEqual({ ok: false, problem: 'too_short', digits: 10 })
    expect(normaliseMobile('138000000012')).toEqual({ ok: false, problem: 'too_long', digits: 12 })
  })

  test('a landline, and eleven digits that no mobile begins with', () => {
    expect(normaliseMobile('0412-2200000')).toMatchObject({ ok: false })
    expect(normaliseMobile('12345678901')).toEqual({ ok: false, problem: 'not_mobile', digits: 11 })
    expect(normaliseMobile('+85221234567')).toMatchObject({ ok: false, problem: 'not_mobile' })
  })

  test('nothing, words, and letters that spell a number', () => {
    expect(normaliseMobile('  ')).toEqual({ ok: false, problem: 'empty', digits: 0 })
    expect(normaliseMobile('李明')).toEqual({ ok: false, problem: 'not_a_number', digits: 0 })
    expect(normaliseMobile('1380000ABCD')).toEqual({ ok: false, problem: 'not_a_number', digits: 7 })
    expect(normaliseMobile('+')).toMatchObject({ ok: false, problem: 'not_a_number' })
  })

  test('whatever is typed, the answer is a number or a problem', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (typed) => {
        const reading = normaliseMobile(typed)
        expect(reading.ok ? /^\+[1-9]\d{6,14}$/.test(reading.e164) : reading.digits >= 0).toBe(true)
      }),
    )
  })
})

describe('a masked number', () => {
  test('keeps the start and the end of a mainland mobile', () => {
    expect(maskPhone('+8613800000001')).toBe('138****0001')
    expect(maskPhone('13800000001')).toBe('138****0001')
  })

  test('keeps the country code and the end of any other', () => {
    expect(maskPhone('+85251234567')).toBe('+852****4567')
    expect(maskPhone('+864122200000')).toBe('+86****0000')
    expect(maskPhone('+14155550100')).toBe('+1****0100')
    expect(maskPhone('2200000')).toBe('****00')
  })

  test('never shows more than four digits in a row, nor more than eight in all', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?\d{3,15}$/), (phone) => {
        const masked = maskPhone(phone)
        expect(masked).not.toMatch(/\d{5}/)
        expect(masked.replace(/\D/g, '').length).toBeLessThanOrEqual(8)
        expect(masked).toContain('****')
      }),
    )
  })
})
