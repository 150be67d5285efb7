import { expect, test } from 'vitest'
import { bundleDue } from '../../../src/actions/incident/bundle-pages.ts'
import { enterCode } from '../../../src/actions/incident/enter-code.ts'
import { moveIncident } from '../../../src/actions/incident/move-incident.ts'
import { recordVerdict } from '../../../src/actions/incident/record-verdict.ts'
import type { Page } from '../../../src/domain/incident/page.ts'
import { minute, second } from '../../../src/domain/instant.ts'
import { bookWith, shift } from '../../domain/roster.ts'
import { type Desk, now, openDesk, wentDown } from '../desk.ts'

const siteIds = ['one', 'two', 'three']
const sites = siteIds.map((id) => ({ id, name: `${id}号网站`, url: 'http://127.0.0.1/', unitId: 'u-portal' }))
const book = bookWith({ sites, shifts: siteIds.map((id) => shift(`${id}-s`, 0, 24, { siteId: id })) })

/** Every site fails, one some seconds after the other. */
async function failAll(desk: Desk, apartMs: number): Promise<void> {
  for (const [i, id] of siteIds.entries()) await recordVerdict(desk, wentDown(id, now + i * apartMs), now + i * apartMs)
}

/** Second by second: the ladders climb, and what may go out goes out and arrives. */
async function live(desk: Desk, from: number, to: number): Promise<{ at: number; page: Page }[]> {
  const sent: { at: number; page: Page }[] = []
  for (let at = from; at < to; at += second) {
    for (const { id } of await desk.log.incidents.due(at))
      await moveIncident(desk, { target: { incidentId: id }, stimulus: { kind: 'time_passed' } }, at)
    await bundleDue(desk, at)
    const claimed = await desk.log.pages.claimDue(at, at + 15 * second, { limit: 40, courtesyLimit: 20 })
    for (const { page, attempt } of claimed) {
      const report = { state: 'delivered', providerId: page.id, errorCode: null } as const
      await desk.log.pages.report(page.id, attempt.n, report, at)
      sent.push({ at, page })
    }
  }
  return sent
}

test('what was told together and nobody answers is told again together, a minute after its time at the latest', async () => {
  const desk = await openDesk(book)
  await failAll(desk, 7 * second)
  const sent = (await live(desk, now, now + 60 * minute)).filter(({ page }) => page.personId !== 'p-chen')
  const minutes = sent.map(({ at, page }) => [(at - now) / minute, page.message.key])
  const repeats = [21, 36, 51].map((after) => [after, 'bundle'])
  expect(minutes).toEqual([[5, 'escalate.office'], [6, 'bundle'], ...repeats])
})

test('a reminder that meets a fresh request to confirm makes no courtesy of it', async () => {
  const desk = await openDesk(book)
  await failAll(desk, 0)
  const [one, two] = await desk.log.incidents.live()
  const back = { kind: 'site_up', goods: 2 } as const
  await moveIncident(desk, { target: { incidentId: one?.id ?? '' }, stimulus: back }, now + minute)
  await live(desk, now + minute, now + 31 * minute)
  await moveIncident(
    desk,
    { target: { incidentId: one?.id ?? '' }, stimulus: { kind: 'time_passed' } },
    now + 31 * minute,
  )
  await moveIncident(desk, { target: { incidentId: two?.id ?? '' }, stimulus: back }, now + 31 * minute)
  const sent = await live(desk, now + 31 * minute, now + 33 * minute)
  const asked = sent.filter(({ page: { message } }) => message.key === 'bundle' && message.topic === 'confirm')
  expect(asked.map(({ page }) => page.urgency)).toEqual(['page'])
})

test('whoever has a new number while texts are held back gets them there', async () => {
  const desk = await openDesk(book)
  const [first = '', next = '', last = ''] = siteIds
  await recordVerdict(desk, wentDown(first, now), now)
  await live(desk, now, now + 2 * second)
  await recordVerdict(desk, wentDown(next, now + 2 * second), now + 2 * second)
  await live(desk, now + 2 * second, now + 5 * second)
  const mobile = '+8613900000077'
  await desk.book.change((file) => {
    const people = (file.people ?? []).map((one) => (one.id === 'p-chen' ? { ...one, mobile } : one))
    return { ...file, people }
  })
  await recordVerdict(desk, wentDown(last, now + 5 * second), now + 5 * second)
  const sent = await live(desk, now + 5 * second, now + 2 * minute)
  expect(sent.map(({ page }) => [page.message.key, page.to])).toEqual([['bundle', mobile]])
})

test('the one code of a lead confirms what they were asked about, not what opened a moment ago', async () => {
  const desk = await openDesk(book)
  await failAll(desk, 0)
  await live(desk, now, now + 6 * minute)
  const open = await desk.log.incidents.live()
  const [one = '', two = ''] = open.map(({ id }) => id)
  const opensAgain = (incidentId: string, at: number) =>
    moveIncident(desk, { target: { incidentId }, stimulus: { kind: 'site_up', goods: 2 } }, at)
  await opensAgain(one, now + 6 * minute)
  const asked = await live(desk, now + 6 * minute, now + 8 * minute)
  const confirm = asked.find(({ page: { message } }) => message.key === 'recovered.confirm')
  await opensAgain(two, now + 8 * minute)
  const { code, personId } = confirm?.page ?? {}
  const found = await desk.log.incidents.findCode(code ?? '', 0)
  expect([found?.personId, new Set(found?.incidentIds)]).toEqual([personId, new Set(open.map(({ id }) => id))])
  await enterCode(desk, { typed: code ?? '', act: 'confirm', via: 'code', from: '127.0.0.1' }, now + 8 * minute)
  const states = [one, two].map(async (id) => (await desk.log.incidents.find(id))?.state)
  expect(await Promise.all(states)).toEqual(['closed', 'recovered'])
})
