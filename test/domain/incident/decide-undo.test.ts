import { describe, expect, test } from 'vitest'
import { minute, second } from '../../../src/domain/instant.ts'
import { by, chen, dutyOf, events, midnight, night, sun, told, zhou } from '../night.ts'

const acknowledged = (person: typeof chen, takeOver = false) =>
  ({ kind: 'acknowledged', takeOver, ...by(person) }) as const
const undone = (person: typeof chen) => ({ kind: 'acknowledgement_undone', ...by(person) }) as const
const time = { kind: 'time_passed' } as const
const two = () => night({ duty: dutyOf({ staff: [chen, sun] }) })
const almost = 59 / 60

describe('taking an acknowledgement back', () => {
  test('within a minute leaves everything as it was: the ladder goes on at its minute', () => {
    const story = night()
    story.goesDown()
    const before = story.incident()
    story.step(2, acknowledged(chen))
    const decision = story.step(2 + almost, undone(chen))
    expect(events(decision)).toEqual(['acknowledgement_undone'])
    // Nobody forgets what they have read: that somebody was told stays.
    const toldAt = midnight + 2 * minute
    expect(story.incident()).toEqual({ ...before, version: 3, beforeTaking: null, dueAt: before.dueAt, toldAt })
    expect(told(story.step(5, time))).toEqual(['周敏 sms escalate.lead', '周敏 voice escalate.lead'])
  })

  test('tells those who were told that it is taken', () => {
    const story = two()
    story.goesDown()
    story.step(1, acknowledged(chen))
    const decision = story.step(1.5, undone(chen))
    expect(told(decision)).toEqual(['孙立群 sms repage'])
    expect(decision.cancelPlanned).toBe('undone')
  })

  test('of a rung that came due meanwhile lets it fire at once', () => {
    const story = night()
    story.goesDown()
    story.step(4.5, acknowledged(chen))
    story.step(5.25, undone(chen))
    expect(story.incident().dueAt).toBeLessThanOrEqual(midnight + 5.25 * minute)
    expect(told(story.step(5.25, time))).toContain('周敏 sms escalate.lead')
  })

  test('after taking it over gives it back to whoever had it, until the same minute, and tells them that they do', () => {
    const story = two()
    story.goesDown()
    story.step(1, acknowledged(chen))
    const { acknowledgementExpiresAt } = story.incident()
    story.step(3, acknowledged(zhou, true))
    expect(told(story.step(3.5, undone(zhou)))).toEqual(['陈海涛 sms repage'])
    expect(story.incident()).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: { id: 'p-chen' },
      acknowledgementExpiresAt,
      dueAt: acknowledgementExpiresAt,
    })
  })

  test.each([
    ['later than a minute', 1 + 61 / 60, chen, 'refused_too_late'],
    ['after somebody set the clock back by an hour', -59, chen, 'refused_too_late'],
    ['by somebody else', 1.5, sun, 'refused_not_owner'],
  ])('%s is refused', (_, minutes, person, reason) => {
    const story = two()
    story.goesDown()
    story.step(1, acknowledged(chen))
    expect(story.step(minutes, undone(person))).toMatchObject({ reason, pages: [], events: [] })
  })

  test('of what nobody has taken is refused, and twice is refused the second time', () => {
    const story = night()
    story.goesDown()
    expect(story.step(1, undone(chen)).reason).toBe('refused_not_acknowledged')
    story.step(1, acknowledged(chen))
    story.step(1.2, undone(chen))
    expect(story.step(1.3, undone(chen)).reason).toBe('refused_not_acknowledged')
  })
})

describe('a handover that both have signed', () => {
  const handedOver = { kind: 'handed_over', from: [chen], to: { id: sun.id, name: sun.name } } as const

  test('passes on what the outgoing person had taken, for a whole span of its own', () => {
    const story = night()
    story.goesDown()
    story.step(1, acknowledged(chen))
    const decision = story.step(20, handedOver)
    expect(decision).toMatchObject({ reason: 'handed_over', pages: [] })
    expect(story.incident()).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: { id: 'p-sun' },
      acknowledgedAt: midnight + minute,
      dueAt: midnight + 50 * minute,
    })
    expect(story.step(20 + 1 / 60, undone(sun)).reason).toBe('refused_too_late')
  })

  test('leaves alone what somebody else has, and what nobody has', () => {
    const story = two()
    story.goesDown()
    expect(story.step(1, handedOver).reason).toBe('not_theirs')
    story.step(2, acknowledged(zhou))
    expect(story.step(3, handedOver).reason).toBe('not_theirs')
    expect(story.incident().acknowledgedBy?.id).toBe('p-zhou')
  })

  test('counts from the second at which it was signed', () => {
    const story = night()
    story.goesDown()
    story.step(1, acknowledged(chen))
    story.step(2, handedOver)
    expect(story.incident().acknowledgementExpiresAt).toBe(midnight + 32 * minute + 0 * second)
  })
})

test('whoever is late hears when the present owner took it, not when the first one did', () => {
  const story = two()
  story.goesDown()
  story.step(1, acknowledged(chen))
  story.step(32, time)
  story.step(40, acknowledged(sun))
  const [late] = story.step(41, acknowledged(zhou)).events
  expect(late).toMatchObject({ kind: 'acknowledged_late', first: { id: 'p-sun' }, firstAt: midnight + 40 * minute })
  expect(story.incident().acknowledgedAt).toBe(midnight + minute)
})
