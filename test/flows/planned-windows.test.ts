import { expect, test } from 'vitest'
import { decideWindow, endWindow, fileWindow } from '../../src/actions/sites/planned-windows.ts'
import type { PlannedWindow } from '../../src/domain/book/planned-window.ts'
import { startTown, type Town } from './town.ts'

const start = '2026-10-04T02:55:00+08:00'
const name = '新港区人民政府门户网站'
const window: PlannedWindow = {
  id: 'w1',
  siteId: 'xingang',
  from: '2026-10-04T02:58:00+08:00',
  to: '2026-10-04T03:30:00+08:00',
  reason: '升级',
}
const lead = { personId: null, personName: '周敏', from: 'test' }
const office = { personId: null, personName: '值班室', from: 'test' }

async function aTown(): Promise<Town> {
  const town = await startTown({ now: start, sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
  return town
}

async function untilDown(town: Town): Promise<void> {
  await town.site('xingang').behave('status_503')
  await town.fastForward({ minutes: 6 })
  expect(town.watch.rounds.states().get('xingang')?.verdict).toBe('down')
}

test('a window that was only asked for silences nothing', async () => {
  const town = await aTown()
  await fileWindow(town.actions, lead, { window, isOffice: false }, town.clock.now())
  await town.site('xingang').behave('status_503')
  await town.fastForward({ minutes: 3 })
  town.phone('duty').expectText(name)
  await town.close()
})

test('an approved one keeps pages back and looks going on; what is still down at its end is told at once', async () => {
  const town = await aTown()
  await fileWindow(town.actions, lead, { window, isOffice: false }, town.clock.now())
  const decided = { id: 'w1', state: 'approved' as const, decision: '' }
  await decideWindow(town.actions, office, decided, town.clock.now())
  await untilDown(town)
  await town.fastForward({ minutes: 26 })
  const { last } = town.watch.rounds.states().get('xingang') ?? {}
  expect(town.clock.now() - (last?.at ?? 0)).toBeLessThanOrEqual(60_000)
  town.phone('duty').expectNothing()
  await town.fastForward({ minutes: 1 })
  town.phone('duty').expectText(name)
  await town.close()
})

test('one that is ended early tells at once of what is still down', async () => {
  const town = await aTown()
  await fileWindow(town.actions, office, { window, isOffice: true }, town.clock.now())
  await untilDown(town)
  town.phone('duty').expectNothing()
  await endWindow(town.actions, office, 'w1', town.clock.now())
  await town.fastForward({ minutes: 1 })
  town.phone('duty').expectText(name)
  await town.close()
})
