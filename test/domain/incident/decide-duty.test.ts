import { describe, expect, test } from 'vitest'
import { newcomersOf } from '../../../src/domain/incident/decide-duty.ts'
import { minute } from '../../../src/domain/instant.ts'
import { by, chen, dutyOf, events, midnight, night, policy, sun, told, zhao, zhou } from '../night.ts'

const changed = { kind: 'duty_changed' as const }
const passing = { kind: 'time_passed' as const }
const unreachable = { id: 'p-old', name: '钱老' }
/** A ladder of two rungs: staff at once, the lead after five minutes. */
const ladder = policy({
  ladder: [
    { afterMinutes: 0, tell: 'staff', by: ['sms'] },
    { afterMinutes: 5, tell: 'lead', by: ['sms'] },
  ],
})

function outage() {
  const story = night({ policy: ladder })
  story.goesDown()
  story.step(0, passing)
  return story
}

describe('while the incident is open', () => {
  test('the same people on duty are no news', () => {
    const story = outage()
    const before = story.incident()
    const decision = story.step(1, changed)
    expect([decision.reason, decision.incident, told(decision), events(decision)]).toEqual([
      ...['duty_unchanged', before],
      ...[[], []],
    ])
  })

  test('who relieves the one who was told is told at once; a lead whose rung has not come is not', () => {
    const story = outage()
    const decision = story.step(2, changed, { duty: dutyOf({ staff: [sun], lead: zhao }) })
    expect([told(decision), events(decision), decision.reason]).toEqual([
      ['孙立群 sms outage'],
      ['duty_changed'],
      'duty_changed',
    ])
    expect(decision.pages[0]).toMatchObject({ urgency: 'page', audience: 'staff', dueAt: midnight + 2 * minute })
    expect(story.incident().told.map(({ name }) => name)).toEqual(['陈海涛', '孙立群'])
    // The lead's own rung finds who leads by then.
    expect(told(story.step(5, passing, { duty: dutyOf({ staff: [sun], lead: zhao }) }))).toEqual([
      expect.stringContaining('赵欣怡 sms'),
    ])
  })

  test('a new lead is told once the rung of leads was, and each newcomer once, however often the clock asks', () => {
    const story = outage()
    story.step(5, passing)
    const both = { duty: dutyOf({ staff: [chen, sun], lead: zhao }) }
    expect(told(story.step(6, changed, both))).toEqual(['孙立群 sms outage', '赵欣怡 sms outage'])
    expect(story.step(7, changed, both).reason).toBe('duty_unchanged')
    expect(story.step(8, changed, { duty: dutyOf({ staff: [chen], lead: zhou }) }).reason).toBe('duty_unchanged')
  })

  test('whoever has it keeps it: a newcomer is told, and nothing that waits for the clock moves', () => {
    const story = outage()
    story.step(1, { kind: 'acknowledged', takeOver: false, ...by(chen) })
    const { dueAt } = story.incident()
    const decision = story.step(3, changed, { duty: dutyOf({ staff: [sun] }) })
    expect(told(decision)).toEqual(['孙立群 sms outage'])
    expect(story.incident()).toMatchObject({ state: 'acknowledged', dueAt, acknowledgedBy: { name: '陈海涛' } })
  })

  test('one without a number is known from then on and told nothing', () => {
    const story = outage()
    const duty = { duty: dutyOf({ staff: [unreachable] }) }
    const decision = story.step(1, changed, duty)
    expect([told(decision), events(decision), decision.reason]).toEqual([[], [], 'duty_changed'])
    expect(newcomersOf(story.incident(), duty.duty)).toEqual({ staff: [], lead: null })
    expect(story.step(2, changed, duty).reason).toBe('duty_unchanged')
  })

  test('one who was out of reach on another rung, and comes on duty, counts as told', () => {
    const story = outage()
    story.step(5, passing)
    story.step(6, { kind: 'page_failed', person: zhou, channel: 'sms', why: '30008', round: 1 })
    const round = story.incident().round
    story.step(6, { kind: 'page_failed', person: sun, channel: 'sms', why: '30008', round })
    expect(story.incident().lost.map(({ name }) => name)).toContain('孙立群')
    story.step(7, changed, { duty: dutyOf({ staff: [sun] }) })
    expect(story.incident().told.map(({ name }) => name)).toContain('孙立群')
    expect(story.incident().lost.map(({ name }) => name)).not.toContain('孙立群')
  })
})

describe('once the probes pass again', () => {
  function recovered() {
    const story = outage()
    story.step(10, { kind: 'site_up', goods: 2 })
    return story
  }

  test('a new lead is asked to confirm, and new staff are left alone', () => {
    const story = recovered()
    const decision = story.step(12, changed, { duty: dutyOf({ staff: [sun], lead: zhao }) })
    expect([told(decision), story.incident().state]).toEqual([['赵欣怡 sms recovered.confirm'], 'recovered'])
    expect(decision.pages[0]?.message).toMatchObject({ at: midnight + 10 * minute, forMs: 10.5 * minute, who: null })
  })

  test('nobody new is told of a closed incident', () => {
    const story = recovered()
    story.step(11, { kind: 'recovery_confirmed', cause: null, note: '', ...by(zhou) })
    const decision = story.step(12, changed, { duty: dutyOf({ lead: zhao }) })
    expect([decision.reason, told(decision)]).toEqual(['refused_closed', []])
  })
})
