import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { midnight } from '../domain/night.ts'
import { commitOf, everyLog, incident, type OpenedLog, page } from './logs.ts'

const claim = async ({ pages }: OpenedLog, limits: { limit: number; courtesyLimit: number }) =>
  (await pages.claimDue(midnight, midnight + 15_000, limits)).map(({ page: { id } }) => id)

everyLog('the log of pages, under many courtesies', (open) => {
  test('what must arrive goes first, and courtesies have a limit of their own within the whole', async () => {
    const drawn = fc.record({
      urgent: fc.nat(6),
      courtesies: fc.nat(8),
      limit: fc.integer({ min: 1, max: 8 }),
      courtesyLimit: fc.nat(8),
    })
    const property = fc.asyncProperty(drawn, async ({ urgent, courtesies, limit, courtesyLimit }) => {
      const log = open()
      const kinds = Array.from({ length: courtesies }, (_, i) =>
        page(`kind-${i}`, { urgency: 'courtesy', dueAt: midnight - 100 + i }),
      )
      const outages = Array.from({ length: urgent }, (_, i) => page(`page-${i}`, { dueAt: midnight - 10 + i }))
      await log.pages.plan([...kinds, ...outages, page('later', { dueAt: midnight + 1 })])
      const claimed = await claim(log, { limit, courtesyLimit })
      const first = outages.slice(0, limit)
      const room = Math.min(limit - first.length, courtesyLimit)
      expect(claimed).toEqual([...first, ...kinds.slice(0, room)].map(({ id }) => id))
    })
    await fc.assert(property, { numRuns: 20 })
  })

  test('a thousand courtesies that wait do not keep an outage waiting a single claim', async () => {
    const log = open()
    await log.pages.plan(Array.from({ length: 1000 }, (_, i) => page(`kind-${i}`, { urgency: 'courtesy' })))
    await claim(log, { limit: 50, courtesyLimit: 10 })
    await log.pages.plan([page('outage')])
    expect((await claim(log, { limit: 50, courtesyLimit: 10 })).slice(0, 2)).toEqual(['outage', 'kind-10'])
  })

  describe('what became of the newest text', () => {
    const report = (state: 'delivered' | 'failed', errorCode: string | null = null) => ({
      ...{ state, providerId: null, errorCode },
    })

    test('is told for each person by the newest that came to its end, with its number, and nobody else', async () => {
      const log = open()
      const texts = [
        page('old', { plannedAt: midnight - 9 }),
        page('new', { plannedAt: midnight - 2, to: '+8613800000099' }),
        page('open', { plannedAt: midnight - 1 }),
        page('sun', { personId: 'p-sun' }),
        page('waits', { personId: 'p-zhou' }),
      ]
      await log.pages.plan(texts)
      await claim(log, { limit: 9, courtesyLimit: 0 })
      await log.pages.report('new', 1, report('failed', '30005'), midnight)
      await log.pages.report('old', 1, report('delivered'), midnight + 5)
      await log.pages.report('sun', 1, report('delivered'), midnight)
      const outcomes = await log.pages.lastOutcomes()
      expect(Object.fromEntries(outcomes)).toEqual({
        'p-chen': { to: '+8613800000099', delivered: false, reason: '30005', at: midnight - 2 },
        'p-sun': { to: '+8613800000038', delivered: true, reason: null, at: midnight },
      })
      await log.pages.report('open', 1, report('delivered'), midnight)
      expect((await log.pages.lastOutcomes()).get('p-chen')).toMatchObject({ delivered: true, at: midnight - 1 })
    })

    test('what was cancelled or only shown tells nothing of a number', async () => {
      const log = open()
      const one = incident()
      await log.incidents.commit(commitOf(one, { pages: [page('cancelled', { incidentId: one.id })] }))
      await log.incidents.commit(commitOf({ ...one, version: 2 }, { expectedVersion: 1, cancelPlanned: 'voided' }))
      await log.pages.plan([page('shown')])
      await claim(log, { limit: 9, courtesyLimit: 9 })
      await log.pages.show('shown', midnight)
      expect((await log.pages.lastOutcomes()).size).toBe(0)
    })
  })
})
