import { describe, expect, test } from 'vitest'
import { minute } from '../../../src/domain/instant.ts'
import { at, by, chen, dutyOf, events, midnight, night, policy, sun, told, zhao, zhou } from '../night.ts'

const acknowledged = (person: typeof chen, takeOver = false) =>
  ({ kind: 'acknowledged', takeOver, ...by(person) }) as const
const passed = (person: typeof chen) => ({ kind: 'passed', ...by(person) }) as const
const time = { kind: 'time_passed' } as const
const two = () => night({ duty: dutyOf({ staff: [chen, sun] }) })

describe('acknowledging', () => {
  test('takes the matter, stops the ladder and takes back what is planned', () => {
    const story = night()
    story.goesDown()
    const decision = story.step(2, acknowledged(chen))
    expect(decision).toMatchObject({ reason: 'acknowledged', cancelPlanned: 'acknowledged', pages: [] })
    expect(story.incident()).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: { id: 'p-chen' },
      acknowledgedAt: midnight + 2 * minute,
      acknowledgedVia: 'code',
      dueAt: midnight + 32 * minute,
    })
    expect(story.step(10, time)).toMatchObject({ reason: 'not_due', pages: [] })
  })

  test('tells the others who were told, the lead in the lead’s words, and never whoever acknowledged', () => {
    const story = two()
    story.goesDown()
    story.step(5, time)
    expect(told(story.step(6, acknowledged(chen)))).toEqual(['孙立群 sms taken', '周敏 sms taken.lead'])
  })

  test('such courtesy waits for the morning of its reader', () => {
    const morning = midnight + 7 * 60 * minute
    const story = two()
    story.goesDown()
    const { pages } = story.step(1, acknowledged(chen), { courtesyAt: (id) => (id === sun.id ? morning : midnight) })
    expect(pages.map(({ dueAt, urgency }) => [dueAt, urgency])).toEqual([[morning, 'courtesy']])
  })

  test('second is told who was first, changes no owner and orders nothing', () => {
    const story = two()
    story.goesDown()
    story.step(1, acknowledged(chen))
    const late = story.step(2, acknowledged(sun))
    expect(late).toMatchObject({ reason: 'acknowledged_late', pages: [], cancelPlanned: null })
    expect(late.events).toMatchObject([
      { kind: 'acknowledged_late', first: { id: 'p-chen' }, firstAt: midnight + minute },
    ])
    expect(story.incident().acknowledgedBy?.id).toBe('p-chen')
  })

  test('on purpose takes it over, and the first moment stays the measured one', () => {
    const story = two()
    story.goesDown()
    story.step(1, acknowledged(chen))
    const over = story.step(2, acknowledged(sun, true))
    expect(over).toMatchObject({
      reason: 'taken_over',
      events: [{ kind: 'acknowledged', takenOverFrom: { id: 'p-chen' } }],
    })
    expect(story.incident()).toMatchObject({ acknowledgedBy: { id: 'p-sun' }, acknowledgedAt: midnight + minute })
  })

  test('again by the same person renews', () => {
    const story = night()
    story.goesDown()
    story.step(1, acknowledged(chen))
    expect(story.step(20, acknowledged(chen)).reason).toBe('renewed')
    expect(story.incident().dueAt).toBe(midnight + 50 * minute)
  })

  test('after recovery is refused and changes nothing', () => {
    const story = night()
    story.goesDown()
    const { incident } = story.step(1, { kind: 'site_up', goods: 2 })
    expect(story.step(2, acknowledged(chen))).toEqual({
      ...{ incident, events: [], pages: [], cancelPlanned: null, reason: 'refused_recovered' },
    })
  })
})

describe('passing', () => {
  test('tells the next rung at once and keeps what is planned for the others', () => {
    const story = two()
    story.goesDown()
    const decision = story.step(0.5, passed(chen), { policy: policy({}, ['sms']) })
    expect(events(decision)).toEqual(['passed', 'skipped 1 staff voice no_channel'])
    expect(decision.cancelPlanned).toBe(null)
  })

  test('by the only one on post reaches the lead at once', () => {
    const story = night({ policy: policy({}, ['sms']) })
    story.goesDown()
    expect(told(story.step(0.5, passed(chen)))).toEqual(['周敏 sms escalate.lead'])
  })

  test('leaves whoever passed alone on the rungs that follow', () => {
    const story = night()
    story.goesDown()
    story.step(0.5, passed(chen))
    const later = [5, 10].flatMap((minutes) => told(story.step(minutes, time)))
    expect(later.filter((text) => text.startsWith('陈海涛'))).toEqual([])
  })

  test('twice is passing once', () => {
    const story = two()
    story.goesDown()
    const { incident } = story.step(0.5, passed(chen))
    expect(story.step(0.6, passed(chen))).toMatchObject({ incident, events: [], pages: [] })
  })

  test('by its owner goes back to the ladder and takes back the word that it was taken', () => {
    const story = night()
    story.goesDown()
    story.step(1, acknowledged(chen))
    const decision = story.step(2, passed(chen))
    expect(decision).toMatchObject({ reason: 'passed', cancelPlanned: 'passed' })
    expect(told(decision)).toEqual(['周敏 sms escalate.lead', '周敏 voice escalate.lead'])
    expect(story.incident()).toMatchObject({ state: 'paging', acknowledgementExpiresAt: null })
  })

  test('never asks again in that moment whoever passes, and never without end', () => {
    const story = night({ duty: dutyOf({ staff: [], office: [] }) })
    story.goesDown()
    expect(told(story.step(1, passed(zhou)))).toEqual([])
    const { dueAt } = story.incident()
    expect(told(story.step(1.5, passed(zhou)))).toEqual([])
    expect(story.incident().dueAt).toBe(dueAt)
  })

  test('what somebody else has is refused', () => {
    const story = two()
    story.goesDown()
    const { incident } = story.step(1, acknowledged(chen))
    expect(story.step(2, passed(sun))).toMatchObject({ incident, reason: 'refused_not_owner', events: [] })
  })
})

describe('an acknowledgement that runs out', () => {
  const expired = (overrides: Parameters<typeof night>[0] = {}) => {
    const story = night(overrides)
    story.goesDown()
    story.step(1, acknowledged(chen))
    return { story, decision: story.step(31, time) }
  }

  test('asks its owner first, does not text them twice, and copies the lead', () => {
    const { decision, story } = expired()
    expect(told(decision)).toEqual(['陈海涛 sms repage.expired', '周敏 sms repage'])
    expect(events(decision)).toEqual(['acknowledgement_expired', 'escalated 0 staff expired'])
    expect(story.incident()).toMatchObject({ state: 'paging', round: 2, dueAt: midnight + 34 * minute })
  })

  test('asks the others on post as well', () => {
    expect(told(expired({ duty: dutyOf({ staff: [chen, sun] }) }).decision)).toEqual([
      '陈海涛 sms repage.expired',
      '孙立群 sms repage',
      '周敏 sms repage',
    ])
  })

  test('leaves the copied lead to be told by their own rung when it comes, as a text of its own', () => {
    const ladder = [{ afterMinutes: 1, tell: 'lead' as const, by: ['sms' as const] }]
    const { decision, story } = expired({ policy: policy({ ladder }), duty: dutyOf({ staff: [] }) })
    const rung = story.step(32, time)
    expect(told(rung)).toEqual(['周敏 sms escalate.nobody'])
    const steps = [...decision.pages, ...rung.pages].filter(({ to }) => to.id === zhou.id).map(({ step }) => step)
    expect(new Set(steps).size).toBe(2)
  })

  test('climbs on to the lead five minutes later', () => {
    const { story } = expired()
    expect(story.step(34, time).pages.map(({ channel }) => channel)).toEqual(['voice'])
    expect(told(story.step(36, time))).toContain('周敏 voice escalate.lead')
  })

  test('can be renewed before, by its owner only', () => {
    const story = two()
    story.goesDown()
    story.step(1, acknowledged(chen))
    expect(story.step(20, { kind: 'renewed', ...by(sun) }).reason).toBe('refused_not_owner')
    expect(story.step(20, { kind: 'renewed', ...by(chen) }).reason).toBe('renewed')
    expect(story.step(31, time).reason).toBe('not_due')
  })
})

describe('asking for help', () => {
  test('tells the lead at once and leaves the matter with its owner', () => {
    const story = night()
    story.goesDown()
    story.step(1, acknowledged(chen))
    expect(told(story.step(2, { kind: 'help_asked', ...by(chen) }))).toEqual(['周敏 sms repage'])
    expect(story.incident()).toMatchObject({ state: 'acknowledged', acknowledgedBy: { id: 'p-chen' } })
  })

  test('by the lead tells nobody, and before anybody has it is refused', () => {
    const story = night()
    story.goesDown()
    expect(story.step(1, { kind: 'help_asked', ...by(chen) }).reason).toBe('refused_not_acknowledged')
    story.step(2, acknowledged(zhou))
    expect(told(story.step(3, { kind: 'help_asked', ...by(zhou) }))).toEqual([])
  })
})

test('progress becomes the note that the confirmation is pre-filled with', () => {
  const story = night()
  story.goesDown()
  story.step(1, { kind: 'progress', note: '机房重启', ...by(chen) })
  expect(story.incident().note).toBe('机房重启')
})

test('a note can be added when all is over and changes nothing else', () => {
  const story = night()
  story.goesDown()
  story.step(1, { kind: 'voided', reason: '演练', ...by(zhao) })
  const { version } = story.incident()
  expect(story.step(2, { kind: 'note_added', note: '已通知机房', ...by(chen) }).events).toMatchObject([
    { note: '已通知机房' },
  ])
  expect(story.incident()).toMatchObject({ state: 'voided', version: version + 1, note: '' })
})

test('nobody without a mobile is ever put on a page', () => {
  const story = night({ duty: { ...at(midnight).duty, lead: { id: 'p-old', name: '钱老' } } })
  story.goesDown()
  const all = [5, 10, 25].flatMap((minutes) => story.step(minutes, time).pages)
  expect(all.map(({ to }) => to.name)).toEqual(['赵欣怡', '赵欣怡'])
})
