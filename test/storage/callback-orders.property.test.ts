import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AttemptState } from '../../src/domain/incident/page.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import { midnight } from '../domain/night.ts'
import { page } from './logs.ts'

type Word = { n: number; state: AttemptState }

/** What one attempt may be said to have gone through; the callbacks of it come in any order, some never, some twice. */
const course = (n: number) =>
  fc
    .record({
      told: fc.subarray<AttemptState>(['unknown', 'accepted', 'queued', 'sent']),
      end: fc.constantFrom<AttemptState[]>([], ['delivered'], ['failed']),
      repeats: fc.array(fc.nat(4), { maxLength: 4 }),
    })
    .map(({ told, end, repeats }): Word[] => {
      const once = [...told, ...end]
      const again = repeats.flatMap((i) => once[i] ?? [])
      return [...once, ...again].map((state) => ({ n, state }))
    })

const shuffled = fc.tuple(course(1), course(2), fc.boolean()).chain(([first, second, isResent]) =>
  fc.record({
    words: fc.shuffledSubarray(isResent ? [...first, ...second] : first, {
      minLength: isResent ? first.length + second.length : first.length,
    }),
    isResent: fc.constant(isResent),
  }),
)

/** What must be true at the end, whatever the order: a delivery is proof, a failure counts for the newest try alone. */
function endOf(words: readonly Word[], newest: number): string {
  const has = (state: AttemptState, n: number) => words.some((word) => word.state === state && word.n === n)
  if (words.some(({ state }) => state === 'delivered')) return 'delivered'
  if (has('failed', newest)) return 'failed'
  const isProven = words.some(
    ({ n, state }) => !has('failed', n) && (state === 'accepted' || state === 'queued' || state === 'sent'),
  )
  if (isProven) return 'accepted'
  return has('unknown', newest) ? 'unknown' : 'claimed'
}

test('ten thousand orders of callbacks: not one wrong end', async () => {
  const log = openLog(':memory:')
  let count = 0
  const property = fc.asyncProperty(shuffled, async ({ words, isResent }) => {
    const id = `page-${count++}`
    await log.pages.plan([page(id)])
    await log.pages.claimDue(midnight, midnight + 15_000, { limit: 1, courtesyLimit: 0 })
    if (isResent) {
      await log.pages.replan({ id, attempts: 1 }, { dueAt: midnight, text: 'again', reason: 'resent' }, midnight)
      await log.pages.claimDue(midnight, midnight + 15_000, { limit: 1, courtesyLimit: 0 })
    }
    let before = 'claimed'
    for (const { n, state } of words) {
      const report = { state, providerId: `SM${n}`, errorCode: state === 'failed' ? '30003' : null }
      const moved = await log.pages.report(id, n, report, midnight + 1)
      expect(moved?.before.state).toBe(before)
      before = moved?.after.state ?? ''
    }
    expect(before).toBe(endOf(words, isResent ? 2 : 1))
    await log.pages.fail(id, 'over', midnight)
  })
  await fc.assert(property, { numRuns: 10_000 })
  log.close()
}, 120_000)
