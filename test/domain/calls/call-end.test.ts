import { describe, expect, test } from 'vitest'
import { callEndOf, callStateOf, faultOfNumber } from '../../../src/domain/calls/call-end.ts'

const word = (status: string, more: { seconds?: string; sipCode?: string } = {}) =>
  callStateOf({ status, seconds: more.seconds ?? null, sipCode: more.sipCode ?? null })

describe('what a provider says of a call', () => {
  test.each([
    ['queued', 'queued'],
    ['initiated', 'queued'],
    ['ringing', 'queued'],
    ['in-progress', 'sent'],
  ])('%s: it goes on', (status, state) => {
    expect(word(status)).toEqual({ state, reason: null })
  })

  test.each([
    ['completed', {}, 'call:no_key'],
    ['completed', { seconds: '28' }, 'call:no_key:28'],
    ['completed', { seconds: '0' }, 'call:no_key:0'],
    ['completed', { seconds: 'a while' }, 'call:no_key'],
    ['busy', { seconds: '0', sipCode: '486' }, 'call:busy'],
    ['no-answer', {}, 'call:no_answer'],
    ['failed', {}, 'call:failed'],
    ['failed', { sipCode: '404' }, 'call:failed:404'],
    ['canceled', {}, 'call:canceled'],
  ])('%s %o: it ended without a key', (status, more, reason) => {
    expect(word(status, more)).toEqual({ state: 'failed', reason })
  })

  test.each(['delivered', 'constructor', ''])('%s is a word that nobody knows', (status) => {
    expect(word(status)).toBeNull()
  })
})

test('the reason can be taken apart again, and that of a text is none', () => {
  expect(callEndOf('call:no_key:28')).toEqual({ end: 'no_key', detail: 28 })
  expect(callEndOf('call:busy')).toEqual({ end: 'busy', detail: null })
  for (const other of ['30005', 'twilio:21211', 'call:', 'call:else', 'no_key']) expect(callEndOf(other)).toBeNull()
})

test('the code of the network tells a number that nobody has from a phone that is off, and else nothing', () => {
  expect([404, 410, 484, 604].map(faultOfNumber)).toEqual(Array(4).fill('no_such_number'))
  expect([408, 480].map(faultOfNumber)).toEqual(Array(2).fill('switched_off'))
  expect([503, null].map(faultOfNumber)).toEqual([null, null])
})
