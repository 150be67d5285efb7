import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day } from '../../../src/domain/instant.ts'
import { type Certificate, certificateWarnings, warningDue } from '../../../src/domain/watch/certificate.ts'

const endsAt = Date.UTC(2026, 11, 31)
const certificate = (fingerprint: string, changes: Partial<Certificate> = {}): Certificate => ({
  ...{ fingerprint, subject: 'example', names: [], issuers: [], fromAt: 0, endsAt, key: 'RSA 2048', ...changes },
})

test.each([
  [31, null],
  [30, 30],
  [15, 30],
  [14, 14],
  [7, 7],
  [2, 7],
  [1, 1],
  [0.01, 1],
  [0, null],
  [-3, null],
])('%d days before its end a certificate is at the step of %o', (days, step) => {
  expect(warningDue(endsAt, endsAt - days * day)).toBe(step)
})

test('steps only come nearer as time passes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 * day }), fc.integer({ min: 0, max: 40 * day }), (left, passed) => {
      const [before, after] = [warningDue(endsAt, endsAt - left), warningDue(endsAt, endsAt - left + passed)]
      if (before !== null && after !== null) expect(after).toBeLessThanOrEqual(before)
    }),
  )
})

test('a certificate that many sites show is one warning, and sites that left the book are none', () => {
  const seen = new Map([
    ['s-1', certificate('a')],
    ['s-2', certificate('a')],
    ['s-3', certificate('b', { endsAt: endsAt + 90 * day })],
    ['s-gone', certificate('c')],
  ])
  expect(certificateWarnings(seen, ['s-1', 's-2', 's-3', 's-new'], endsAt - 5 * day)).toEqual([
    { certificate: certificate('a'), days: 7, siteIds: ['s-1', 's-2'] },
  ])
})
