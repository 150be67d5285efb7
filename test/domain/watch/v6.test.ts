import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour, minute } from '../../../src/domain/instant.ts'
import { nextV6, tellableV6, type V6Look, type V6State } from '../../../src/domain/watch/v6.ts'

const bad: V6Look = { answer: 'bad', failure: { kind: 'connect_failed', phase: 'connect' } }
const good: V6Look = { answer: 'good' }
const after = (...looks: V6Look[]) =>
  looks.reduce<V6State | undefined>((state, look, n) => nextV6(state, look, n * 10 * minute), undefined)

test('a second failure in a row counts, since the first', () => {
  expect(after(good, bad)).toMatchObject({ answer: 'good', since: 0 })
  expect(after(good, bad, bad)).toMatchObject({ answer: 'bad', since: 10 * minute })
  expect(after(good, bad, bad, bad)).toMatchObject({ answer: 'bad', since: 10 * minute, at: 30 * minute })
  expect(after(good, bad, good, bad)).toMatchObject({ answer: 'good' })
  expect(after(bad, bad)).toMatchObject({ answer: 'bad', since: 0 })
  expect(after(bad)).toMatchObject({ answer: 'unknown' })
})

test('what nobody could tell changes nothing', () => {
  expect(after(bad, bad, { answer: 'unknown' })).toMatchObject({ answer: 'bad', since: 0 })
  expect(after(good, bad, { answer: 'unknown' }, bad)).toMatchObject({ answer: 'bad', since: 10 * minute })
})

test('a name that lost its IPv6 address is no failure', () => {
  expect(after(bad, bad, { answer: 'none' })).toMatchObject({ answer: 'none', since: 20 * minute })
})

test('without any site that answers over IPv6 nothing is said of one that does not', () => {
  const state = after(bad, bad)
  expect(tellableV6(state, null, hour)).toMatchObject({ answer: 'unknown' })
  expect(tellableV6(state, 0, 2 * hour)).toMatchObject({ answer: 'unknown' })
  expect(tellableV6(state, hour, 2 * hour)).toMatchObject({ answer: 'bad' })
  expect(tellableV6(after(good), null, hour)).toMatchObject({ answer: 'good' })
  expect(tellableV6(undefined, hour, hour)).toBeNull()
})

test('a state is never newer than its look nor older than its beginning', () => {
  const look = fc.constantFrom<V6Look>(bad, good, { answer: 'none' }, { answer: 'unknown' })
  fc.assert(
    fc.property(fc.array(look, { minLength: 1 }), (looks) => {
      const state = after(...looks)
      expect(state?.at).toBe((looks.length - 1) * 10 * minute)
      expect(state?.since).toBeLessThanOrEqual(state?.at ?? -1)
      if (state?.answer === 'bad') expect(looks.filter(({ answer }) => answer === 'bad').length).toBeGreaterThan(1)
    }),
  )
})
