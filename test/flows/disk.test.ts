import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog } from '../../src/storage/log/open-log.ts'
import { StoreFailure } from '../../src/storage/ports.ts'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'
/** What the disk refuses at this moment. */
let refuses: 'nothing' | 'samples' | 'everything'
let town: Town

beforeEach(async () => {
  refuses = 'nothing'
  town = await startTown({
    now: '2026-10-03T12:00:00+08:00',
    sites: { xingang: { name, rostered: true } },
    log: onFailingDisk(),
  })
  await town.fastForward({ minutes: 2 })
})
afterEach(async () => {
  refuses = 'nothing'
  town.logged.splice(0)
  await town.close()
})

/** The log in memory, on a disk that takes no writes while the story says so. */
function onFailingDisk(): ReturnType<typeof openLog> {
  const log = openLog(':memory:')
  const orFail = <A extends unknown[], R>(when: (typeof refuses)[], work: (...args: A) => Promise<R>) => {
    return async (...args: A) => {
      if (when.includes(refuses)) throw new StoreFailure('full', 'the disk of this story is full')
      return work(...args)
    }
  }
  const { incidents, pages, samples } = log
  return {
    ...log,
    incidents: {
      ...incidents,
      commit: orFail(['everything'], incidents.commit),
      saveSiteStates: orFail(['everything'], incidents.saveSiteStates),
    },
    pages: {
      ...pages,
      plan: orFail(['everything'], pages.plan),
      claimDue: orFail(['everything'], pages.claimDue),
    },
    samples: { ...samples, append: orFail(['everything', 'samples'], samples.append) },
    keepReserve: orFail(['everything', 'samples'], log.keepReserve),
  }
}

test('while only the room that was set aside is left, an outage is told as fast as ever', async () => {
  refuses = 'samples'
  await town.site('xingang').behave('status_500')
  await town.fastForward({ seconds: 75 })
  town.phone('duty').expectText(name)
  town.phone('office').expectText('磁盘写不进去')
})

test('an outage seen while nothing could be written is told within seconds of the disk’s return, once', async () => {
  refuses = 'everything'
  await town.site('xingang').behave('status_500')
  await town.fastForward({ minutes: 3 })
  town.phone('duty').expectNothing()
  expect(town.watch.rounds.states().get('xingang')?.verdict).toBe('down')
  refuses = 'nothing'
  await town.fastForward({ seconds: 7 })
  town.phone('duty').expectText(name)
  expect(await town.incidents()).toHaveLength(1)
})

test('a recovery that could not be written is written by the next good look', async () => {
  await town.site('xingang').behave('status_500')
  await town.fastForward({ seconds: 75 })
  town.phone('duty').expectText(name)
  await town.site('xingang').behave('ok')
  refuses = 'everything'
  await town.fastForward({ minutes: 2 })
  refuses = 'nothing'
  await town.fastForward({ minutes: 2 })
  expect((await town.incident('xingang')).state).toBe('recovered')
  town.phone('duty').expectText(name)
  town.phone('lead').expectText(name)
})

test('the watch says so once, stays alive, and takes it back by itself', async () => {
  refuses = 'everything'
  await town.fastForward({ minutes: 4 })
  expect(town.watch.storeTroubleSince()).not.toBe(null)
  expect(town.watch.silentMs()).toBeLessThan(2000)
  expect(town.logged).toHaveLength(1)
  refuses = 'nothing'
  await town.fastForward({ seconds: 11 })
  expect(town.watch.storeTroubleSince()).toBe(null)
})

test('looks that could not be kept are kept afterwards', async () => {
  const from = town.clock.now()
  refuses = 'samples'
  await town.fastForward({ minutes: 5 })
  town.phone('office').expectText('磁盘写不进去')
  expect(await town.actions.log.samples.ofSite('xingang', from, town.clock.now())).toEqual([])
  refuses = 'nothing'
  await town.fastForward({ seconds: 11 })
  expect((await town.actions.log.samples.ofSite('xingang', from, town.clock.now())).length).toBeGreaterThanOrEqual(5)
})
