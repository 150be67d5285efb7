import { expect, onTestFinished, test } from 'vitest'
import type { BookFile } from '../../src/domain/book/book.ts'
import { minute, second } from '../../src/domain/instant.ts'
import type { V6Look } from '../../src/domain/watch/v6.ts'
import type { Clock } from '../../src/scheduling/clock.ts'
import { createInFlight } from '../../src/scheduling/in-flight.ts'
import { V6Looks } from '../../src/scheduling/v6-looks.ts'
import { openMemoryBook } from '../../src/storage/book/memory-book.ts'
import { openLog } from '../../src/storage/log/open-log.ts'

const begin = Date.UTC(2026, 9, 1)
const bad: V6Look = { answer: 'bad', failure: { kind: 'connect_failed', phase: 'connect' } }

function openRig() {
  const log = openLog(':memory:')
  onTestFinished(() => log.close())
  let now = begin
  let tick = () => {}
  let blind: number | null = null
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after: () => () => {},
    everySecond: (run) => {
      tick = run
      return () => {
        tick = () => {}
      }
    },
  }
  const book: BookFile = {
    schema: 'zhishou.book/1',
    sites: ['one', 'two'].map((name) => ({ id: `s-${name}`, name, url: `http://${name}.example/` })),
  }
  const says = new Map<string, V6Look>()
  const looked: string[] = []
  const start = async () => {
    const inFlight = createInFlight((_what, error) => {
      throw error
    })
    const v6 = new V6Looks({
      ...{ book: await openMemoryBook(book), log, clock, inFlight, blindSince: () => blind },
      look: async ({ siteId }) => {
        looked.push(siteId)
        return says.get(siteId) ?? { answer: 'good' }
      },
    })
    const stop = await v6.start()
    const pass = async (ms: number) => {
      for (const end = now + ms; now < end; ) {
        now += second
        tick()
        if (now % minute === 0) await inFlight.settled()
      }
    }
    return { v6, stop, pass }
  }
  const setBlind = (since: number | null) => {
    blind = since
  }
  return { start, says, looked, setBlind }
}

test('each site is looked at once in ten minutes, and one that is shut is told after the second time', async () => {
  const rig = openRig()
  rig.says.set('s-one', bad)
  const { v6, pass } = await rig.start()
  await pass(10 * minute)
  expect(rig.looked.toSorted()).toEqual(['s-one', 's-two'])
  expect([v6.of('s-one')?.answer, v6.of('s-two')?.answer]).toEqual(['unknown', 'good'])
  await pass(10 * minute)
  expect([v6.of('s-one')?.answer, v6.of('s-two')?.answer]).toEqual(['bad', 'good'])
})

test('a restart forgets neither what is shut nor since when, and says it once something answers', async () => {
  const rig = openRig()
  rig.says.set('s-one', bad)
  const first = await rig.start()
  await first.pass(22 * minute)
  const since = first.v6.of('s-one')?.since
  first.stop()
  const second = await rig.start()
  expect(second.v6.of('s-one')?.answer).toBe('unknown')
  await second.pass(10 * minute)
  expect(second.v6.of('s-one')).toMatchObject({ answer: 'bad', since })
})

test('where nothing answers over IPv6 nothing is said of anybody', async () => {
  const rig = openRig()
  for (const id of ['s-one', 's-two']) rig.says.set(id, bad)
  const { v6, pass } = await rig.start()
  await pass(60 * minute)
  expect([v6.of('s-one')?.answer, v6.of('s-two')?.answer]).toEqual(['unknown', 'unknown'])
})

test('nobody is looked at while the watch is blind', async () => {
  const rig = openRig()
  rig.setBlind(begin)
  const { pass } = await rig.start()
  await pass(20 * minute)
  expect(rig.looked).toEqual([])
  rig.setBlind(null)
  await pass(10 * minute)
  expect(rig.looked).toHaveLength(2)
})
