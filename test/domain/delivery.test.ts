import { expect, test } from 'vitest'
import { attemptStateOf, deliveryErrors, isKnownDeliveryError } from '../../src/domain/delivery.ts'

test("the provider's words become our states, and never a better one than was said", () => {
  const words = [
    'accepted',
    'scheduled',
    'queued',
    'sending',
    'sent',
    'delivered',
    'read',
    'undelivered',
    'failed',
    'canceled',
  ]
  expect(words.map(attemptStateOf)).toEqual([
    ...['accepted', 'accepted', 'queued', 'queued', 'sent', 'delivered', 'delivered', 'failed', 'failed', 'failed'],
  ])
})

test('a word that we do not know is no state, not even one that every object has', () => {
  for (const word of ['', 'received', 'toString', '__proto__']) expect(attemptStateOf(word)).toBeNull()
})

test('a known error says whether another try to the same number can help', () => {
  const permanent = Object.entries(deliveryErrors).filter(([, error]) => error.permanent)
  expect(permanent.map(([code]) => code)).toEqual(
    expect.arrayContaining(['21211', '21610', '21614', '20003', '30005', '30006']),
  )
  expect(deliveryErrors['30003'].permanent).toBe(false)
  expect(isKnownDeliveryError('30008')).toBe(true)
  expect(isKnownDeliveryError('99999')).toBe(false)
  expect(isKnownDeliveryError('constructor')).toBe(false)
})
