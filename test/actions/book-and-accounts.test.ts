import { describe, expect, test } from 'vitest'
import { createChanges } from '../../src/actions/changes.ts'
import { editBook, removeEntry, replaceBook, saveEntry, saveSettings } from '../../src/actions/edit-book.ts'
import { recordVerdict } from '../../src/actions/incident/record-verdict.ts'
import {
  findInvited,
  invite,
  needsSetUp,
  noteRevealed,
  setPassword,
  signIn,
  useInvitation,
} from '../../src/actions/people/accounts.ts'
import { hashPassword, isPassword, tokenHash } from '../../src/actions/people/passwords.ts'
import { createTries } from '../../src/actions/people/tries.ts'
import type { BookFile } from '../../src/domain/book/book.ts'
import { day, minute } from '../../src/domain/instant.ts'
import { type Desk, now, openDesk, wentDown } from './desk.ts'

const zhao = { personId: 'p-zhao', personName: '赵欣怡', from: '127.0.0.1' }
const audit = async (desk: Desk) => (await desk.log.audit.list({}, { limit: 50, cursor: null })).items

describe('editing the book', () => {
  test('leaves a row for each entry that changed: who, when, before and after', async () => {
    const desk = await openDesk()
    await saveEntry(desk, zhao, 'units', { id: 'u-portal', name: '新名' }, now)
    expect(await audit(desk)).toMatchObject([
      { at: now, personId: 'p-zhao', act: 'changed', subject: 'units/u-portal' },
    ])
    expect(JSON.parse((await audit(desk))[0]?.before ?? '')).toEqual({ id: 'u-portal', name: '市政府办公室' })
    expect(desk.heard).toEqual([{ kind: 'book' }])
  })

  test('adds, removes and sets, each under its own word', async () => {
    const desk = await openDesk()
    await saveEntry(desk, zhao, 'units', { id: 'u-new', name: '新' }, now)
    await removeEntry(desk, zhao, 'units', 'u-new', now)
    await saveSettings(desk, zhao, { bundleSeconds: 30 }, now)
    expect((await audit(desk)).map(({ act, subject }) => `${act} ${subject}`)).toEqual([
      ...['added settings/bundleSeconds', 'removed units/u-new', 'added units/u-new'],
    ])
    expect(desk.book.current().settings).toMatchObject({ bundleSeconds: 30, shiftStartsAt: '08:30' })
  })

  test('refused leaves neither a row nor a change', async () => {
    const desk = await openDesk()
    const refused = await removeEntry(desk, zhao, 'people', 'p-li', now)
    expect(refused.ok ? [] : refused.problems.map(({ path }) => path)).toEqual([
      'sites[0].leadPersonId',
      'shifts[1].personId',
    ])
    expect([await audit(desk), desk.heard]).toEqual([[], []])
  })

  test('that would leave a live incident with nobody to tell is refused with its name', async () => {
    const desk = await openDesk()
    await recordVerdict(desk, wentDown('s-portal', now), now)
    const emptied = (file: BookFile): BookFile => ({
      ...file,
      people: (file.people ?? []).map(({ mobile: _, ...person }) => person),
    })
    const refused = await editBook(desk, zhao, emptied, now)
    expect(refused).toMatchObject({ ok: false, problems: [], orphans: [{ id: '2026-1001-01' }] })
    expect(desk.book.current().people.get('p-li')?.mobile).toBe('+8613800000001')
  })

  test('with something that is no book at all names the fault, also while an incident lives', async () => {
    const desk = await openDesk()
    await recordVerdict(desk, wentDown('s-portal', now), now)
    for (const raw of [null, [], { schema: 'zhishou.book/1', people: 7 }]) {
      expect((await replaceBook(desk, zhao, raw as unknown as BookFile, now)).ok).toBe(false)
    }
    expect(desk.book.current().people.size).toBe(4)
  })
})

describe('accounts', () => {
  const password = 'correct horse 值守'
  const tries = (overrides: Partial<Parameters<typeof signIn>[1]> = {}) => {
    return { mobile: '+8613800000004', password, from: '127.0.0.1', limit: createTries(), ...overrides }
  }

  test('a person signs in with mobile and password, and both ways are on record', async () => {
    const desk = await openDesk()
    await setPassword(desk, { personId: 'p-zhao', password, editor: zhao }, now)
    expect(await signIn(desk, tries(), now)).toMatchObject({ kind: 'signed_in', person: { id: 'p-zhao' } })
    expect(await signIn(desk, tries({ password: 'wrong password' }), now)).toEqual({ kind: 'wrong', triesLeft: 4 })
    expect(await signIn(desk, tries({ mobile: '+8613800009999' }), now)).toEqual({ kind: 'wrong', triesLeft: 4 })
    expect((await audit(desk)).map(({ act }) => act)).toEqual([
      'sign_in_refused',
      'sign_in_refused',
      'signed_in',
      'password_set',
    ])
  })

  test('five wrong passwords make everybody at that address wait for that number', async () => {
    const desk = await openDesk()
    await setPassword(desk, { personId: 'p-zhao', password, editor: zhao }, now)
    const limit = createTries()
    for (let i = 0; i < 5; i++) await signIn(desk, tries({ limit, password: 'wrong password' }), now)
    expect(await signIn(desk, tries({ limit }), now)).toEqual({ kind: 'wait', until: now + 15 * minute })
    expect((await signIn(desk, tries({ limit, from: '127.0.0.2' }), now)).kind).toBe('signed_in')
  })

  test('whoever has left cannot sign in, and a new password ends every session', async () => {
    const desk = await openDesk()
    await setPassword(desk, { personId: 'p-zhao', password, editor: zhao }, now)
    await desk.log.sessions.write('s', 'p-zhao', '{}', now + day)
    await setPassword(desk, { personId: 'p-zhao', password, editor: zhao }, now)
    expect(await desk.log.sessions.read('s', now)).toBe(null)
    await saveEntry(
      desk,
      zhao,
      'people',
      { id: 'p-zhao', name: '赵欣怡', mobile: '+8613800000004', disabled: true },
      now,
    )
    expect((await signIn(desk, tries(), now)).kind).toBe('wrong')
    expect(await needsSetUp(desk)).toBe(true)
  })

  test('set-up is needed until somebody of the office has a password', async () => {
    const desk = await openDesk()
    await setPassword(desk, { personId: 'p-chen', password, editor: zhao }, now)
    expect(await needsSetUp(desk)).toBe(true)
    await setPassword(desk, { personId: 'p-zhao', password, editor: zhao }, now)
    expect(await needsSetUp(desk)).toBe(false)
  })

  test('an invitation sets a password once, also when two people open it at once, and lapses after three days', async () => {
    const desk = await openDesk()
    const token = await invite(desk, { personId: 'p-chen', editor: zhao }, now)
    expect([(await findInvited(desk, token, now))?.id, await findInvited(desk, token, now + 3 * day)]).toEqual([
      'p-chen',
      null,
    ])
    const used = await Promise.all(
      ['one password', 'two passwords'].map((own) => useInvitation(desk, { token, password: own, from: 'x' }, now)),
    )
    expect(used.filter(Boolean)).toHaveLength(1)
    expect(await useInvitation(desk, { token, password, from: 'x' }, now)).toBe(null)
  })

  test('a number that was shown in full is on record', async () => {
    const desk = await openDesk()
    await noteRevealed(desk, { personId: 'p-li', editor: zhao }, now)
    expect(await audit(desk)).toMatchObject([{ act: 'number_shown', subject: 'people/p-li' }])
  })
})

test('a password is right in any Unicode form of it, and only it is right', async () => {
  const hash = await hashPassword('ｐａｓｓｗｏｒｄ １')
  expect(
    await Promise.all([
      isPassword('password 1', hash),
      isPassword('password 2', hash),
      isPassword('', null),
      isPassword('x', 'broken'),
    ]),
  ).toEqual([...[true, false, false, false]])
  expect([hash === (await hashPassword('password 1')), tokenHash('a') === tokenHash('b')]).toEqual([false, false])
})

test('a listener that throws loses its own turn and nobody else’s, and one that left hears nothing', () => {
  const errors: unknown[] = []
  const heard: string[] = []
  const changes = createChanges((error) => errors.push(error))
  changes.subscribe(() => {
    throw new Error('mine')
  })
  const leave = changes.subscribe(({ kind }) => heard.push(kind))
  changes.publish({ kind: 'book' })
  leave()
  changes.publish({ kind: 'notice' })
  expect([errors.length, heard]).toEqual([2, ['book']])
})
