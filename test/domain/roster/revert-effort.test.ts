import { expect, test } from 'vitest'
import { openBook } from '../../../src/domain/book/book.ts'
import { momentOn } from '../../../src/domain/instant.ts'
import type { Placed } from '../../../src/domain/roster/placed.ts'
import { withChanges } from '../../../src/domain/roster/revert.ts'

const zone = 'Asia/Shanghai'
const fromAt = momentOn('2026-10-01', '08:30', zone)
const toAt = momentOn('2026-10-02', '08:30', zone)

/** How often the shifts of a roster of so many sites are looked at while every one of them is taken back. */
function looksFor(count: number): number {
  const period = { id: 'd', name: '演练', from: '2026-10-01', to: '2026-10-01', state: 'draft' as const }
  const siteIds = Array.from({ length: count }, (_, i) => `s-${i}`)
  const sites = siteIds.map((id) => ({ id, name: id, url: 'http://127.0.0.1/' }))
  const book = openBook({ schema: 'zhishou.book/1', sites, periods: [period] })
  let looks = 0
  const shifts = siteIds.map((siteId): Placed => {
    const rest = { id: `x-${siteId}`, periodId: 'd', role: 'staff' as const, personId: 'p', from: '', to: '' }
    const shift = { ...rest, siteId, fromAt, toAt }
    const get = () => {
      looks++
      return siteId
    }
    return Object.defineProperty(shift, 'siteId', { enumerable: true, get })
  })
  const changes = siteIds.map((siteId) => {
    return { siteId, role: 'staff' as const, fromAt, toAt, before: [], after: ['p'] }
  })
  expect(withChanges(book, period, shifts, { changes, side: 'before', newId: () => 'new' })).toEqual([])
  return looks
}

test('taking a roster back looks at each row for its own changes only', () => {
  expect(looksFor(400)).toBeLessThanOrEqual(11 * looksFor(40))
})
