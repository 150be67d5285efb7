import { expect, test } from 'vitest'
import { attemptStateOf } from '../../../src/domain/texts/delivery.ts'

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
