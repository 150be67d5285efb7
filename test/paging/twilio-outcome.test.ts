import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomeOfError } from '../../src/paging/twilio-outcome.ts'

const failed = (fields: object) => outcomeOfError(Object.assign(new Error('it failed'), fields), 1, 0.5)

describe('what a failed request means', () => {
  test.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('%s came before the first byte: safe to send again', (code) =>
    expect(failed({ code })).toEqual({ kind: 'retry', afterMs: 200, reason: code }),
  )

  test('a timeout while connecting is safe, one after it is not', () => {
    expect(failed({ code: 'ETIMEDOUT', cause: { syscall: 'connect' } })).toMatchObject({ kind: 'retry' })
    expect(failed({ code: 'ETIMEDOUT' })).toEqual({ kind: 'unknown', reason: 'timeout' })
    expect(failed({ code: 'ECONNABORTED' })).toEqual({ kind: 'unknown', reason: 'timeout' })
  })

  test('a reset while agreeing on TLS is safe, one after it is not', () => {
    const message = 'Client network socket disconnected before secure TLS connection was established'
    expect(outcomeOfError(Object.assign(new Error(message), { code: 'ECONNRESET' }), 1, 0)).toMatchObject({
      kind: 'retry',
    })
    expect(failed({ code: 'ECONNRESET' })).toEqual({ kind: 'unknown', reason: 'reset' })
  })

  test('a refusal without a code of the provider keeps its HTTP status', () => {
    expect(failed({ status: 403 })).toEqual({ kind: 'refused', reason: 'http:403' })
    expect(failed({ status: 408 })).toEqual({ kind: 'unknown', reason: 'http:408' })
    expect(failed({ status: 302 })).toEqual({ kind: 'unknown', reason: 'http:302' })
  })

  test('whatever was thrown, the outcome is never that it was sent', () => {
    fc.assert(
      fc.property(fc.anything(), fc.nat(100), (thrown, attempt) => {
        expect(['retry', 'refused', 'unknown']).toContain(outcomeOfError(thrown, attempt, 0.5).kind)
      }),
    )
  })
})

describe('the wait after 429', () => {
  const wait = (attempt: number, random: number) => {
    const outcome = outcomeOfError({ status: 429 }, attempt, random)
    return outcome.kind === 'retry' ? outcome.afterMs : null
  }

  test('doubles with each try and stops at 15 s, so that a page leaves soon after the relief', () => {
    expect([1, 2, 3, 7, 8, 20, 5000].map((attempt) => wait(attempt, 0.5))).toEqual([
      200, 400, 800, 12_800, 15_000, 15_000, 15_000,
    ])
  })

  test('is spread by a tenth either way', () => {
    expect([wait(1, 0), wait(1, 0.999)]).toEqual([180, 220])
  })
})
