import { expect, test } from 'vitest'
import { keptLookDays } from '../../../src/domain/watch/keeping.ts'

test('looks are kept for as long as the book says, with more than 5,000 sites for three days at most', () => {
  expect([keptLookDays(7, 300), keptLookDays(7, 5000), keptLookDays(7, 5001)]).toEqual([7, 7, 3])
  expect([keptLookDays(100, 300), keptLookDays(2, 14_300)]).toEqual([100, 2])
})
