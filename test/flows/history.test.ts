import { expect, test } from 'vitest'
import { fileWindow } from '../../src/actions/sites/planned-windows.ts'
import { hour, instantOf, minute } from '../../src/domain/instant.ts'
import { meterOf } from '../../src/domain/watch/meter.ts'
import { startTown } from './town.ts'

const start = '2026-10-04T02:55:00+08:00'
const office = { personId: null, personName: '值班室', from: 'test' }
const window = {
  ...{ id: 'w1', siteId: 'xingang', reason: '升级' },
  ...{ from: '2026-10-04T02:58:00+08:00', to: '2026-10-04T03:03:00+08:00' },
}

test('what fails during approved work is on record and not in the official rate; what fails after it is', async () => {
  const sites = { xingang: { name: '新港区人民政府门户网站', rostered: true } }
  const town = await startTown({ now: start, sites })
  await fileWindow(town.actions, office, { window, isOffice: true }, town.clock.now())
  await town.fastForward({ minutes: 4 })
  await town.site('xingang').behave('status_503')
  await town.fastForward({ minutes: 6 })
  const [from, to] = [instantOf(start, 'utc'), town.clock.now() + minute]
  const looks = await town.actions.log.samples.ofSite('xingang', from, to)
  for (const { at, isPlanned = false } of looks) {
    expect(isPlanned, new Date(at).toISOString()).toBe(
      instantOf(window.from, 'utc') <= at && at < instantOf(window.to, 'utc'),
    )
  }
  const meter = meterOf(await town.actions.log.samples.count('xingang', from, to))
  const failed = looks.filter(({ ok, isRecheck }) => !ok && !isRecheck)
  expect(meter.plannedFailures).toBe(failed.filter(({ isPlanned }) => isPlanned).length)
  expect(meter.failures).toBe(failed.filter(({ isPlanned }) => !isPlanned).length)
  // Three looks found it down; the other failures are the minutes' own.
  expect(looks.filter(({ ok, isRecheck }) => !ok && isRecheck)).toHaveLength(2)
  expect(Math.min(meter.plannedFailures, meter.failures)).toBeGreaterThan(0)
  town.phone('duty').expectText('新港区人民政府门户网站')
  await town.close()
})

test('over the hours looks are packed away while the watch goes on, and none is lost or counted twice', async () => {
  const town = await startTown({ now: start, sites: { xingang: { name: '新港区人民政府门户网站', rostered: true } } })
  const from = town.clock.now()
  await town.fastForward({ minutes: 130 })
  const { samples } = town.actions.log
  const looks = await samples.ofSite('xingang', from, town.clock.now())
  const hours = await samples.hours('xingang', from - hour, town.clock.now())
  expect(looks.length).toBe(130)
  expect(hours.map(({ probes }) => probes)).toEqual([5, 60, 60, 5])
  expect(await samples.count('xingang', from, town.clock.now())).toMatchObject({ probes: 130, failures: 0 })
  await town.close()
})
