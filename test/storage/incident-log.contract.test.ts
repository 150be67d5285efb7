import { expect, test } from 'vitest'
import { liveStates } from '../../src/domain/incident/incident.ts'
import { day, minute } from '../../src/domain/instant.ts'
import { unseen } from '../../src/domain/watch/verdict.ts'
import { midnight } from '../domain/night.ts'
import { commitOf, everyLog, incident, page } from './logs.ts'

everyLog('the log of incidents', (open) => {
  test('a commit makes incident, events, pages, codes and verdict true together', async () => {
    const { incidents, pages } = open()
    const one = incident()
    const events = [{ at: midnight, by: null, via: null, kind: 'went_down' as const, failures: 3 }]
    const state = unseen(one.siteId, midnight)
    const whole = {
      events,
      pages: [page('p1', { incidentId: one.id })],
      codes: [{ personId: 'p-chen', code: 'K7QM' }],
      siteState: state,
    }
    expect(await incidents.commit(commitOf(one, whole))).toBe('committed')
    expect([await incidents.find(one.id), await incidents.findLive(one.siteId), await incidents.live()]).toEqual([
      one,
      one,
      [one],
    ])
    expect(await incidents.events(one.id)).toEqual(events)
    expect(await pages.ofIncident(one.id)).toMatchObject([{ id: 'p1', state: 'planned' }])
    expect([...(await incidents.codes(one.id))]).toEqual([['p-chen', 'K7QM']])
    expect(await incidents.siteStates()).toEqual([state])
  })

  test('a site has one live incident: a second is refused and leaves nothing behind', async () => {
    const { incidents, pages } = open()
    await incidents.commit(commitOf(incident()))
    const second = commitOf(incident('2026-1004-02'), {
      ...{ pages: [page('p2')], codes: [{ personId: 'p-sun', code: 'AAAA' }], siteState: unseen('s-x', midnight) },
    })
    expect(await incidents.commit(second)).toBe('conflict')
    expect([await incidents.find('2026-1004-02'), await pages.find('p2'), await incidents.siteStates()]).toEqual([
      null,
      null,
      [],
    ])
    expect(await incidents.findCode('AAAA', 0)).toBe(null)
  })

  test('the figures of a span count what began in it and was not voided, and how soon it was taken', async () => {
    const { incidents } = open()
    const one = incident()
    expect(await incidents.figures(0, one.startedAt + day)).toEqual({ count: 0, meanResponseMs: null })
    const taken = { ...one, acknowledgedAt: one.startedAt + 2 * minute }
    await incidents.commit(commitOf(taken))
    await incidents.commit(commitOf({ ...incident('2026-1004-02'), siteId: 's-2' }))
    await incidents.commit(commitOf({ ...incident('2026-1004-03'), siteId: 's-3', state: 'voided' }))
    await incidents.commit(commitOf({ ...incident('2026-1004-04'), siteId: 's-4', startedAt: one.startedAt - day }))
    const span = [one.startedAt, one.startedAt + 1] as const
    expect(await incidents.figures(...span)).toEqual({ count: 2, meanResponseMs: 2 * minute })
  })

  test('after the first is closed the site may have another', async () => {
    const { incidents } = open()
    const one = incident()
    await incidents.commit(commitOf(one))
    await incidents.commit(commitOf({ ...one, state: 'closed', version: 2 }, { expectedVersion: 1 }))
    expect(await incidents.commit(commitOf(incident('2026-1004-02')))).toBe('committed')
    expect((await incidents.findLive(one.siteId))?.id).toBe('2026-1004-02')
  })

  test('of fifty writers on one version exactly one wins, fifty times over', async () => {
    const { incidents } = open()
    await incidents.commit(commitOf(incident()))
    for (let version = 1; version <= 50; version++) {
      const writers = Array.from({ length: 50 }, (_, i) => {
        const next = incident(undefined, { version: version + 1, note: `${version} ${i}` })
        return incidents.commit(commitOf(next, { expectedVersion: version, pages: [page(`${version}.${i}`)] }))
      })
      expect((await Promise.all(writers)).filter((result) => result === 'committed')).toHaveLength(1)
    }
    expect((await incidents.find('2026-1004-01'))?.version).toBe(51)
  })

  test('a lost race leaves no page', async () => {
    const { incidents, pages } = open()
    await incidents.commit(commitOf(incident()))
    await incidents.commit(commitOf(incident(undefined, { version: 3 }), { expectedVersion: 2, pages: [page('lost')] }))
    expect(await pages.find('lost')).toBe(null)
  })

  test('a code that is taken is a conflict, and nothing is written', async () => {
    const { incidents } = open()
    await incidents.commit(commitOf(incident(), { codes: [{ personId: 'p-chen', code: 'K7QM' }] }))
    const other = incident('2026-1004-02', { siteId: 's-other' })
    expect(await incidents.commit(commitOf(other, { codes: [{ personId: 'p-sun', code: 'K7QM' }] }))).toBe('conflict')
    expect(await incidents.find(other.id)).toBe(null)
    expect(await incidents.findCode('K7QM', 0)).toEqual({ personId: 'p-chen', incidentIds: ['2026-1004-01'] })
  })

  test('a code of an incident that began too long ago says nothing', async () => {
    const { incidents } = open()
    await incidents.commit(commitOf(incident(), { codes: [{ personId: 'p-chen', code: 'K7QM' }] }))
    expect([await incidents.findCode('K7QM', midnight), await incidents.findCode('ZZZZ', 0)]).toEqual([null, null])
  })

  test('a commit may take back what is planned, and plan anew, in one', async () => {
    const { incidents, pages } = open()
    const one = incident()
    await incidents.commit(commitOf(one, { pages: [page('old', { incidentId: one.id })] }))
    const next = { ...one, version: 2 }
    await incidents.commit(
      commitOf(next, {
        expectedVersion: 1,
        cancelPlanned: 'acknowledged',
        pages: [page('new', { incidentId: one.id })],
      }),
    )
    expect([await pages.find('old'), await pages.find('new')]).toMatchObject([
      { state: 'cancelled', reason: 'acknowledged' },
      { state: 'planned' },
    ])
  })

  test('a verdict and a page of the watch may be committed without an incident', async () => {
    const { incidents, pages } = open()
    expect(await incidents.commit(commitOf(null, { siteState: unseen('s-x', midnight), pages: [page('w')] }))).toBe(
      'committed',
    )
    expect([(await incidents.siteStates()).length, (await pages.find('w'))?.state]).toEqual([1, 'planned'])
  })

  test('the due ones are the live ones whose moment has come', async () => {
    const { incidents } = open()
    for (const [i, dueAt] of [midnight, midnight + 1, null].entries()) {
      await incidents.commit(commitOf(incident(`2026-1004-0${i}`, { siteId: `s-${i}`, dueAt })))
    }
    const over = incident('2026-1004-09', { siteId: 's-9', state: 'closed', dueAt: midnight })
    await incidents.commit(commitOf(over))
    expect((await incidents.due(midnight)).map(({ id }) => id)).toEqual(['2026-1004-00'])
  })

  test('the list is newest first, in pages that neither repeat nor leave out, also among equals', async () => {
    const { incidents } = open()
    const ids = Array.from({ length: 23 }, (_, i) => `2026-1004-${String(i + 10)}`)
    for (const [i, id] of ids.entries()) {
      await incidents.commit(
        commitOf(incident(id, { siteId: `s-${i}`, startedAt: midnight + Math.floor(i / 4) * minute })),
      )
    }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const part: Awaited<ReturnType<typeof incidents.list>> = await incidents.list({}, { limit: 5, cursor })
      expect(part.items.length).toBeLessThanOrEqual(5)
      seen.push(...part.items.map(({ id }) => id))
      cursor = part.next
    } while (cursor !== null)
    expect(seen).toEqual(ids.toReversed())
  })

  test('the list is narrowed by state, site and time', async () => {
    const { incidents } = open()
    await incidents.commit(commitOf(incident('a', { siteId: 's-a', startedAt: midnight })))
    await incidents.commit(commitOf(incident('b', { siteId: 's-b', startedAt: midnight + day, state: 'closed' })))
    const ids = async (filter: Parameters<typeof incidents.list>[0]) =>
      (await incidents.list(filter, { limit: 10, cursor: null })).items.map(({ id }) => id)
    expect(await ids({ states: liveStates })).toEqual(['a'])
    expect(await ids({ states: [] })).toEqual([])
    expect(await ids({ siteId: 's-b' })).toEqual(['b'])
    expect([await ids({ from: midnight + 1 }), await ids({ to: midnight + day })]).toEqual([['b'], ['a']])
  })

  test('the number of the day counts the ids of that day only', async () => {
    const { incidents } = open()
    for (const id of ['2026-1004-01', '2026-1004-100', '2026-1005-01'])
      await incidents.commit(commitOf(incident(id, { siteId: id })))
    expect([await incidents.countWithPrefix('2026-1004-'), await incidents.countWithPrefix('2026-1006-')]).toEqual([
      2, 0,
    ])
  })

  test('a verdict saved again replaces the last one', async () => {
    const { incidents } = open()
    for (const at of [midnight, midnight + 1]) await incidents.saveSiteStates([unseen('s-x', at)])
    expect(await incidents.siteStates()).toEqual([unseen('s-x', midnight + 1)])
  })
})
