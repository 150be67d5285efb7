import { describe, expect, test } from 'vitest'
import type { NewPage } from '../../src/domain/incident/page.ts'
import { midnight } from '../domain/night.ts'
import { commitOf, everyLog, incident, type OpenedLog, page } from './logs.ts'

const later = midnight + 60_000
const limits = { limit: 9, courtesyLimit: 9 }

/** Two sites down, one reader: a page and a code for each, nothing sent. */
async function twoDown(log: OpenedLog): Promise<void> {
  for (const [i, id] of ['one', 'two'].entries()) {
    const opening = incident(id, { siteId: `s-${id}` })
    const about = page(`p-${id}`, { incidentId: id, code: `AAA${i + 2}` })
    await log.incidents.commit(
      commitOf(opening, { pages: [about], codes: [{ personId: 'p-chen', code: `AAA${i + 2}` }] }),
    )
  }
}

function both(fields: Partial<NewPage> = {}): NewPage {
  return page('both', { code: 'AAA2', text: 'both are down', plannedAt: later, dueAt: later, ...fields })
}

const order = { page: both(), memberIds: ['p-one', 'p-two'], keyed: ['one', 'two'], alsoKeyed: [] }

everyLog('pages told as one', (open) => {
  test('what waits is what would be sent now for the first time, and whether its reader knows of it', async () => {
    const log = open()
    await twoDown(log)
    await log.pages.plan([page('about-nothing')])
    const ids = async (now: number) => (await log.pages.waiting(now)).map(({ page: { id }, isTold }) => [id, isTold])
    expect(await ids(midnight - 1)).toEqual([])
    expect(await ids(midnight)).toEqual([
      ['p-one', false],
      ['p-two', false],
    ])
    await log.pages.claimDue(midnight, later, limits)
    await log.incidents.commit(
      commitOf(incident('one', { siteId: 's-one', version: 2 }), {
        expectedVersion: 1,
        pages: [page('again', { incidentId: 'one', step: '1.2.sms' })],
      }),
    )
    expect(await ids(midnight)).toEqual([['again', true]])
  })

  test('a bundle is sent in the place of its members, who share its words, its code and its fate', async () => {
    const log = open()
    await twoDown(log)
    expect(await log.pages.bundle(order, later)).toBe(true)
    const claimed = await log.pages.claimDue(later, later + 9, limits)
    expect(claimed.map(({ page: { id } }) => id)).toEqual(['both'])
    await log.pages.report('both', 1, { state: 'delivered', providerId: 'SM1', errorCode: null }, later + 5)
    const [member] = await log.pages.ofIncident('two')
    expect(member).toMatchObject({
      ...{ id: 'p-two', bundleId: 'both', state: 'delivered', text: 'both are down', code: 'AAA2' },
      ...{ attempts: 1, acceptedAt: later + 5, deliveredAt: later + 5 },
    })
    expect((await log.pages.members('both')).map(({ incidentId }) => incidentId)).toEqual(['one', 'two'])
    expect((await log.pages.list({}, { limit: 9, cursor: null })).items.map(({ id }) => id)).toEqual(['both'])
    expect(await log.pages.sentTo('p-chen', midnight)).toMatchObject([{ at: later, incidentIds: ['one', 'two'] }])
    expect(await log.pages.sentTo('p-chen', later + 1)).toEqual([])
  })

  test('its code opens every one of its incidents, and what they would have had opens none', async () => {
    const log = open()
    await twoDown(log)
    await log.pages.bundle(order, later)
    expect(await log.incidents.findCode('AAA2', 0)).toEqual({ personId: 'p-chen', incidentIds: ['two', 'one'] })
    expect(await log.incidents.findCode('AAA3', 0)).toBeNull()
    expect((await log.incidents.codes('two')).get('p-chen')).toBe('AAA2')
  })

  test('a call that waits has the code that its reader was given by the bundle of texts', async () => {
    const log = open()
    await twoDown(log)
    const call = page('call', { incidentId: 'two', step: '1.0.voice', channel: 'voice', code: 'AAA3' })
    await log.incidents.commit(
      commitOf(incident('two', { siteId: 's-two', version: 2 }), { expectedVersion: 1, pages: [call] }),
    )
    await log.pages.bundle(order, later)
    const waiting = await log.pages.waiting(later)
    expect(waiting.map(({ page: { id, code }, isTold }) => [id, code, isTold])).toEqual([['call', 'AAA2', true]])
  })

  test('codes that were seen stay good beside a fresh one for all', async () => {
    const log = open()
    await twoDown(log)
    const fresh = { ...order, page: both({ code: 'ZZZZ' }), keyed: [], alsoKeyed: ['one', 'two'] }
    await log.pages.bundle(fresh, later)
    const opened = async (code: string) => (await log.incidents.findCode(code, 0))?.incidentIds
    expect(await opened('ZZZZ')).toEqual(['two', 'one'])
    expect([await opened('AAA2'), await opened('AAA3')]).toEqual([['one'], ['two']])
    expect((await log.incidents.codes('two')).get('p-chen')).toBe('AAA3')
  })

  test('a code drawn for it that somebody has already is refused, since it would act for them', async () => {
    const log = open()
    await twoDown(log)
    const code = 'ZZZZ'
    await log.keys.give([{ code, personId: 'p-li', purpose: 'drill', subject: 'd', expiresAt: later }])
    const fresh = { ...order, page: both({ code }), keyed: [], alsoKeyed: ['one', 'two'] }
    expect(await log.pages.bundle(fresh, later)).toBe(false)
    expect(await log.incidents.findCode(code, 0)).toBeNull()
    expect(await log.pages.bundle({ ...fresh, page: both({ code: 'YYYY' }) }, later)).toBe(true)
  })

  test('is refused as a whole once one of its members went out or was taken back', async () => {
    const log = open()
    await twoDown(log)
    await log.pages.fail('p-one', 'overtaken', later)
    expect(await log.pages.bundle(order, later)).toBe(false)
    expect(await log.pages.find('both')).toBeNull()
    expect((await log.pages.find('p-two'))?.bundleId).toBeNull()
  })

  describe('before it is sent', () => {
    const acknowledge = (log: OpenedLog, id: string) =>
      log.incidents.commit(
        commitOf(incident(id, { siteId: `s-${id}`, version: 2, state: 'acknowledged' }), { expectedVersion: 1 }),
      )

    test('it is wanted as long as one of its sites still is', async () => {
      const log = open()
      await twoDown(log)
      await log.pages.bundle(order, later)
      await acknowledge(log, 'one')
      expect(await log.pages.claimDue(later, later + 9, limits)).toHaveLength(1)
    })

    test.each(['page', 'courtesy'] as const)('it is taken back when none of them is, a %s too', async (urgency) => {
      const log = open()
      await twoDown(log)
      await log.pages.bundle({ ...order, page: both({ urgency }) }, later)
      await acknowledge(log, 'one')
      await acknowledge(log, 'two')
      expect(await log.pages.claimDue(later, later + 9, limits)).toEqual([])
      expect(await log.pages.find('both')).toMatchObject({ state: 'cancelled', reason: 'overtaken' })
    })
  })

  test('put out once more it is about those that still wait, and is taken back with the last of them', async () => {
    const log = open()
    await twoDown(log)
    await log.pages.bundle(order, later)
    await log.pages.claimDue(later, later + 9, limits)
    const acknowledge = (id: string) =>
      log.incidents.commit(
        commitOf(incident(id, { siteId: `s-${id}`, version: 2, state: 'acknowledged' }), { expectedVersion: 1 }),
      )
    await acknowledge('one')
    const again = both({ id: 'once-more', step: 'once-more' })
    expect(await log.pages.copyBundle({ page: again, of: 'both' }, later)).toBe(true)
    expect((await log.pages.members('once-more')).map(({ incidentId }) => incidentId)).toEqual(['two'])
    await acknowledge('two')
    expect(await log.pages.claimDue(later, later + 9, limits)).toEqual([])
    expect(await log.pages.copyBundle({ page: both({ id: 'too-late', step: 'too-late' }), of: 'both' }, later)).toBe(
      false,
    )
    expect(await log.pages.find('too-late')).toBeNull()
  })

  test('pages are held back until then and no longer', async () => {
    const log = open()
    await twoDown(log)
    await log.pages.postpone(['p-one', 'p-two'], later)
    expect(await log.pages.waiting(later - 1)).toEqual([])
    expect(await log.pages.waiting(later)).toHaveLength(2)
  })
})

everyLog('the history of a page', (open) => {
  test('has every state it went through and every word of the provider, in their order', async () => {
    const log = open()
    await log.pages.plan([page('a', { route: ['sms', 'email'] })])
    await log.pages.claimDue(midnight + 1, later, limits)
    await log.pages.markInterrupted(midnight + 2)
    await log.pages.replan(
      { id: 'a', attempts: 1 },
      { dueAt: midnight + 3, text: 'again', reason: 'resent' },
      midnight + 3,
    )
    await log.pages.claimDue(midnight + 4, later, limits)
    await log.pages.report('a', 2, { state: 'queued', providerId: 'SM2', errorCode: null }, midnight + 5)
    await log.pages.report('a', 2, { state: 'failed', providerId: 'SM2', errorCode: '30005' }, midnight + 6)
    await log.pages.handOver({ id: 'a', attempts: 2 }, { text: 'again', reason: '30005' }, midnight + 7)
    const lines = (await log.pages.history('a')).map(({ state, attempt, reason }) => [state, attempt, reason])
    expect(lines).toEqual([
      ['planned', null, null],
      ['claimed', 1, null],
      ['unknown', 1, 'interrupted'],
      ['planned', null, 'resent'],
      ['claimed', 2, null],
      ['queued', 2, null],
      ['failed', 2, '30005'],
      ['planned', null, '30005'],
    ])
    expect(await log.pages.find('a')).toMatchObject({ state: 'planned', hop: 1, hopAttempts: 2 })
  })

  test('whoever asked about an earlier try moves nothing once the next one is under way', async () => {
    const log = open()
    await log.pages.plan([page('a', { route: ['sms', 'email', 'wecom'] })])
    const [asked] = await log.pages.claimDue(midnight, later, limits)
    const seen = asked?.page ?? { id: '', attempts: 0 }
    const again = { text: 'again', reason: 'resent' }
    expect(await log.pages.handOver(seen, again, midnight)).toBe(true)
    await log.pages.claimDue(midnight, later, limits)
    expect(await log.pages.handOver(seen, again, midnight)).toBe(false)
    await log.pages.replan(seen, { ...again, dueAt: midnight }, midnight)
    expect(await log.pages.find('a')).toMatchObject({ state: 'claimed', hop: 1, attempts: 2 })
  })

  test('what one channel says late holds up the next one only when it delivered', async () => {
    const log = open()
    await log.pages.plan([page('a', { route: ['sms', 'email'] })])
    await log.pages.claimDue(midnight, later, limits)
    await log.pages.report('a', 1, { state: 'unknown', providerId: null, errorCode: 'timeout' }, midnight)
    expect(
      await log.pages.handOver({ id: 'a', attempts: 1 }, { text: 'again', reason: 'unknown_outcome' }, midnight),
    ).toBe(true)
    await log.pages.report('a', 1, { state: 'accepted', providerId: 'SM1', errorCode: null }, midnight)
    expect((await log.pages.find('a'))?.state).toBe('planned')
    await log.pages.report('a', 1, { state: 'delivered', providerId: 'SM1', errorCode: null }, midnight)
    expect((await log.pages.find('a'))?.state).toBe('delivered')
    expect(await log.pages.handOver({ id: 'a', attempts: 1 }, { text: 'again', reason: 'late' }, midnight)).toBe(false)
  })
})
