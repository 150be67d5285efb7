import { expect, test } from 'vitest'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import type { Page, PageState } from '../../../src/domain/incident/page.ts'
import { minute, second } from '../../../src/domain/instant.ts'
import { neglectOf } from '../../../src/domain/self-check/neglect.ts'
import { midnight, night } from '../night.ts'

const later = midnight + 2 * minute

function paging(fields: Partial<Incident> = {}): Incident {
  const story = night()
  story.goesDown()
  return { ...story.incident(), ...fields }
}

function page(state: PageState, fields: Partial<Page> = {}): Page {
  return {
    ...{ id: 'p', incidentId: 'i', step: '1.0.sms', personId: 'p-chen', personName: '陈海涛', audience: 'staff' },
    ...{ channel: 'sms', route: ['sms'], to: '+8613800000038', language: 'zh-Hans', text: '', code: 'K7QM' },
    ...{ message: { key: 'test' }, urgency: 'page', state, plannedAt: midnight, dueAt: midnight, attempts: 1 },
    ...{ hop: 0, hopAttempts: 0, bundleId: null, acceptedAt: null, deliveredAt: null, reason: null },
    ...fields,
  }
}

test.each(['accepted', 'delivered', 'shown'] as const)('a page that is %s is good hands', (state) => {
  expect(neglectOf(paging(), [page(state)], later)).toBeNull()
})

test.each([
  ['the ladder waits for nothing', { dueAt: null }, [page('delivered')], 'no_moment'],
  ['its moment has passed unjudged', { dueAt: later - minute - 1 }, [page('delivered')], 'overdue'],
  ['a message is due and nobody sends it', {}, [page('planned', { dueAt: later - 91 * second })], 'stuck'],
  ['an outcome stays unknown', {}, [page('unknown', { dueAt: later - 91 * second })], 'stuck'],
  ['everybody is out of reach', {}, [page('failed'), page('cancelled')], 'nobody'],
  ['nobody stands on any rung', {}, [], 'nobody'],
  ['only an earlier run of the ladder reached somebody', { round: 2 }, [page('delivered')], 'nobody'],
  ['only a courtesy arrived', {}, [page('delivered', { urgency: 'courtesy' })], 'nobody'],
] as const)('%s: that is said by its name', (_, fields, pages, why) => {
  expect(neglectOf(paging(fields), pages, later)).toBe(why)
})

test.each(['acknowledged', 'recovered', 'closed', 'voided'] as const)(
  'an incident that is %s needs no page',
  (state) => {
    expect(neglectOf(paging({ state, dueAt: null }), [], later)).toBeNull()
  },
)

test('what has only just begun is given its minute', () => {
  expect(neglectOf(paging(), [], midnight + minute - 1)).toBeNull()
  expect(neglectOf(paging(), [], midnight + minute)).toBe('nobody')
})

test('a page that waits for its moment is not stuck', () => {
  expect(neglectOf(paging(), [page('planned', { dueAt: later + minute }), page('delivered')], later)).toBeNull()
})

test('a page that is held back to be told with others is in good hands, but not for ever', () => {
  const held = page('planned', { attempts: 0, dueAt: later + 10 * minute })
  expect(neglectOf(paging(), [held], later)).toBeNull()
  const dueAt = later + 40 * minute
  expect(neglectOf(paging({ dueAt }), [{ ...held, dueAt }], later + 20 * minute)).toBe('stuck')
  expect(neglectOf(paging(), [page('planned', { dueAt: later + 5 * second })], later)).toBe('nobody')
})
