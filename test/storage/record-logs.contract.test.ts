import { expect, test } from 'vitest'
import { day, hour } from '../../src/domain/instant.ts'
import { midnight } from '../domain/night.ts'
import { everyLog } from './logs.ts'

const text = (providerId: string, from = '+15005550001') => ({ providerId, from, body: '收到', at: midnight })
const entry = (at: number, subject: string, personId: string | null = 'p-zhao') => {
  return {
    at,
    personId,
    personName: '赵欣怡',
    from: '127.0.0.1',
    act: 'changed',
    subject,
    before: null,
    after: '{}',
  } as const
}

everyLog('the records', (open) => {
  test('a text that comes five times, three of them at once, is recorded once', async () => {
    const { inbound } = open()
    const first = await Promise.all([1, 2, 3].map(() => inbound.record(text('SM1'), midnight)))
    const later = [
      await inbound.record(text('SM1'), midnight + day),
      await inbound.record(text('SM1'), midnight + 90 * day),
    ]
    expect([...first, ...later].filter(Boolean)).toHaveLength(1)
  })

  test('passive answers count until the phone acts, each phone for itself', async () => {
    const { inbound } = open()
    for (const n of [1, 2, 3]) {
      await inbound.record(text(`SM${n}`), midnight)
      await inbound.settle(`SM${n}`, { answer: '没看懂', acted: false })
    }
    expect([await inbound.passiveAnswers('+15005550001'), await inbound.passiveAnswers('+15005550002')]).toEqual([3, 0])
    await inbound.record(text('SM4'), midnight)
    await inbound.settle('SM4', { answer: '已签收', acted: true })
    expect(await inbound.passiveAnswers('+15005550001')).toBe(0)
  })

  test('a session ends at its moment, by sign-out, and with everything of its person', async () => {
    const { sessions } = open()
    for (const id of ['a', 'b', 'c'])
      await sessions.write(id, id === 'c' ? 'p-sun' : 'p-chen', `data ${id}`, midnight + hour)
    expect([await sessions.read('a', midnight), await sessions.read('a', midnight + hour)]).toEqual(['data a', null])
    await sessions.touch('a', midnight + 2 * hour)
    expect(await sessions.read('a', midnight + hour)).toBe('data a')
    await sessions.destroyOf('p-chen')
    expect(await Promise.all(['a', 'b', 'c'].map((id) => sessions.read(id, midnight)))).toEqual([null, null, 'data c'])
    await sessions.destroy('c')
    expect(await sessions.read('c', midnight)).toBe(null)
  })

  test('expired sessions are deleted, a running one is kept, and a session may change its owner', async () => {
    const { sessions } = open()
    await sessions.write('old', null, '{}', midnight)
    await sessions.write('new', null, '{}', midnight + hour)
    await sessions.write('new', 'p-chen', '{"uid":1}', midnight + hour)
    await sessions.deleteExpired(midnight)
    expect([await sessions.read('old', 0), await sessions.read('new', 0)]).toEqual([null, '{"uid":1}'])
    await sessions.destroyOf('p-chen')
    expect(await sessions.read('new', 0)).toBe(null)
  })

  test('a password is kept by its newest hash, and can be taken away', async () => {
    const { accounts } = open()
    await accounts.setPassword('p-chen', 'one', midnight)
    await accounts.setPassword('p-chen', 'two', midnight)
    expect([await accounts.passwordHash('p-chen'), await accounts.withPassword()]).toEqual(['two', ['p-chen']])
    await accounts.removePassword('p-chen')
    expect([await accounts.passwordHash('p-chen'), await accounts.withPassword()]).toEqual([null, []])
  })

  test('an invitation is good until its moment, once, and only the newest of a person', async () => {
    const { accounts } = open()
    await accounts.addInvitation('first', 'p-chen', midnight + day)
    await accounts.addInvitation('second', 'p-chen', midnight + day)
    expect([
      await accounts.findInvitation('first', midnight),
      await accounts.findInvitation('second', midnight),
    ]).toEqual([null, 'p-chen'])
    expect(await accounts.findInvitation('second', midnight + day)).toBe(null)
    expect(await Promise.all([accounts.useInvitation('second'), accounts.useInvitation('second')])).toEqual([
      true,
      false,
    ])
  })

  test('the audit is newest first, in pages, and narrowed by person, subject and time', async () => {
    const { audit } = open()
    for (let i = 0; i < 7; i++)
      await audit.add(entry(midnight + i, i % 2 ? 'people/p-chen' : 'people_p-chen', i === 3 ? null : 'p-zhao'))
    const at = async (filter: Parameters<typeof audit.list>[0], cursor: string | null = null) => {
      const { items, next } = await audit.list(filter, { limit: 4, cursor })
      return { at: items.map((item) => item.at - midnight), next }
    }
    const first = await at({})
    expect([first.at, (await at({}, first.next)).at]).toEqual([
      [6, 5, 4, 3],
      [2, 1, 0],
    ])
    expect((await at({ subject: 'people' })).at).toEqual([5, 3, 1])
    expect((await at({ subject: 'people/p-chen', personId: 'p-zhao' })).at).toEqual([5, 1])
    expect((await at({ from: midnight + 2, to: midnight + 4 })).at).toEqual([3, 2])
  })

  test('a notice is replaced and cleared', async () => {
    const { notices } = open()
    await notices.set('blind', 'a', midnight)
    await notices.set('blind', 'b', midnight + 1)
    expect(await notices.get('blind')).toEqual({ value: 'b', at: midnight + 1 })
    await notices.clear('blind')
    expect(await notices.get('blind')).toBe(null)
  })
})
