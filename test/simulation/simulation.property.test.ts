import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, hour, minute } from '../../src/domain/instant.ts'
import { happen, troubledDay } from './happenings.ts'
import { checkAll, checkTry } from './invariants.ts'
import { startsAt } from './town.ts'
import { World } from './world.ts'

/** Days of one run: few enough for every change; RUNS=… hunts. */
const days = Number(process.env['DAYS'] ?? 60)

test('whatever happens in a day, every promise of the pager is kept at every moment of it', async () => {
  let incidents = 0
  let moments = 0
  const property = fc.asyncProperty(troubledDay, async (happenings) => {
    const world = await World.open(checkTry)
    try {
      for (const one of happenings) {
        moments += await world.run(world.now + one.afterMs, checkAll)
        await happen(world, one)
        await world.tick()
        await checkAll(world)
      }
      moments += await calmDown(world)
      incidents += world.log.incidents().length
    } finally {
      world.close()
    }
  })
  const startedAt = performance.now()
  await fc.assert(property, { numRuns: days })
  const hours = (performance.now() - startedAt) / hour
  console.log(
    `${days} days, ${incidents} incidents, ${moments} moments: ${Math.round(incidents / hours)} incident-days an hour`,
  )
  expect(incidents).toBeGreaterThan(days)
}, 3_600_000)

/** The trouble ends: providers work, sites open, everybody answers. By the end of the day every incident is closed. */
async function calmDown(world: World): Promise<number> {
  let moments = 0
  world.sms.mood = 'fine'
  world.second.mood = 'fine'
  world.sms.nextCrash = null
  const end = Math.max(startsAt + day, world.now + 6 * hour)
  for (let site = 0; site < 4; site++) await world.siteOpens(site)
  while (world.now < end) {
    moments += await world.run(Math.min(end, world.now + 20 * minute), checkAll)
    for (let person = 0; person < 4; person++) await world.typesAll(person)
    // What a lead sent back and is well now: they say so themselves.
    await world.typesAll(2, 'confirm')
    await world.tick()
    await checkAll(world)
  }
  const open = world.log.incidents().filter(({ state }) => state !== 'closed')
  expect(open).toEqual([])
  return moments
}
