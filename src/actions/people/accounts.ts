import type { AuditAct } from '../../domain/audit-act.ts'
import { isOffice } from '../../domain/authority.ts'
import { type Person, personWithMobile } from '../../domain/book/book.ts'
import { day, type Instant, minute } from '../../domain/instant.ts'
import type { ActionDeps } from '../deps.ts'
import type { Editor } from '../edit-book.ts'
import { hashPassword, isPassword, tokenHash } from './passwords.ts'

/** Days within which a person must have used the link by which they set their password. */
export const invitationDays = 3

export type SignIn =
  | { kind: 'signed_in'; person: Person }
  | { kind: 'wrong'; triesLeft: number }
  | { kind: 'wait'; until: Instant }

/** Checks mobile (E.164) and password. An unknown number takes the same time and gets the same answer. */
export async function signIn(
  deps: ActionDeps,
  tries: { mobile: string | null; password: string; from: string; limit: SignInLimit },
  now: Instant,
): Promise<SignIn> {
  const { mobile, password, from, limit } = tries
  const key = `${mobile ?? ''} ${from}`
  const until = limit.waitUntil(key, now)
  if (until !== null) return { kind: 'wait', until }
  const triesLeft = limit.wrong(key, now)
  const person = mobile ? personWithMobile(deps.book.current(), mobile) : null
  const hash = person ? await deps.log.accounts.passwordHash(person.id) : null
  if (!(await isPassword(password, hash)) || !person) {
    await note(deps, { personId: person?.id ?? null, personName: person?.name ?? '', from }, 'sign_in_refused', now)
    return { kind: 'wrong', triesLeft }
  }
  limit.right(key)
  await note(deps, { personId: person.id, personName: person.name, from }, 'signed_in', now)
  return { kind: 'signed_in', person }
}
export type SignInLimit = {
  waitUntil(key: string, now: Instant): Instant | null
  wrong(key: string, now: Instant): number
  right(key: string): void
}

/** Whether the duty office still has nobody who can sign in: only then does the one-time set-up address work. */
export async function needsSetUp(deps: ActionDeps): Promise<boolean> {
  const book = deps.book.current()
  const withPassword = await deps.log.accounts.withPassword()
  return !withPassword.some((id) => isOffice(book, id) && book.people.get(id)?.disabled !== true)
}

/** Sets the password and ends every session of that person. */
export async function setPassword(
  deps: ActionDeps,
  order: { personId: string; password: string; editor: Editor },
  now: Instant,
): Promise<void> {
  await deps.log.accounts.setPassword(order.personId, await hashPassword(order.password), now)
  await deps.log.sessions.destroyOf(order.personId)
  await note(deps, order.editor, 'password_set', now, `people/${order.personId}`)
}

/** A one-time link token for the person; shown once, stored only as a digest, good for `invitationDays`. */
export async function invite(
  deps: ActionDeps,
  order: { personId: string; editor: Editor },
  now: Instant,
): Promise<string> {
  const token = deps.draw.token()
  await deps.log.accounts.addInvitation(tokenHash(token), order.personId, now + invitationDays * day)
  await note(deps, order.editor, 'invited', now, `people/${order.personId}`)
  return token
}

/** Whose link it is; null when it was used, has run out, or never was. */
export async function findInvited(deps: ActionDeps, token: string, now: Instant): Promise<Person | null> {
  const personId = await deps.log.accounts.findInvitation(tokenHash(token), now)
  const person = personId ? deps.book.current().people.get(personId) : undefined
  return person && !person.disabled ? person : null
}

export async function useInvitation(
  deps: ActionDeps,
  order: { token: string; password: string; from: string },
  now: Instant,
): Promise<Person | null> {
  const person = await findInvited(deps, order.token, now)
  if (!person || !(await deps.log.accounts.useInvitation(tokenHash(order.token)))) return null
  const editor = { personId: person.id, personName: person.name, from: order.from }
  await setPassword(deps, { personId: person.id, password: order.password, editor }, now)
  return person
}

/** A number was shown in full to somebody: that is logged (DESIGN §6). */
export function noteRevealed(
  deps: ActionDeps,
  order: { personId: string; editor: Editor },
  now: Instant,
): Promise<void> {
  return note(deps, order.editor, 'number_shown', now, `people/${order.personId}`)
}

export function noteSignOut(deps: ActionDeps, editor: Editor, now: Instant): Promise<void> {
  return note(deps, editor, 'signed_out', now)
}

/** Sessions end after half a day without use. */
export const sessionIdleMs = 12 * 60 * minute

async function note(deps: ActionDeps, editor: Editor, act: AuditAct, now: Instant, subject = 'account'): Promise<void> {
  const { personId, personName, from } = editor
  await deps.log.audit.add({ at: now, personId, personName, from, act, subject, before: null, after: null })
}
