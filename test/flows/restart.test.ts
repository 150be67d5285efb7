import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog } from '../../src/storage/log/open-log.ts'
import { cast } from './cast.ts'
import { startTown } from './town.ts'

const name = '新港区人民政府门户网站'
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhishou-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const sites = { xingang: { name, rostered: true } }

async function untilDown(town: Awaited<ReturnType<typeof startTown>>): Promise<void> {
  await town.site('xingang').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
}

test('a planned text that a crash kept back leaves at the next start, once', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites, log: openLog(folder) })
  await town.fastForward({ minutes: 2 })
  town.twilio.everySend = '429'
  await untilDown(town)
  const down = town.clock.now()
  await town.crash()

  const again = await startTown({ now: new Date(down + 20_000).toISOString(), sites, log: openLog(folder) })
  await again.site('xingang').behave('status_500')
  await again.fastForward({ seconds: 10 })
  again.phone('duty').expectText(name, '签收码')
  await again.fastForward({ seconds: 90 })
  again.phone('duty').expectNothing()
  expect(await again.incidents()).toHaveLength(1)
  await again.close()
})

test('a text that was being sent when the process ended is looked up, and sent again only if the provider lacks it', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites, log: openLog(folder) })
  await town.fastForward({ minutes: 2 })
  town.twilio.everySend = 'hang'
  await untilDown(town)
  await town.settle()
  const down = town.clock.now()
  await town.crash()

  const again = await startTown({ now: new Date(down + 5_000).toISOString(), sites, log: openLog(folder) })
  await again.site('xingang').behave('status_500')
  await again.fastForward({ seconds: 15 })
  again.phone('duty').expectText('【值守·重发】', name)
  expect(again.twilio.sends()).toHaveLength(1)
  await again.close()
})

test('after a stop of any length an overdue ladder fires once, and only its current level', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites, log: openLog(folder) })
  await town.fastForward({ minutes: 2 })
  await untilDown(town)
  await town.settle()
  town.phone('duty').expectText(name)
  const down = town.clock.now()
  await town.crash()

  const again = await startTown({ now: new Date(down + 45 * 60_000).toISOString(), sites, log: openLog(folder) })
  await again.site('xingang').behave('status_500')
  await again.fastForward({ seconds: 30 })
  again.phone('lead').expectText(name)
  again.phone('office').expectText(name)
  again.phone('duty').expectNothing()
  await again.close()
})

test('a reply that came while the service was down counts before any overdue escalation is judged', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites, log: openLog(folder) })
  await town.fastForward({ minutes: 2 })
  await untilDown(town)
  await town.settle()
  const text = town.phone('duty').expectText(name)
  const code = /签收码(\w{4})/.exec(text.body)?.[1]
  const down = town.clock.now()
  await town.crash()

  const later = new Date(down + 20 * 60_000).toISOString()
  const again = await startTown({
    now: later,
    sites,
    log: openLog(folder),
    beforeStart: (twilio) => twilio.phone(cast.duty.mobile).reply(`1 ${code}`, { unheard: true }),
  })
  await again.site('xingang').behave('status_500')
  await again.fastForward({ seconds: 30 })
  expect(await again.incident('xingang')).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: '陈海涛' } })
  again.phone('lead').expectNothing()
  again.phone('office').expectNothing()
  await again.close()
})

test('a watch that was stopped looks at nothing and writes nothing any more', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites })
  await town.fastForward({ minutes: 2 })
  await Promise.all([town.watch.stop(0), town.fastForward({ seconds: 1 })])
  const hits = town.site('xingang').hits()
  await town.site('xingang').behave('status_500')
  await town.fastForward({ minutes: 5 })
  expect(town.site('xingang').hits()).toBe(hits)
  expect(await town.incidents()).toEqual([])
  await town.close()
})
