import { afterEach, beforeEach, expect, test } from 'vitest'
import { day, hour, minute } from '../../src/domain/instant.ts'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'
const jumps = [
  ['an hour forward', hour],
  ['a day forward', day],
  ['two hours back', -2 * hour],
] as const
let town: Town

beforeEach(async () => {
  town = await startTown({ now: '2026-10-03T12:00:00+08:00', sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
})
afterEach(async () => {
  expect(town.logged.splice(0).every((line) => line.includes('the wall clock was moved'))).toBe(true)
  await town.close()
})

const setClock = (byMs: number) => town.clock.setWall(town.clock.now() + byMs)
const goDown = async () => {
  await town.site('xingang').behave('status_500')
  await town.fastForward({ seconds: 75 })
}

/** A day on, another shift runs: whoever has it now hears of what is open, and nobody else. */
const nextShiftIsTold = (byMs: number) => {
  if (byMs === day) town.phone('nextDuty').expectText(name)
}

test.each(jumps)('a clock set %s pages nobody for the gap, and the next rung keeps its minutes', async (_, byMs) => {
  await goDown()
  town.phone('duty').expectText(name)
  setClock(byMs)
  await town.fastForward({ minutes: 3 })
  nextShiftIsTold(byMs)
  for (const who of ['duty', 'lead', 'office'] as const) town.phone(who).expectNothing()
  await town.fastForward({ minutes: 2 })
  town.phone('lead').expectText(name)
})

test.each(jumps)('a clock set %s leaves an acknowledgement the minutes it had', async (_, byMs) => {
  await goDown()
  const { body } = town.phone('duty').expectText(name)
  const form = new URLSearchParams({ code: /签收码(\w{4})/.exec(body)?.[1] ?? '' })
  expect((await fetch(`${town.address}/a`, { method: 'POST', body: form })).status).toBe(200)
  const before = await town.incident('xingang')
  setClock(byMs)
  await town.fastForward({ minutes: 20 })
  nextShiftIsTold(byMs)
  const after = await town.incident('xingang')
  expect(after).toMatchObject({ id: before.id, state: 'acknowledged' })
  expect((after.acknowledgementExpiresAt ?? 0) - (before.acknowledgementExpiresAt ?? 0)).toBe(byMs)
})

test.each(jumps)('a clock set %s holds up no text that waits in back-off', async (_, byMs) => {
  town.twilio.everySend = '429'
  await goDown()
  setClock(byMs)
  await town.fastForward({ seconds: 1 })
  town.twilio.everySend = null
  await town.fastForward({ seconds: 20 })
  town.phone('duty').expectText(name)
  for (const who of ['lead', 'office'] as const) town.phone(who).expectNothing()
})

test.each(jumps)('a clock set %s while an outcome is unknown loses and doubles nothing', async (_, byMs) => {
  town.twilio.nextSends('accept_then_drop')
  await town.site('xingang').behave('status_500')
  while (town.twilio.sends().length === 0) await town.fastForward({ seconds: 1 })
  setClock(byMs)
  await town.fastForward({ seconds: 40 })
  town.phone('duty').expectText(name)
  expect(town.twilio.sends()).toHaveLength(1)
  const pages = await town.actions.log.pages.ofIncident((await town.incident('xingang')).id)
  expect(pages.map(({ state }) => state)).toEqual(['delivered'])
})

test.each(jumps)('a clock set %s leaves a text that nobody confirmed its time to be confirmed', async (_, byMs) => {
  town.twilio.setDelivery('silent')
  await goDown()
  setClock(byMs)
  await town.fastForward({ seconds: 30 })
  const [page] = await town.actions.log.pages.ofIncident((await town.incident('xingang')).id)
  expect(page?.state).toBe('accepted')
  town.phone('duty').expectText(name)
})

test('a clock set forward leaves every site its verdict', async () => {
  setClock(day)
  await town.fastForward({ seconds: 3 })
  expect(town.watch.rounds.states().get('xingang')?.verdict).toBe('up')
})

test('a clock set two hours back fires nothing twice, and the next outage is told in time', async () => {
  setClock(-2 * hour)
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('refuse')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText(name)
  expect(await town.incidents()).toHaveLength(1)
})

test('setting the clock never looks like a watch that has stopped', async () => {
  setClock(day)
  expect(town.watch.silentMs()).toBeLessThan(minute)
  setClock(-2 * day)
  expect(town.watch.silentMs()).toBeGreaterThanOrEqual(0)
})
