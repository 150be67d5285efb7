import { afterEach, expect, test } from 'vitest'
import { layOutHandovers } from '../../src/actions/shift-work/handovers.ts'
import type { BookFile } from '../../src/domain/book/book.ts'
import { minute } from '../../src/domain/instant.ts'
import type { Swap } from '../../src/domain/roster/swap.ts'
import type { DutyEntry } from '../../src/domain/shift-work/handover.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { dongchuan, town, xingang } from './town.ts'

const change = Date.parse('2026-10-04T08:30:00+08:00')
let web: OpenWeb
afterEach(() => web.close())

const numbered = <T>(count: number, of: (n: string) => T): T[] =>
  Array.from({ length: count }, (_, i) => of(String(i).padStart(4, '0')))
const refOf = (id: string) => ({ id, name: id })

test('a handover of one’s own is in the list, however many others have theirs at that hour', async () => {
  const book: BookFile = {
    ...town,
    shifts: [
      ...(town.shifts ?? []).filter(({ id }) => id !== 'x1'),
      ...(['p-chen', 'p-he'] as const).map((personId, i) => ({
        ...{ id: `x1-${i}`, periodId: 'nd-2026', siteId: xingang, role: 'staff' as const, personId },
        ...{ from: `2026-10-0${3 + i}T08:30:00+08:00`, to: `2026-10-0${4 + i}T08:30:00+08:00` },
      })),
    ],
  }
  web = await openWeb({ book, now: change - 30 * minute })
  await layOutHandovers(web.deps, web.clock.now)
  const { handovers } = web.log.records
  const [mine] = (await handovers.list({}, { limit: 1, cursor: null })).items
  if (!mine) throw new Error('no form was laid out')
  const others = { outgoing: [refOf('p-xu')], incoming: [refOf('p-wang')], subject: dongchuan, siteIds: [dongchuan] }
  await handovers.save(...numbered(70, (n) => ({ ...mine, ...others, id: `z-${n}`, at: change + 60_000 })))
  const page = await (await web.signedIn('lead')).get('/handovers')
  expect(page.text).toContain(`/handovers/${mine.id}`)
})

test('a line of one’s own site is in the day’s log, however much the others wrote', async () => {
  web = await openWeb()
  const at = web.clock.now - minute
  const entry: DutyEntry = {
    ...{ id: 'a', version: 1, state: 'written', subject: xingang, personId: 'p-chen', at, dueAt: null },
    ...{ by: refOf('p-chen'), writtenAt: at, source: '', content: '机房断电一次', action: '', result: '' },
  }
  const others = numbered(250, (n) => ({ ...entry, id: `z-${n}`, subject: dongchuan, content: '别处' }))
  await web.log.records.dutyEntries.save(entry, ...others)
  expect((await (await web.signedIn('duty')).get('/duty-log')).text).toContain('机房断电一次')
})

test('a request that waits for one’s answer is on one’s page, however many wait for others', async () => {
  web = await openWeb()
  const fromAt = Date.parse('2026-10-05T08:30:00+08:00')
  const given = [{ id: 'x1', siteId: xingang, role: 'staff' as const, fromAt, toAt: fromAt + 60 * minute }]
  const swap: Swap = {
    ...{ id: 'w-a', version: 1, state: 'asked', subject: xingang, personId: 'p-chen', at: 1, dueAt: fromAt },
    ...{ periodId: 'nd-2026', given, inReturn: [], from: refOf('p-chen'), to: refOf('p-he'), reason: '', steps: [] },
  }
  const others = numbered(250, (n) => ({ ...swap, id: `w-z${n}`, at: 2, to: refOf('p-xu') }))
  await web.log.records.swaps.save(swap, ...others)
  expect((await (await web.signedIn('stranger')).get('/me')).text).toContain('/swaps/w-a')
})

test('a year of duty is made page by page, and each page can be saved', async () => {
  const period = { id: 'd', name: '全年', from: '2026-10-20', to: '2027-10-19', state: 'draft' as const }
  web = await openWeb({ book: { ...town, periods: [period], shifts: [] } })
  const office = await web.signedIn('office')
  const page = await office.get('/periods/d')
  const fields = [...page.text.matchAll(/name="(c\.[^"]+)"/g)].map(([, name]) => [name ?? '', ''])
  expect(fields.length).toBeLessThanOrEqual(1500)
  fields[0] = [fields[0]?.[0] ?? '', '周敏']
  const saved = await office.post('/periods/d', { act: 'save', ...Object.fromEntries(fields) })
  expect(saved.status).toBe(303)
  expect(web.deps.book.current().file.shifts).toHaveLength(1)
})

test('a draft for more sites than the watch can wait for asks for a unit, and makes nothing', async () => {
  const period = { id: 'd', name: '演练', from: '2026-10-20', to: '2026-10-20', state: 'draft' as const }
  const sites = numbered(601, (n) => ({ id: `s-${n}`, name: `网站${n}`, url: `http://127.0.0.1/${n}` }))
  web = await openWeb({ book: { ...town, sites, periods: [period], shifts: [] } })
  const refused = await (await web.signedIn('office')).post('/periods/d/draft', { keep: 'filled' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('一次最多草拟 600 个网站')
  expect(web.deps.book.current().file.shifts).toEqual([])
})
