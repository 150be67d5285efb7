import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bundleMemoryMs,
  bundlesOf,
  type Sent,
  type Subject,
  topicOf,
  type Waiting,
} from '../../../src/domain/incident/bundle.ts'
import type { Page } from '../../../src/domain/incident/page.ts'
import { minute, second } from '../../../src/domain/instant.ts'
import type { Message } from '../../../src/domain/texts/message.ts'
import { midnight } from '../night.ts'

const bundleMs = minute

function pageOf(id: string, fields: Partial<Page> = {}): Page {
  return {
    ...{ id, incidentId: id, step: '1.0.sms', personId: 'p-chen', personName: '陈海涛', audience: 'staff' },
    ...{ channel: 'sms', route: ['sms'], to: '+8613800000038', language: 'zh-Hans', text: id, code: `C-${id}` },
    ...{ message: outage(id), urgency: 'page', state: 'planned', plannedAt: midnight, dueAt: midnight, attempts: 0 },
    ...{ hop: 0, hopAttempts: 0, bundleId: null, acceptedAt: null, deliveredAt: null, reason: null },
    ...fields,
  }
}

function outage(id: string): Message {
  return { key: 'outage', site: { name: id, short: null }, since: midnight, why: 'connect_timeout' }
}

const subject = (id: string, rank = 0): Subject => ({
  incidentId: id,
  site: { name: id, short: null },
  rank,
  since: midnight,
  ailing: null,
})
const waits = (id: string, fields: Partial<Waiting> = {}): Waiting => ({
  ...subject(id),
  page: pageOf(id),
  isTold: false,
  ...fields,
})

/** One phone, told of sites as they fail: what `bundlesOf` makes of it, second by second. */
function tellAll(failsAt: readonly number[], lastsMs: number): { at: number; ids: string[]; code: string | null }[] {
  const told: { at: number; ids: string[]; code: string | null }[] = []
  let sent: Sent[] = []
  let open: { page: Page; due: number }[] = []
  const starts = failsAt.map((at, i) => ({ id: `s${i}`, at }))
  for (let now = 0; now <= lastsMs; now += second) {
    open.push(
      ...starts
        .filter(({ at }) => at > now - second && at <= now)
        .map(({ id, at }) => ({ page: pageOf(id, { plannedAt: at, dueAt: at }), due: at })),
    )
    const due = open.filter((one) => one.due <= now)
    if (due.length === 0) continue
    sent = sent.filter(({ at }) => now - at < bundleMemoryMs(bundleMs))
    const waiting = due.map(({ page }, rank) => ({ ...subject(page.id, rank), page, isTold: false }))
    const { bundles, postponed } = bundlesOf(waiting, sent, { now, bundleMs })
    for (const { pageIds, until } of postponed) {
      for (const one of open) if (pageIds.includes(one.page.id)) one.due = until
    }
    if (postponed.length > 0) continue
    const ids = due.map(({ page }) => page.id)
    open = open.filter(({ page }) => !ids.includes(page.id))
    const bundle = bundles[0]
    const page = bundle ? pageOf('b', { incidentId: null, message: bundle.message, code: bundle.code }) : due[0]?.page
    if (!page) continue
    told.push({ at: now, ids, code: page.code })
    sent.push({ page, at: now, incidentIds: ids, open: ids.map((id) => subject(id)) })
  }
  return told
}

const storm = fc.array(
  fc.integer({ min: 0, max: 20 * 60 }).map((s) => s * second),
  { minLength: 1, maxLength: 60 },
)

describe('one phone while sites fail', () => {
  test('hears of each exactly once, at most once a minute and four times in a quarter of an hour', () => {
    fc.assert(
      fc.property(storm, (failsAt) => {
        const told = tellAll(failsAt, 60 * minute)
        expect(told.flatMap(({ ids }) => ids).sort()).toEqual(failsAt.map((_, i) => `s${i}`).sort())
        for (const [i, { at }] of told.entries()) {
          const later = told.slice(i + 1)
          for (const next of later) expect(next.at - at).toBeGreaterThanOrEqual(bundleMs)
          expect(later.filter((next) => next.at - at < 15 * minute).length).toBeLessThan(4)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('hears of the first at once, and of those within the same minute at the end of it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 59 }), { minLength: 1, maxLength: 60 }), (seconds) => {
        const told = tellAll([0, ...seconds.map((s) => s * second)], 10 * minute)
        expect(told.map(({ at }) => at)).toEqual([0, minute])
        expect(told[1]?.ids).toHaveLength(seconds.length)
      }),
    )
  })

  test('thirty within the minute are two texts, the second with the count of all and the code of the first', () => {
    const told = tellAll(
      Array.from({ length: 30 }, (_, i) => i * 2 * second),
      3 * minute,
    )
    expect(told.map(({ ids, code }) => [ids.length, code])).toEqual([
      [1, 'C-s0'],
      [29, 'C-s0'],
    ])
  })
})

describe('a bundle', () => {
  const at = { now: midnight + minute, bundleMs }
  const sent = (id: string, fields: Partial<Sent> = {}): Sent => {
    return { page: pageOf(id), at: midnight, incidentIds: [id], open: [subject(id)], ...fields }
  }

  test('counts the single text that made the others wait, unless somebody has answered it', () => {
    const [all] = bundlesOf([waits('b'), waits('c')], [sent('a')], at).bundles
    expect(all).toMatchObject({ message: { count: 3, isLater: false }, code: 'C-a', keyed: ['b', 'c'], alsoKeyed: [] })
    const [rest] = bundlesOf([waits('b'), waits('c')], [sent('a', { open: [] })], at).bundles
    expect(rest).toMatchObject({ message: { count: 2 }, code: 'C-b', keyed: ['b', 'c'] })
  })

  test('after a bundle that still waits says that there are more, under a code of its own', () => {
    const facts = { audience: 'staff', isLater: false, isAgain: false } as const
    const before = sent('a', {
      page: pageOf('x', { message: { key: 'bundle', topic: 'down', ...facts, sites: [], count: 2, since: midnight } }),
      incidentIds: ['a', 'd'],
      open: [subject('a'), subject('d')],
    })
    const [more] = bundlesOf([waits('b'), waits('c')], [before], at).bundles
    expect(more).toMatchObject({ message: { count: 2, isLater: true }, code: 'C-b' })
  })

  test('of sites the reader knows under different codes gets a fresh one, and theirs stay good', () => {
    const told = ['a', 'b'].map((id) => waits(id, { isTold: true }))
    const [bundle] = bundlesOf([...told, waits('c')], [], at).bundles
    expect(bundle).toMatchObject({ code: null, keyed: ['c'], alsoKeyed: ['a', 'b'] })
  })

  test('of sites the reader was told of together keeps their code and says that it comes again', () => {
    const told = ['a', 'b'].map((id) => waits(id, { isTold: true, page: pageOf(id, { code: 'K7QM' }) }))
    const [bundle] = bundlesOf(told, [], at).bundles
    expect(bundle).toMatchObject({ code: 'K7QM', keyed: [], alsoKeyed: [], message: { isAgain: true } })
  })

  test('names its sites in the order of the board and speaks to the lead where one is asked as a lead', () => {
    const lead = waits('b', { rank: 1, page: pageOf('b', { audience: 'lead' }) })
    const [bundle] = bundlesOf([waits('c', { rank: 2 }), lead, waits('a', { rank: 0 })], [], at).bundles
    expect(bundle?.message).toMatchObject({ audience: 'lead', sites: ['a', 'b', 'c'].map((name) => ({ name })) })
  })

  test('nobody waits for themselves: the texts of one incident keep the minutes of its ladder', () => {
    const again = waits('a', { isTold: true })
    expect(bundlesOf([again], [sent('a')], { now: midnight + second, bundleMs })).toEqual({
      bundles: [],
      postponed: [],
    })
  })

  test('a repeat about one of several that were told together waits for the others to come due', () => {
    const together = sent('a', { incidentIds: ['a', 'b'], open: [subject('a'), subject('b')] })
    const now = midnight + 5 * minute
    const again = waits('a', { isTold: true, page: pageOf('a', { plannedAt: now, dueAt: now }) })
    expect(bundlesOf([again], [together], { now, bundleMs }).postponed).toEqual([
      { pageIds: ['a'], until: now + bundleMs },
    ])
    expect(bundlesOf([again], [together], { now: now + bundleMs, bundleMs }).postponed).toEqual([])
  })

  test('what is told alone has no topic', () => {
    expect(topicOf({ key: 'test' })).toBeNull()
    expect(topicOf({ key: 'blind', since: midnight })).toBeNull()
    expect(topicOf(outage('a'))).toBe('down')
  })
})
