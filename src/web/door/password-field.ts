import { shortestPassword } from '../../actions/people/passwords.ts'
import type { FieldError } from '../form.ts'
import type { Words } from '../words.ts'

/** What is wrong with a new password that was typed twice; nothing when it may be kept. */
export function passwordErrors(password: string, again: string, { door }: Words): FieldError[] {
  const letters = [...password].length
  if (letters < shortestPassword) return [{ field: 'password', text: door.passwordShort(shortestPassword, letters) }]
  return password === again ? [] : [{ field: 'again', text: door.passwordsDiffer }]
}
