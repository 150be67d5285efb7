import { ParseError, type PhoneNumber, parsePhoneNumberWithError } from 'libphonenumber-js/mobile'
import { isMobile } from './phone-form.ts'

export type PhoneProblem = 'empty' | 'not_a_number' | 'too_short' | 'too_long' | 'not_mobile'

/** A number to page, or why it is none, with how many digits it has: an 11-digit country says so in its error. */
export type MobileReading = { ok: true; e164: string } | { ok: false; problem: PhoneProblem; digits: number }

/** Reads a mobile number as people type one: any width, spaces, hyphens, with or without the country code. */
export function normaliseMobile(typed: string, defaultCountry: 'CN' | 'TW' | 'HK' | 'MO' = 'CN'): MobileReading {
  const folded = typed.normalize('NFKC').trim()
  const digits = folded.replace(/\D/g, '').length
  if (folded === '') return { ok: false, problem: 'empty', digits: 0 }
  if (/[\p{L}]/u.test(folded)) return { ok: false, problem: 'not_a_number', digits }
  try {
    return judge(parsePhoneNumberWithError(folded, defaultCountry))
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return { ok: false, problem: problemOf(error), digits }
  }
}

/**
 * The form decides for the mainland: its carriers open new prefixes faster than the library's tables follow, and a
 * duty phone that is refused cannot be paged.
 */
function judge(number: PhoneNumber): MobileReading {
  const isChinese = number.countryCallingCode === '86'
  if (isChinese ? isMobile(number.number) : number.isValid()) return { ok: true, e164: number.number }
  const digits = number.nationalNumber.length
  if (isChinese && digits < 11) return { ok: false, problem: 'too_short', digits }
  if (isChinese && digits > 11) return { ok: false, problem: 'too_long', digits }
  return { ok: false, problem: 'not_mobile', digits }
}

function problemOf(error: ParseError): PhoneProblem {
  if (error.message === 'TOO_SHORT') return 'too_short'
  return error.message === 'TOO_LONG' ? 'too_long' : 'not_a_number'
}

/** `138****0001` for a mainland mobile, country code and last digits for any other. Never more than four in a row. */
export function maskPhone(phone: string): string {
  const chinese = /^(?:\+86)?(1\d{2})\d{4}(\d{4})$/.exec(phone)
  if (chinese) return `${chinese[1]}****${chinese[2]}`
  const digits = phone.replace(/\D/g, '')
  const start = phone.startsWith('+') && digits.length > 8 ? `+${digits.slice(0, callingCodeLength(digits))}` : ''
  return `${start}****${digits.length > 8 ? digits.slice(-4) : digits.slice(-2)}`
}

/** Calling codes are 1 digit for +1 and +7, 2 for those listed, else 3 (ITU-T E.164, list of assigned codes). */
function callingCodeLength(digits: string): number {
  if (/^[17]/.test(digits)) return 1
  return /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/.test(digits) ? 2 : 3
}
