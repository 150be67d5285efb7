import { describe, expect, test } from 'vitest'
import type { EventBody, IncidentEvent, Via } from '../../src/domain/incident/incident.ts'
import type { Language } from '../../src/domain/language.ts'
import { lineOf } from '../../src/web/incidents/event-line.ts'
import { readerIn } from './readers.ts'
import { nightNow } from './town.ts'

// Every key press, hang-up and silence of a call is a line on the incident's timeline.

const chen = { id: 'p-chen', name: '陈海涛' }

function lineFor(body: EventBody, via: Via | null = null, language: Language = 'zh-Hans'): string {
  const event: IncidentEvent = { at: nightNow, by: via ? chen : null, via, ...body }
  const line = lineOf(event, readerIn(language))
  return [line?.who, line?.text, line?.proof].filter(Boolean).join(' ')
}

const failed = (reason: string): EventBody => ({ kind: 'page_failed', person: chen, channel: 'voice', reason })

describe('a call that brought no key', () => {
  test.each([
    ['call:no_key:28', '陈海涛 接通未按键（28 秒）'],
    ['call:no_answer', '陈海涛 无人接听'],
    ['call:busy', '陈海涛 占线'],
    ['call:failed:480', '陈海涛 关机'],
    ['call:failed:404', '陈海涛 空号'],
  ])('%s is told as %s', (reason, words) => {
    expect(lineFor(failed(reason))).toBe(words)
    for (const language of ['zh-Hant', 'en'] as const)
      expect(lineFor(failed(reason), null, language)).not.toMatch(/call:/)
  })
})

describe('what a person did by a key', () => {
  const acts: [EventBody, string][] = [
    [{ kind: 'acknowledged', takenOverFrom: null }, '陈海涛 按1签收 按电话键'],
    [{ kind: 'acknowledged_late', first: null, firstAt: null }, '陈海涛 按1签收，已有人先签，记下 按电话键'],
    [{ kind: 'passed' }, '陈海涛 按0来不了，通知下一位 按电话键'],
    [{ kind: 'confirmed', cause: 'unclear', note: '' }, '陈海涛 按1确认已恢复，办结'],
    [{ kind: 'key_pressed', key: '2' }, '陈海涛 按2听详细情况 按电话键'],
    [{ kind: 'key_pressed', key: '9' }, '陈海涛 按9重听 按电话键'],
    [{ kind: 'key_pressed', key: '7' }, '陈海涛 按7，没有这个选项 按电话键'],
    [{ kind: 'rejected', note: '' }, '陈海涛 按3还没好，退回处置'],
  ]
  test.each(acts)('%o is told with the key', (body, words) => {
    expect(lineFor(body, 'call')).toMatch(new RegExp(`^${words}`))
  })

  test('is told without a key by any other route', () => {
    expect(lineFor({ kind: 'acknowledged', takenOverFrom: null }, 'web')).toBe('陈海涛 签收 在网页')
  })
})
