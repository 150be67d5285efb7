import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/domain/incident/decide.ts'
import { minute, second } from '../../../src/domain/instant.ts'
import {
  at,
  by,
  chen,
  dutyOf,
  events,
  failure,
  midnight,
  night,
  policy,
  site,
  sun,
  told,
  zhao,
  zhou,
} from '../night.ts'

const pageFailed = (person: typeof chen, round = 1) =>
  ({ kind: 'page_failed', person, channel: 'sms', round, why: '30005' }) as const
const noPhone = { id: 'p-old', name: '钱老', landline: '+864120000000' }

describe('when a site goes down', () => {
  test('the incident begins at the first failed look, not at the verdict', () => {
    const { incident } = night().goesDown()
    expect(incident).toMatchObject({
      state: 'paging',
      version: 1,
      startedAt: midnight - 30 * second,
      detectedAt: midnight,
    })
  })

  test('every person on post is told at once by text, and nobody else', () => {
    const opened = night({ duty: dutyOf({ staff: [chen, sun] }) }).goesDown()
    expect(told(opened)).toEqual(['陈海涛 sms outage', '孙立群 sms outage'])
    expect(opened.pages.every(({ dueAt, urgency }) => dueAt === midnight && urgency === 'page')).toBe(true)
  })

  test('each failed look and the verdict are on the timeline, and who was on duty is kept', () => {
    const opened = night().goesDown()
    expect(events(opened)).toEqual([
      'probe_failed',
      'probe_failed',
      'probe_failed',
      'went_down',
      'escalated 0 staff opened',
    ])
    expect(opened.incident?.duty).toEqual({
      lead: { id: 'p-zhou', name: '周敏' },
      staff: [{ id: 'p-chen', name: '陈海涛' }],
      source: 'roster',
    })
  })

  test('a second call of the same outage changes nothing', () => {
    const story = night()
    const first = story.goesDown().incident
    const again = story.step(1, { kind: 'site_down', failures: [failure(midnight)] })
    expect(again).toEqual({ incident: first, events: [], pages: [], cancelPlanned: null, reason: 'already_down' })
  })

  test('a ladder whose first rung waits two minutes tells nobody before that', () => {
    const ladder = [{ afterMinutes: 2, tell: 'staff' as const, by: ['sms' as const] }]
    const story = night({ policy: policy({ ladder }) })
    expect(told(story.goesDown())).toEqual([])
    expect(story.incident().dueAt).toBe(midnight + 2 * minute)
    const fired = story.step(2, { kind: 'time_passed' })
    expect([told(fired), events(fired)]).toEqual([['陈海涛 sms outage'], ['escalated 0 staff opened']])
  })

  test('with no office, no lead and no staff nobody is told, the reasons are recorded and it ends', () => {
    const opened = night({ duty: dutyOf({ staff: [], lead: null, office: [], source: 'none' }) }).goesDown()
    expect(opened.pages).toEqual([])
    expect(
      events(opened)
        .filter((event) => event.startsWith('skipped'))
        .map((event) => event.split(' ').at(-1)),
    ).toEqual(Array(5).fill('nobody'))
    expect(opened.incident?.dueAt).toBe(midnight + 15 * minute)
  })
})

describe('while nobody acknowledges', () => {
  test('the minutes are 0 text, 3 call, 5 lead, 10 lead and office, then every 15', () => {
    const story = night()
    const seen = [[0, ...told(story.goesDown())]]
    for (let clock = 0.5; clock <= 41; clock += 0.5) {
      const decision = story.step(clock, { kind: 'time_passed' })
      if (decision.reason === 'escalated') seen.push([clock, ...told(decision)])
    }
    expect(seen).toEqual([
      [0, '陈海涛 sms outage'],
      [3, '陈海涛 voice repage'],
      [5, '周敏 sms escalate.lead', '周敏 voice escalate.lead'],
      [10, '周敏 sms repage', '赵欣怡 sms escalate.office'],
      [25, '周敏 sms repage', '赵欣怡 sms repage'],
      [40, '周敏 sms repage', '赵欣怡 sms repage'],
    ])
  })

  test('the lead hears who was silent and for how long', () => {
    const story = night()
    story.goesDown()
    story.step(3, { kind: 'time_passed' })
    const [page] = story.step(5, { kind: 'time_passed' }).pages
    expect(page?.message).toMatchObject({ key: 'escalate.lead', who: '陈海涛', afterMs: 5 * minute })
  })

  test('time that has not come yet changes nothing', () => {
    const story = night()
    const { incident } = story.goesDown()
    expect(story.step(2.99, { kind: 'time_passed' })).toMatchObject({ incident, events: [], reason: 'not_due' })
  })

  test('after a stop of an hour only the current rung fires, once', () => {
    const story = night()
    story.goesDown()
    expect(told(story.step(61, { kind: 'time_passed' }))).toEqual([
      '周敏 sms escalate.lead',
      '赵欣怡 sms escalate.office',
    ])
    expect(story.incident().dueAt).toBe(midnight + 70 * minute)
    expect(story.step(61.1, { kind: 'time_passed' }).reason).toBe('not_due')
  })

  test('where the last rung has nobody the repeats tell whoever stands below it', () => {
    const story = night({ duty: dutyOf({ lead: null, office: [] }) })
    story.goesDown()
    story.step(3, { kind: 'time_passed' })
    expect(told(story.step(25, { kind: 'time_passed' }))).toEqual(['陈海涛 voice repage'])
  })
})

describe('a rung that cannot be climbed', () => {
  test('without staff the lead is told at once, and the reason is recorded', () => {
    const opened = night({ duty: dutyOf({ staff: [] }) }).goesDown()
    expect(told(opened)).toEqual(['周敏 sms escalate.nobody', '周敏 voice escalate.nobody'])
    expect(events(opened).slice(4)).toEqual([
      'skipped 0 staff sms nobody',
      'skipped 1 staff voice nobody',
      'escalated 2 lead nobody',
    ])
  })

  test('staff without a mobile are out of reach, which is said differently from nobody', () => {
    const opened = night({ duty: dutyOf({ staff: [noPhone] }) }).goesDown()
    expect(opened.pages.map(({ to }) => to.name)).toEqual(['周敏', '周敏'])
    expect(events(opened)).toContain('skipped 0 staff sms unreachable')
  })

  test('without a lead either the office is told at once', () => {
    const opened = night({ duty: dutyOf({ staff: [], lead: null }) }).goesDown()
    expect(opened.pages.map(({ to }) => to.name)).toEqual(['赵欣怡'])
  })

  test('the later rungs keep their distance when one is pulled forward', () => {
    const story = night({ duty: dutyOf({ staff: [] }) })
    story.goesDown()
    expect(story.incident().dueAt).toBe(midnight + 5 * minute)
    expect(told(story.step(5, { kind: 'time_passed' }))).toEqual(['周敏 sms repage', '赵欣怡 sms escalate.office'])
  })

  test('a missing channel is skipped with the reason and not pulled forward while somebody was told', () => {
    const story = night({ policy: policy({}, ['sms']) })
    story.goesDown()
    const third = story.step(3, { kind: 'time_passed' })
    expect([told(third), events(third)]).toEqual([[], ['skipped 1 staff voice no_channel']])
    expect(story.incident().dueAt).toBe(midnight + 5 * minute)
  })

  test('a missing channel on the first rung goes on to the next, since nobody was told', () => {
    const opened = night({ policy: policy({}, ['voice']) }).goesDown()
    expect(told(opened)).toEqual(['陈海涛 voice outage'])
    expect(events(opened)).toContain('skipped 0 staff sms no_channel')
  })

  test('who stands on two rungs of one minute gets one text', () => {
    const story = night({ duty: dutyOf({ office: [zhou] }) })
    story.goesDown()
    expect(told(story.step(12, { kind: 'time_passed' }))).toEqual(['周敏 sms escalate.lead'])
  })
})

describe('a text that does not arrive', () => {
  test('tells the next rung now, and the lead whose phone it was', () => {
    const story = night({ policy: policy({}, ['sms']) })
    story.goesDown()
    const moved = story.step(0.1, pageFailed(chen))
    expect(told(moved)).toEqual(['周敏 sms escalate.undelivered'])
    expect(moved.pages[0]?.message).toMatchObject({ who: '陈海涛' })
  })

  test('to one of two on post waits for the other', () => {
    const story = night({ duty: dutyOf({ staff: [chen, sun] }) })
    story.goesDown()
    expect(story.step(0.1, pageFailed(chen))).toMatchObject({ reason: 'page_failed_noted', pages: [] })
    expect(told(story.step(0.2, pageFailed(sun)))).toContain('周敏 sms escalate.undelivered')
  })

  test('to the lead tells the office now, although staff were told and are silent', () => {
    const story = night()
    story.goesDown()
    story.step(5, { kind: 'time_passed' })
    expect(told(story.step(5.1, pageFailed(zhou)))).toEqual(['赵欣怡 sms escalate.office'])
  })

  test('to anybody, once every rung was told, waits for the repeat instead of trying without end', () => {
    const story = night({ duty: dutyOf({ staff: [], lead: null }) })
    story.goesDown()
    const { dueAt } = story.incident()
    expect(told(story.step(0.1, pageFailed(zhao)))).toEqual([])
    expect(story.incident().dueAt).toBe(dueAt)
    expect(told(story.step(15, { kind: 'time_passed' }))).toEqual(['赵欣怡 sms repage'])
  })

  test('in an earlier run is noted and no more', () => {
    const story = night()
    story.goesDown()
    story.step(1, { kind: 'site_up', goods: 2 })
    story.step(2, { kind: 'site_down', failures: [failure(midnight + 2 * minute)] })
    expect(story.step(3, pageFailed(chen, 1))).toMatchObject({ reason: 'page_failed_noted', pages: [] })
  })
})

test('the first text handed over is measured once', () => {
  const story = night()
  story.goesDown()
  story.step(0.1, { kind: 'told', at: midnight + 0.1 * minute })
  const { version } = story.incident()
  story.step(0.5, { kind: 'told', at: midnight + 0.5 * minute })
  expect(story.incident()).toMatchObject({ toldAt: midnight + 6 * second, version })
})

test('an act on an incident that does not exist is refused', () => {
  expect(decide(null, { kind: 'acknowledged', takeOver: false, ...by(chen) }, at(midnight)).reason).toBe(
    'refused_no_incident',
  )
  expect(decide(null, { kind: 'site_up', goods: 2 }, at(midnight)).incident).toBe(null)
})

test('the office is told by name who did not answer', () => {
  const story = night()
  story.goesDown()
  story.step(5, { kind: 'time_passed' })
  const office = story.step(10, { kind: 'time_passed' }).pages.find(({ to }) => to.id === zhao.id)
  expect(office?.message).toEqual({
    key: 'escalate.office',
    site: { name: site.name, short: site.shortName },
    forMs: 10 * minute + 30 * second,
    who: ['陈海涛', '周敏'],
  })
})
