import { expect, test } from 'vitest'
import { day, hour, instantOf, minute } from '../../src/domain/instant.ts'
import type { Sample } from '../../src/domain/watch/probe.ts'
import { failure, good, midnight } from '../domain/night.ts'
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
const on = (siteId: string, sample: Sample): Sample => ({ ...sample, siteId })

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

  test('samples come back whole, newest last, within their span', async () => {
    const { samples } = open()
    const whole: Sample = {
      ...failure(midnight + minute),
      ping: { answer: 'no' },
      phases: { dns: 3 },
      certificateEndsAt: midnight + day,
    }
    await samples.append([whole, good(midnight)])
    await samples.append([])
    expect(await samples.ofSite(whole.siteId, midnight, midnight + minute + 1)).toEqual([good(midnight), whole])
    expect(await samples.ofSite(whole.siteId, midnight, midnight + minute)).toEqual([good(midnight)])
    expect(await samples.count(whole.siteId, midnight, midnight + day)).toEqual({ probes: 2, failures: 1 })
    expect(await samples.count('s-none', 0, midnight)).toEqual({ probes: 0, failures: 0 })
  })

  test('the board gets the newest few of every site, oldest first', async () => {
    const { samples } = open()
    const looks = ['s-a', 's-b', 's-c'].flatMap((id) => [0, 1, 2, 3].map((m) => on(id, good(midnight + m * minute))))
    await samples.append(looks)
    const recent = await samples.recent(2, midnight + minute)
    expect([...recent.keys()]).toEqual(['s-a', 's-b', 's-c'])
    expect(recent.get('s-b')?.map(({ at }) => (at - midnight) / minute)).toEqual([2, 3])
    expect((await samples.recent(9, midnight + 3 * minute)).get('s-a')).toHaveLength(1)
    expect((await open().samples.recent(2, 0)).size).toBe(0)
  })

  test('a day is a day of Beijing: a look at 00:00 is the new day’s, one a millisecond before the old one’s', async () => {
    const { samples } = open()
    const from = instantOf('2026-12-31T00:00:00+08:00', 'utc')
    await samples.append([good(from), failure(from + day - 1), failure(from + day), good(from + 3 * day - 1)])
    expect(await samples.days('s-portal', from, from + 3 * day, 'Asia/Shanghai')).toEqual([
      { date: '2026-12-31', probes: 2, failures: 1 },
      { date: '2027-01-01', probes: 1, failures: 1 },
      { date: '2027-01-02', probes: 1, failures: 0 },
    ])
  })

  test('old samples of every site are deleted, the others kept', async () => {
    const { samples } = open()
    await samples.append(['s-a', 's-b'].flatMap((id) => [on(id, good(midnight - 1)), on(id, good(midnight))]))
    await samples.deleteBefore(midnight)
    expect(await Promise.all(['s-a', 's-b'].map((id) => samples.count(id, 0, midnight + 1)))).toEqual(
      Array(2).fill({ probes: 1, failures: 0 }),
    )
  })
})
