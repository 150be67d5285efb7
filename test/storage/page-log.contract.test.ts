import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AttemptState } from '../../src/domain/incident/page.ts'
import { minute } from '../../src/domain/instant.ts'
import { midnight } from '../domain/night.ts'
import { commitOf, everyLog, incident, type OpenedLog, page } from './logs.ts'

const report = (state: AttemptState, errorCode: string | null = null) => ({ state, providerId: 'SM1', errorCode })
const claim = ({ pages }: OpenedLog, now = midnight, limit = 100) =>
  pages.claimDue(now, now + 15_000, { limit, courtesyLimit: limit })
const ids = (claimed: Awaited<ReturnType<typeof claim>>) => claimed.map(({ page: { id } }) => id)

everyLog('the log of pages', (open) => {
  test('a claim takes what is due, oldest first, as many as asked, each with an attempt row', async () => {
    const log = open()
    await log.pages.plan([
      page('b', { dueAt: midnight - 1 }),
      page('a'),
      page('later', { dueAt: midnight + 1 }),
      page('c'),
    ])
    const claimed = await claim(log, midnight, 2)
    expect(ids(claimed)).toEqual(['b', 'a'])
    expect(claimed[0]?.attempt).toMatchObject({
      n: 1,
      state: 'claimed',
      deadlineAt: midnight + 15_000,
      text: 'text of b',
    })
    expect(await log.pages.attempts(['b', 'a', 'c'])).toHaveLength(2)
    expect([ids(await claim(log)), ids(await claim(log))]).toEqual([['c'], []])
  })

  test('two claimers at once never get the same page', async () => {
    const log = open()
    await log.pages.plan(Array.from({ length: 200 }, (_, i) => page(`p${i}`)))
    const claimed = await Promise.all(Array.from({ length: 20 }, () => claim(log, midnight, 10)))
    expect(new Set(claimed.flatMap(ids)).size).toBe(200)
  })

  test('the same step for the same person is planned once', async () => {
    const log = open()
    await log.pages.plan([page('a', { step: '1.0.sms' }), page('b', { step: '1.0.sms' })])
    await log.pages.plan([page('c', { step: '1.0.sms', personId: 'p-sun' })])
    expect(ids(await claim(log))).toEqual(['a', 'c'])
  })

  test('a page whose incident has moved on is cancelled, a courtesy is not', async () => {
    const log = open()
    const one = incident()
    const both = [page('urgent', { incidentId: one.id }), page('kind', { incidentId: one.id, urgency: 'courtesy' })]
    await log.incidents.commit(commitOf(one, { pages: both }))
    await log.incidents.commit(commitOf({ ...one, state: 'acknowledged', version: 2 }, { expectedVersion: 1 }))
    expect(ids(await claim(log))).toEqual(['kind'])
    expect(await log.pages.find('urgent')).toMatchObject({ state: 'cancelled', reason: 'overtaken' })
  })

  test('after an hour without a provider each reader gets the newest page of an incident only', async () => {
    const log = open()
    const one = incident()
    const planned = [0, 5, 10, 25].map((m) =>
      page(`chen-${m}`, { incidentId: one.id, plannedAt: midnight + m * minute }),
    )
    const others = [
      page('call', { incidentId: one.id, channel: 'voice' }),
      page('sun', { incidentId: one.id, personId: 'p-sun' }),
    ]
    await log.incidents.commit(commitOf(one, { pages: [...planned, ...others] }))
    expect(ids(await claim(log, midnight + 60 * minute)).toSorted()).toEqual(['call', 'chen-25', 'sun'])
  })

  test('ten thousand shuffles of callbacks end where the furthest of them is', async () => {
    const log = open()
    const states = ['unknown', 'accepted', 'queued', 'sent', 'delivered', 'failed'] as const
    let n = 0
    const shuffles = fc.shuffledSubarray([...states, ...states], { minLength: 1 })
    const property = fc.asyncProperty(shuffles, async (callbacks) => {
      const id = `p${n++}`
      await log.pages.plan([page(id)])
      await claim(log)
      for (const state of callbacks) await log.pages.report(id, 1, report(state), midnight)
      const furthest = (['delivered', 'failed'] as const).find((state) => callbacks.includes(state))
      const known = callbacks.some((state) => state !== 'unknown') ? 'accepted' : 'unknown'
      expect((await log.pages.find(id))?.state).toBe(furthest ?? known)
    })
    await fc.assert(property, { numRuns: 5000 })
  })

  test('a report about an older attempt proves that the text was taken, and never that it failed', async () => {
    const log = open()
    await log.pages.plan([page('a')])
    await claim(log)
    await log.pages.report('a', 1, report('unknown'), midnight)
    await log.pages.replan({ id: 'a', attempts: 1 }, { dueAt: midnight, text: 'again', reason: 'resent' }, midnight)
    await claim(log)
    expect(await log.pages.report('a', 1, report('failed', '30005'), midnight)).toMatchObject({
      after: { state: 'claimed' },
    })
    expect(await log.pages.report('a', 2, report('accepted'), midnight + 1)).toMatchObject({
      after: { state: 'accepted', acceptedAt: midnight + 1 },
    })
    expect((await log.pages.attempts(['a'])).map(({ text }) => text)).toEqual(['text of a', 'again'])
  })

  test('proof of acceptance before the resend takes the resend back', async () => {
    const log = open()
    await log.pages.plan([page('a')])
    await claim(log)
    await log.pages.report('a', 1, report('unknown'), midnight)
    await log.pages.replan({ id: 'a', attempts: 1 }, { dueAt: midnight, text: 'again', reason: 'resent' }, midnight)
    await log.pages.report('a', 1, report('sent'), midnight)
    expect(await claim(log)).toEqual([])
  })

  test('a cancelled page that was delivered after all says so, and is never sent again', async () => {
    const log = open()
    const one = incident()
    await log.incidents.commit(commitOf(one, { pages: [page('a', { incidentId: one.id })] }))
    await claim(log)
    await log.pages.replan({ id: 'a', attempts: 1 }, { dueAt: midnight, text: 'again', reason: 'resent' }, midnight)
    await log.incidents.commit(commitOf({ ...one, version: 2 }, { expectedVersion: 1, cancelPlanned: 'acknowledged' }))
    await log.pages.report('a', 1, report('sent'), midnight)
    expect((await log.pages.find('a'))?.state).toBe('cancelled')
    await log.pages.report('a', 1, report('delivered'), midnight)
    expect([(await log.pages.find('a'))?.state, await claim(log)]).toEqual(['delivered', []])
  })

  test('a failure carries its code, a later receipt of the handset overrules it', async () => {
    const log = open()
    await log.pages.plan([page('a')])
    await claim(log)
    const failed = await log.pages.report('a', 1, report('failed', '30008'), midnight)
    expect(failed).toMatchObject({ before: { state: 'claimed' }, after: { state: 'failed', reason: '30008' } })
    const received = await log.pages.report('a', 1, report('delivered'), midnight + 5)
    expect(received?.after).toMatchObject({ state: 'delivered', deliveredAt: midnight + 5, reason: null })
  })

  test('a report about a page or an attempt nobody knows is answered with null', async () => {
    const log = open()
    await log.pages.plan([page('a')])
    expect([
      await log.pages.report('a', 1, report('sent'), midnight),
      await log.pages.report('x', 1, report('sent'), midnight),
    ]).toEqual([null, null])
  })

  test('at start everything claimed has an unknown outcome, with its attempt', async () => {
    const log = open()
    await log.pages.plan([page('a'), page('b')])
    await claim(log, midnight, 1)
    expect(await log.pages.markInterrupted(midnight + 1)).toBe(1)
    expect(await log.pages.unresolved(midnight + 1)).toMatchObject([
      { page: { id: 'a', reason: 'interrupted' }, attempt: { state: 'unknown' } },
    ])
    expect([await log.pages.markInterrupted(midnight + 2), ids(await claim(log))]).toEqual([0, ['b']])
  })

  test('a claim past its deadline is unresolved, one before it is not', async () => {
    const log = open()
    await log.pages.plan([page('a')])
    await claim(log)
    expect(await log.pages.unresolved(midnight + 14_999)).toEqual([])
    expect(await log.pages.unresolved(midnight + 15_000)).toHaveLength(1)
  })

  test('accepted and silent since is found, delivered is not', async () => {
    const log = open()
    await log.pages.plan([page('a'), page('b')])
    await claim(log)
    for (const id of ['a', 'b']) await log.pages.report(id, 1, report('accepted'), midnight)
    await log.pages.report('b', 1, report('delivered'), midnight)
    expect((await log.pages.silentSince(midnight, ['sms'])).map(({ page: { id } }) => id)).toEqual(['a'])
    expect(await log.pages.silentSince(midnight - 1, ['sms'])).toEqual([])
  })

  test.each([60 * minute, -120 * minute])(
    'after a jump of the clock by %d ms every age and back-off is as long as it was',
    async (byMs) => {
      const log = open()
      await log.pages.plan(['retry', 'unknown', 'silent'].map((id) => page(id)))
      await claim(log)
      await log.pages.replan(
        { id: 'retry', attempts: 1 },
        { dueAt: midnight + 15_000, text: 'again', reason: '429' },
        midnight + 15_000,
      )
      await log.pages.report('unknown', 1, { ...report('unknown'), providerId: null }, midnight)
      await log.pages.report('silent', 1, report('sent'), midnight)
      await log.pages.followClock(byMs)
      const at = midnight + byMs
      expect(await log.pages.unresolved(at)).toMatchObject([
        { page: { id: 'unknown', plannedAt: at }, attempt: { updatedAt: at, deadlineAt: at + 15_000 } },
      ])
      expect([
        (await log.pages.silentSince(at - 1, ['sms'])).length,
        (await log.pages.silentSince(at, ['sms'])).length,
      ]).toEqual([0, 1])
      expect([ids(await claim(log, at + 14_999)), ids(await claim(log, at + 15_000))]).toEqual([[], ['retry']])
    },
  )

  test('a jump of the clock never moves the search for a message past the moment it was sent', async () => {
    const log = open()
    await log.pages.plan([page('a')])
    await claim(log)
    await log.pages.followClock(60 * minute)
    expect((await log.pages.attempts(['a']))[0]?.claimedAt).toBe(midnight)
    await log.pages.followClock(-120 * minute)
    expect((await log.pages.attempts(['a']))[0]?.claimedAt).toBe(midnight - 120 * minute)
  })

  test('a jump of the clock moves neither what is over nor the morning a courtesy waits for', async () => {
    const log = open()
    await log.pages.plan([page('over'), page('morning', { urgency: 'courtesy', dueAt: midnight + 480 * minute })])
    await claim(log)
    await log.pages.report('over', 1, report('delivered'), midnight)
    const before = [await log.pages.find('over'), await log.pages.find('morning'), await log.pages.attempts(['over'])]
    await log.pages.followClock(60 * minute)
    const after = [await log.pages.find('over'), await log.pages.find('morning'), await log.pages.attempts(['over'])]
    expect(after).toEqual(before)
  })

  test('a page ends as failed once, and is shown only while it is claimed', async () => {
    const log = open()
    await log.pages.plan([page('a'), page('b')])
    expect([await log.pages.fail('a', 'bad_number', midnight), await log.pages.fail('a', 'again', midnight)]).toEqual([
      true,
      false,
    ])
    await log.pages.show('b', midnight)
    expect((await log.pages.find('b'))?.state).toBe('planned')
    await claim(log)
    await log.pages.show('b', midnight + 7)
    expect(await log.pages.find('b')).toMatchObject({ state: 'shown', acceptedAt: midnight + 7 })
  })

  test('the list is newest first, in pages, also where ids hold the mark between the parts of a cursor', async () => {
    const log = open()
    const all = Array.from({ length: 11 }, (_, i) =>
      page(`p~${String(i).padStart(2, '0')}`, { plannedAt: midnight + Math.floor(i / 3) }),
    )
    await log.pages.plan(all)
    const first = await log.pages.list({}, { limit: 6, cursor: null })
    const rest = await log.pages.list({}, { limit: 6, cursor: first.next })
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all.map(({ id }) => id).toReversed())
    expect(rest.next).toBe(null)
  })

  test('the list is narrowed by incident, channel, time and fate', async () => {
    const log = open()
    const one = incident()
    await log.incidents.commit(commitOf(one, { pages: [page('a', { incidentId: one.id })] }))
    await log.pages.plan([page('b', { channel: 'voice', plannedAt: midnight + 9 }), page('c')])
    await log.pages.fail('c', 'bad_number', midnight)
    const found = async (filter: Parameters<OpenedLog['pages']['list']>[0]) =>
      (await log.pages.list(filter, { limit: 9, cursor: null })).items.map(({ id }) => id)
    expect(await found({ incidentId: one.id })).toEqual(['a'])
    expect([
      await found({ channel: 'voice' }),
      await found({ since: midnight + 1 }),
      await found({ undeliveredOnly: true }),
    ]).toEqual([['b'], ['b'], ['c']])
  })
})
