import { expect, test } from 'vitest'
import { recordVerdict } from '../../../src/actions/incident/record-verdict.ts'
import { watchOverPager } from '../../../src/actions/self-check/watchdog.ts'
import { minute, second } from '../../../src/domain/instant.ts'
import { bookWith, shift } from '../../domain/roster.ts'
import { type Desk, now, openDesk, wentDown } from '../desk.ts'

const siteIds = ['one', 'two', 'three']
const sites = siteIds.map((id) => ({ id, name: `${id}号网站`, url: 'http://127.0.0.1/', unitId: 'u-portal' }))
const book = bookWith({ sites, shifts: siteIds.map((id) => shift(`${id}-s`, 0, 24, { siteId: id })) })

async function alarms(desk: Desk): Promise<string[]> {
  const { items } = await desk.log.pages.list({}, { limit: 99, cursor: null })
  return items.filter(({ message }) => message.key === 'neglected').map(({ text }) => text)
}

test('a provider that takes nothing neglects every site at once: the office gets one text a quarter of an hour', async () => {
  const desk = await openDesk(book)
  for (const id of siteIds) await recordVerdict(desk, wentDown(id, now), now)
  const claimed = await desk.log.pages.claimDue(now, now + 15 * second, { limit: 9, courtesyLimit: 9 })
  const again = { dueAt: now + 60 * minute, reason: '20500' }
  for (const { page } of claimed) await desk.log.pages.replan(page, { ...again, text: page.text }, now)
  for (let after = 1; after <= 3; after++) expect(await watchOverPager(desk, now + after * minute)).toBe(3)
  expect(await alarms(desk)).toHaveLength(1)
  await watchOverPager(desk, now + 17 * minute)
  expect(new Set(await alarms(desk)).size).toBe(2)
})

test('a look over many incidents leaves room for texts and probes in between', async () => {
  const ids = Array.from({ length: 40 }, (_, i) => `s-${i}`)
  const many = ids.map((id) => ({ id, name: id, url: 'http://127.0.0.1/', unitId: 'u-portal' }))
  const desk = await openDesk(bookWith({ sites: many, shifts: [] }))
  for (const id of ids) await recordVerdict(desk, wentDown(id, now), now)
  let isDone = false
  let others = 0
  const count = () => {
    if (isDone) return
    others++
    setImmediate(count)
  }
  setImmediate(count)
  await watchOverPager(desk, now + 5 * minute)
  isDone = true
  expect(others).toBeGreaterThanOrEqual(4)
})
