import { afterEach, beforeEach, expect, test } from 'vitest'
import { hour } from '../../src/domain/instant.ts'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'
let town: Town

beforeEach(async () => {
  town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
})
afterEach(async () => {
  expect(town.logged.splice(0).every((line) => line.includes('the wall clock was moved'))).toBe(true)
  await town.close()
})

test('a clock set an hour forward fires one level of the ladder, not all of them', async () => {
  await town.site('xingang').behave('status_500')
  await town.fastForward({ seconds: 75 })
  town.phone('duty').expectText(name)
  town.clock.setWall(town.clock.now() + hour)
  await town.fastForward({ seconds: 10 })
  expect(town.phone('lead').texts()).toHaveLength(1)
  expect(town.phone('office').texts()).toHaveLength(1)
  town.phone('lead').expectText(name)
  town.phone('office').expectText(name)
  town.phone('duty').expectNothing()
})

test('a clock set two hours back fires nothing twice, and the next outage is told in time', async () => {
  town.clock.setWall(town.clock.now() - 2 * hour)
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('refuse')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText(name)
  expect(await town.incidents()).toHaveLength(1)
})
