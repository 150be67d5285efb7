import { describe, expect, test } from 'vitest'
import type { Message } from '../../../src/domain/texts/message.ts'
import { by, chen, events, midnight, night, told, zhou } from '../night.ts'

const site = { name: '新港区人民政府门户网站', short: null }
const outage: Message = { key: 'outage', site, since: midnight, why: 'dns' }
const again = (message: Message) =>
  ({
    kind: 'sent_again',
    person: chen,
    page: { audience: 'staff', channel: 'sms', message },
    ...by(zhou),
  }) as const

describe('a message sent again', () => {
  test('goes to the same person in the same words, and leaves the ladder as it is', () => {
    const story = night()
    story.goesDown()
    const before = story.incident()
    const decision = story.step(2, again(outage))
    expect(told(decision)).toEqual([`${chen.name} sms outage`])
    expect(decision.pages[0]).toMatchObject({ step: `${before.round}.again.${before.version + 1}`, message: outage })
    expect(story.incident()).toEqual({ ...before, version: before.version + 1 })
  })

  test('is refused once somebody has taken the incident, or it has recovered', () => {
    const story = night()
    story.goesDown()
    story.step(1, { kind: 'acknowledged', takeOver: false, ...by(chen) })
    expect(story.step(2, again(outage)).reason).toBe('refused_not_paging')
  })

  test('that asks to confirm is refused while the site is down', () => {
    const story = night()
    story.goesDown()
    expect(story.step(2, again({ key: 'confirm.remind', site, at: midnight })).reason).toBe('refused_still_down')
  })
})

test('who was told by telephone is on the record, and nothing is taken, delayed or sent by it', () => {
  const story = night()
  story.goesDown()
  const before = story.incident()
  const person = { id: chen.id, name: chen.name }
  const decision = story.step(2, { kind: 'told_by_phone', person, note: '已知', ...by(zhou) })
  expect(events(decision)).toEqual(['told_by_phone'])
  expect(decision.pages).toEqual([])
  expect(story.incident()).toEqual({ ...before, version: before.version + 1 })
})
