import { describe, expect, test } from 'vitest'
import { minute } from '../../../src/domain/instant.ts'
import { by, chen, dutyOf, events, failure, midnight, night, policy, told, zhao, zhou } from '../night.ts'

const time = { kind: 'time_passed' } as const
const up = { kind: 'site_up', goods: 2 } as const
const down = (minutes: number) => ({ kind: 'site_down', failures: [failure(midnight + minutes * minute)] }) as const
const taken = { kind: 'acknowledged', takeOver: false, ...by(chen) } as const
const confirmed = { kind: 'recovery_confirmed', cause: null, note: '', ...by(zhou) } as const
const rejected = { kind: 'recovery_rejected', note: '后台还报错', ...by(zhou) } as const
const mended = { kind: 'mended', cause: 'server', note: '换了电源', ...by(chen) } as const

/** Down at 0, taken at 1, restored at 20. */
function restored(overrides: Parameters<typeof night>[0] = {}) {
  const story = night(overrides)
  story.goesDown()
  story.step(1, taken)
  return { story, decision: story.step(20, up) }
}

describe('recovery', () => {
  test('tells whoever has it, asks the lead to confirm, and takes back what is planned', () => {
    const { decision, story } = restored()
    expect(told(decision)).toEqual(['周敏 sms recovered.confirm', '陈海涛 sms recovered'])
    expect(decision.cancelPlanned).toBe('recovered')
    expect(story.incident()).toMatchObject({
      state: 'recovered',
      recoveredAt: midnight + 20 * minute,
      dueAt: midnight + 50 * minute,
    })
  })

  test('before anybody took it tells everybody who was told', () => {
    const story = night()
    story.goesDown()
    expect(told(story.step(2, up))).toEqual(['周敏 sms recovered.confirm', '陈海涛 sms recovered'])
  })

  test('without a lead is confirmed by the office', () => {
    expect(told(restored({ duty: dutyOf({ lead: null }) }).decision)).toEqual([
      '赵欣怡 sms recovered.confirm',
      '陈海涛 sms recovered',
    ])
  })

  test('seen twice changes nothing', () => {
    const { story, decision } = restored()
    expect(story.step(21, up)).toMatchObject({ incident: decision.incident, reason: 'not_down', events: [] })
  })

  test('that nobody confirms is reminded three times, from the second by a call and with the office, then rests', () => {
    const { story } = restored()
    const again = ['周敏 sms confirm.remind', '赵欣怡 sms confirm.remind']
    expect(told(story.step(50, time))).toEqual(['周敏 sms confirm.remind'])
    expect(told(story.step(80, time))).toEqual([...again, '周敏 voice confirm.remind'])
    expect(told(story.step(110, time))).toEqual([...again, '周敏 voice confirm.remind'])
    expect(story.incident().dueAt).toBe(null)
  })
})

describe('confirming', () => {
  test('is refused while the site is down, and changes nothing', () => {
    const story = night()
    story.goesDown()
    const { incident } = story.step(1, taken)
    expect(story.step(2, confirmed)).toEqual({
      ...{ incident, events: [], pages: [], cancelPlanned: null, reason: 'refused_still_down' },
    })
  })

  test('closes it with the cause and note of whoever mended it, and thanks them', () => {
    const story = night()
    story.goesDown()
    story.step(1, taken)
    story.step(10, mended)
    story.step(20, up)
    expect(told(story.step(25, confirmed))).toEqual(['陈海涛 sms confirmed'])
    expect(story.incident()).toMatchObject({
      state: 'closed',
      cause: 'server',
      note: '换了电源',
      confirmedBy: { id: 'p-zhou' },
      confirmedAt: midnight + 25 * minute,
      dueAt: null,
    })
  })

  test('without any cause says that it is not yet known', () => {
    const { story } = restored()
    story.step(25, confirmed)
    expect(story.incident().cause).toBe('unclear')
  })

  test('by the lead’s own words overrules the responder', () => {
    const { story } = restored()
    story.step(21, mended)
    story.step(25, { ...confirmed, cause: 'network', note: '运营商断纤' })
    expect(story.incident()).toMatchObject({ cause: 'network', note: '运营商断纤' })
  })

  test('a closed incident refuses every further act', () => {
    const { story } = restored()
    const { incident } = story.step(25, confirmed)
    for (const act of [taken, confirmed, rejected, mended, time, { kind: 'passed', ...by(chen) } as const]) {
      expect(story.step(26, act)).toMatchObject({ incident, reason: 'refused_closed', events: [], pages: [] })
    }
  })
})

describe('rejecting', () => {
  test('goes back to the responder, who is told once, with the ladder behind them', () => {
    const { story } = restored()
    const decision = story.step(25, rejected)
    expect(told(decision)).toEqual(['陈海涛 sms rejected'])
    expect(decision.cancelPlanned).toBe('rejected')
    expect(story.incident()).toMatchObject({
      state: 'paging',
      rejectedBy: { id: 'p-zhou' },
      dueAt: midnight + 28 * minute,
    })
    expect(story.step(30, time).pages.map(({ to }) => to.name)).toEqual(['周敏', '周敏'])
  })

  test('and then mended asks the lead again', () => {
    const { story } = restored()
    story.step(25, rejected)
    story.step(26, taken)
    const decision = story.step(30, mended)
    expect(told(decision)).toContain('周敏 sms recovered.confirm')
    expect(story.incident()).toMatchObject({ state: 'recovered', rejectedBy: null })
    expect(story.step(31, confirmed).incident?.state).toBe('closed')
  })

  test('is refused while the site is down', () => {
    const story = night()
    story.goesDown()
    expect(story.step(1, rejected).reason).toBe('refused_still_down')
  })
})

describe('a relapse', () => {
  test('is the same incident, voids the recovery, and asks its owner first', () => {
    const { story, decision } = restored()
    const again = story.step(24, down(24))
    expect(told(again)).toEqual(['陈海涛 sms relapse'])
    expect(again.cancelPlanned).toBe('relapsed')
    expect(story.incident()).toMatchObject({ id: decision.incident?.id, state: 'paging', round: 2, recoveredAt: null })
    expect(story.step(25, confirmed).reason).toBe('refused_still_down')
  })

  test('keeps the first times: they are measured from the first failure', () => {
    const { story } = restored()
    const { startedAt, acknowledgedAt } = story.incident()
    story.step(24, down(24))
    expect(story.incident()).toMatchObject({ startedAt, acknowledgedAt })
  })

  test('asks again whoever had passed or was out of reach before', () => {
    const story = night()
    story.goesDown()
    story.step(1, { kind: 'passed', ...by(chen) })
    story.step(2, up)
    expect(told(story.step(4, down(4)))).toEqual(['陈海涛 sms relapse'])
    expect(story.incident().lost).toEqual([])
  })

  test('after the close is a new incident', () => {
    const { story } = restored()
    story.step(22, confirmed)
    expect(story.step(24, down(24), { newIncidentId: '2026-1004-02' })).toMatchObject({
      reason: 'opened',
      incident: { id: '2026-1004-02', version: 1 },
    })
  })
})

describe('flapping', () => {
  /** Down, up, down, up within half an hour. */
  function flapping(owner: boolean) {
    const story = night()
    story.goesDown()
    if (owner) story.step(1, taken)
    story.step(4, up)
    story.step(8, down(8))
    return { story, decision: story.step(12, up) }
  }

  test('is called once there were four turns in half an hour, and people are told only when it has held', () => {
    const { story, decision } = flapping(true)
    expect([told(decision), events(decision)]).toEqual([[], ['recovered', 'flapping']])
    expect(story.incident()).toMatchObject({ flapping: true, dueAt: midnight + 22 * minute })
    const settled = story.step(22, time)
    expect([settled.reason, ...told(settled)]).toEqual([
      'settled',
      '周敏 sms recovered.confirm',
      '陈海涛 sms recovered',
    ])
    expect(story.incident()).toMatchObject({ flapping: false, settleAt: null })
  })

  test('down again goes quietly back to its owner, whose time runs anew', () => {
    const { story } = flapping(true)
    expect(told(story.step(14, down(14)))).toEqual([])
    expect(story.incident()).toMatchObject({ state: 'acknowledged', dueAt: midnight + 44 * minute })
  })

  test('down again with no owner goes to the repeats of the ladder', () => {
    const { story } = flapping(false)
    expect(told(story.step(14, down(14)))).toEqual([])
    expect(story.incident()).toMatchObject({ state: 'paging', dueAt: midnight + 29 * minute })
    expect(story.step(29, time).pages.map(({ to }) => to.name)).toEqual(['周敏', '赵欣怡'])
  })

  test('two hours of it make one incident and few texts to the person who has it', () => {
    const story = night({ policy: policy({}, ['sms']) })
    story.goesDown()
    story.step(0.1, taken)
    let texts = 0
    for (let clock = 0.5; clock < 120; clock += 0.5) {
      const decisions = [story.step(clock, clock % 1 === 0 ? down(clock) : up), story.step(clock, time)]
      texts += decisions.flatMap(({ pages }) => pages.filter(({ to }) => to.id === chen.id)).length
    }
    expect([story.incident().id, texts <= 8]).toEqual(['2026-1004-01', true])
  })
})

test('voiding ends it without a word to anybody, with the reason on the record', () => {
  const story = night()
  story.goesDown()
  const decision = story.step(1, { kind: 'voided', reason: '误报', ...by(zhao) })
  expect(decision).toMatchObject({ pages: [], cancelPlanned: 'voided', events: [{ kind: 'voided', reason: '误报' }] })
  expect(story.incident()).toMatchObject({ state: 'voided', voidReason: '误报', dueAt: null })
})
