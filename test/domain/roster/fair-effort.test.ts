import { expect, test, vi } from 'vitest'
import { openBook } from '../../../src/domain/book/book.ts'
import { draftFairly } from '../../../src/domain/roster/fair-draft.ts'
import { Load } from '../../../src/domain/roster/load.ts'

/** One unit: one lead for all of its sites, who has to rest every other day, and plenty of staff. */
function effortFor(sites: number): { open: number; questions: number } {
  const people = Array.from({ length: 6 }, (_, i) => ({ id: `p-${i}`, name: `第${i}人`, unitId: 'u' }))
  const period = { id: 'd', name: '国庆节', from: '2026-10-01', to: '2026-10-08', state: 'draft' as const }
  const book = openBook({
    schema: 'zhishou.book/1',
    units: [{ id: 'u', name: '单位', leadPoolIds: ['p-0'], staffPoolIds: ['p-1', 'p-2', 'p-3', 'p-4', 'p-5'] }],
    people,
    sites: Array.from({ length: sites }, (_, i) => ({
      ...{ id: `s-${i}`, name: `第${i}站`, url: `http://site-${i}.example/`, unitId: 'u' },
    })),
    periods: [period],
  })
  const asked = vi.spyOn(Load.prototype, 'hindrance')
  const siteIds = [...book.sites.keys()]
  const { unfilled } = draftFairly({ book, period, holidays: [], siteIds, notBefore: 0, keep: 'filled' })
  const questions = asked.mock.calls.length
  asked.mockRestore()
  return { open: unfilled.length, questions }
}

test('what cannot be filled for one site of a unit is not searched for again at each of its sisters', () => {
  const [one, ten] = [effortFor(1), effortFor(10)]
  expect([one.open, ten.open]).toEqual([4, 40])
  expect(ten.questions).toBeLessThan(300_000)
})
