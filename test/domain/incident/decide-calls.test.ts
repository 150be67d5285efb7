import { describe, expect, test } from 'vitest'
import type { ChannelKind } from '../../../src/domain/book/settings.ts'
import { chen, dutyOf, night, policy, sun, told, zhou } from '../night.ts'

const time = { kind: 'time_passed' } as const
const failed = (person: typeof chen, channel: ChannelKind, round = 1) =>
  ({ kind: 'page_failed', person, channel, round, why: channel === 'voice' ? 'call:no_answer' : '30005' }) as const

const callFirst = policy({
  ladder: [
    { afterMinutes: 0, tell: 'staff', by: ['voice'] },
    { afterMinutes: 5, tell: 'lead', by: ['sms', 'voice'] },
  ],
})

describe('a call that nobody answered', () => {
  test('takes nobody off the ladder who was texted, and pulls nothing forward', () => {
    const story = night()
    story.goesDown()
    story.step(3, time)
    const before = story.incident()
    const decision = story.step(3.5, failed(chen, 'voice'))
    expect(decision).toMatchObject({ reason: 'page_failed_noted', pages: [] })
    expect(decision.events).toMatchObject([{ kind: 'page_failed', channel: 'voice', reason: 'call:no_answer' }])
    expect(story.incident()).toEqual({ ...before, version: before.version + 1 })
    expect(told(story.step(5, time))).toEqual(['周敏 sms escalate.lead', '周敏 voice escalate.lead'])
  })

  test('counts as a text does where the call was all that the person got', () => {
    const story = night({ policy: callFirst })
    story.goesDown()
    expect(story.incident().told).toMatchObject([{ name: '陈海涛', onlyCalled: true }])
    const decision = story.step(0.5, failed(chen, 'voice'))
    expect(decision.reason).toBe('escalated')
    expect(told(decision)).toEqual(['周敏 sms escalate.undelivered', '周敏 voice escalate.undelivered'])
    expect(story.incident().lost).toMatchObject([{ name: '陈海涛', why: 'undelivered' }])
  })

  test('counts for nothing more once the text has failed as well, in either order', () => {
    const callThenText = night()
    callThenText.goesDown()
    callThenText.step(3, time)
    callThenText.step(3.5, failed(chen, 'voice'))
    expect(told(callThenText.step(3.6, failed(chen, 'sms')))).toContain('周敏 sms escalate.undelivered')
    const textThenCall = night()
    textThenCall.goesDown()
    expect(told(textThenCall.step(0.5, failed(chen, 'sms')))).toContain('周敏 sms escalate.undelivered')
    const { told: before, dueAt } = textThenCall.incident()
    expect(textThenCall.step(1, failed(chen, 'voice')).pages).toEqual([])
    expect(textThenCall.incident()).toMatchObject({ told: before, dueAt })
  })

  test('of the lead, texted in the same minute, leaves the later rungs their minutes', () => {
    const story = night()
    story.goesDown()
    story.step(3, time)
    story.step(5, time)
    const { dueAt } = story.incident()
    expect(story.step(5.5, failed(zhou, 'voice'))).toMatchObject({ reason: 'page_failed_noted', pages: [] })
    expect(story.incident().dueAt).toBe(dueAt)
  })

  test('of one of two who were only called leaves the other one to answer', () => {
    const story = night({ policy: callFirst, duty: dutyOf({ staff: [chen, sun] }) })
    story.goesDown()
    expect(told(story.step(0.5, failed(chen, 'voice')))).toEqual([])
    expect(story.incident().told).toMatchObject([{ name: '孙立群' }])
  })

  test('of an earlier run is only noted', () => {
    const story = night({ policy: callFirst })
    story.goesDown()
    expect(story.step(1, failed(chen, 'voice', 0))).toMatchObject({ reason: 'page_failed_noted', pages: [] })
    expect(story.incident().told).toHaveLength(1)
  })
})
