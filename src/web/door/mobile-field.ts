import { normaliseMobile } from '../../domain/phone.ts'
import type { FieldError } from '../form.ts'
import type { Words } from '../words.ts'

/** The number in the form the book keeps, or what is wrong with what was typed. */
export function readMobile(typed: string, { door }: Words): { e164: string } | FieldError {
  const read = normaliseMobile(typed)
  if (read.ok) return { e164: read.e164 }
  const isLength = read.problem === 'too_short' || read.problem === 'too_long'
  return { field: 'mobile', text: isLength ? door.mobileDigits(read.digits) : door.mobileBad }
}
