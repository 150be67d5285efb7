import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reachOf } from '../../../src/domain/roster/reach.ts'
import {
  isAccountTrouble,
  isDeadNumber,
  isOptOut,
  meaningOf,
  reasonNames,
} from '../../../src/domain/texts/provider-errors.ts'

describe('what a reason on the record means', () => {
  test.each([
    ['twilio:20003', 'wrong_token', 'account'],
    ['twilio:21608', 'trial', 'account'],
    ['30002', 'suspended', 'account'],
    ['twilio:21606', 'bad_sender', 'account'],
    ['twilio:63038', 'account_limit', 'account'],
    ['http:401', 'wrong_token', 'account'],
    ['aliyun:isv.OUT_OF_SERVICE', 'no_balance', 'account'],
    ['aliyun:isv.SMS_SIGNATURE_ILLEGAL', 'signature', 'account'],
    ['aliyun:no_template', 'no_template', 'account'],
    ['wecom:93000', 'robot_gone', 'account'],
    ['wecom:no_address', 'no_robot', 'account'],
    ['smtp:535', 'mail_sign_in', 'account'],
    ['30005', 'unknown_number', 'number'],
    ['30003', 'handset_off', 'number'],
    ['twilio:21610', 'opted_out', 'number'],
    ['aliyun:isv.BUSINESS_LIMIT_CONTROL', 'number_limit', 'number'],
    ['email:no_address', 'no_email', 'number'],
    ['smtp:550', 'mailbox_refused', 'number'],
    ['call:busy', 'call_busy', 'number'],
    ['call:failed:404', 'call_no_such_number', 'number'],
    ['call:failed:480', 'call_switched_off', 'number'],
    ['call:failed:503', 'call_failed', 'passing'],
    ['30007', 'filtered', 'text'],
    ['http:400', 'refused', 'text'],
    ['smtp:554', 'refused', 'text'],
    ['http:429', 'too_fast', 'passing'],
    ['dingtalk:own_limit', 'too_fast', 'passing'],
    ['aliyun:Throttling.User', 'too_fast', 'passing'],
    ['http:502', 'provider_trouble', 'passing'],
    ['smtp:451', 'provider_trouble', 'passing'],
    ['ECONNREFUSED', 'no_connection', 'passing'],
    ['CERT_HAS_EXPIRED', 'no_connection', 'passing'],
    ['unreachable', 'no_connection', 'passing'],
    ['timeout', 'not_known', 'passing'],
    ['TypeError', 'not_known', 'passing'],
    ['no_delivery_report', 'no_report', 'passing'],
    ['no_channel', 'no_channel', 'ours'],
    ['overtaken', 'overtaken', 'ours'],
    ['voided', 'closed', 'ours'],
  ])('%s is %s, a matter of %s', (reason, name, concern) => {
    expect(meaningOf(reason)).toMatchObject({ name, concern })
  })

  test('a call without a key press tells for how long it was open', () => {
    expect(meaningOf('call:no_key:28')).toMatchObject({ name: 'call_no_key', seconds: 28 })
  })

  test('a code that nobody here knows is kept as the provider wrote it', () => {
    expect(meaningOf('30099')).toEqual({ name: null, concern: 'passing', code: '30099', seconds: null })
    expect(meaningOf('aliyun:isv.NEWER_THAN_US')).toMatchObject({ name: null, code: 'isv.NEWER_THAN_US' })
    expect(meaningOf('constructor').name).toBeNull()
  })

  test('our own words show no code', () => {
    expect(meaningOf('timeout').code).toBe('')
    expect(meaningOf('http:500').code).toBe('500')
  })

  test('whatever a provider writes, there is an answer', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z]{2,8}:[\w.:-]{0,20}$/)),
        (reason) => {
          const { name, concern } = meaningOf(reason)
          expect(name === null || reasonNames.includes(name)).toBe(true)
          expect(isAccountTrouble(reason)).toBe(concern === 'account')
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('what it tells of the number', () => {
  test('a number is dead only when no text will ever reach it, never by a call', () => {
    for (const reason of ['21211', 'twilio:21614', '30006', '21635', 'aliyun:isv.MOBILE_NUMBER_ILLEGAL'])
      expect(isDeadNumber(reason), reason).toBe(true)
    for (const reason of ['30003', '30004', '30008', '21610', 'call:failed:404', 'timeout', 'twilio:20003'])
      expect(isDeadNumber(reason), reason).toBe(false)
    expect(isOptOut('twilio:21610')).toBe(true)
  })

  test('a refusal of our whole account says nothing of it', () => {
    const last = { delivered: false, reason: 'twilio:20003' }
    const number = { mobile: '+8613800000001', isVerified: true, hasStopped: false }
    expect(reachOf({ ...number, last })).toBe('verified')
    expect(reachOf({ ...number, last: { delivered: false, reason: '30008' } })).toBe('failed')
  })
})
