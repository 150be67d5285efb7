import { expect, test } from 'vitest'
import { tellPeople } from '../../src/actions/tell-people.ts'
import { cast } from './cast.ts'
import { startTown } from './town.ts'

const rostered = { rostered: true }

test('a courtesy that waited for the morning is tried again when the provider is busy just then', async () => {
  const town = await startTown({ now: '2026-10-04T06:45:00+08:00', sites: { xingang: rostered } })
  const message = { key: 'nil.missing', unit: '新港区政府办公室', by: '17:00' } as const
  await tellPeople(
    town.actions,
    [{ person: cast.otherDuty, occasion: 'x', message, urgency: 'courtesy' }],
    town.clock.now(),
  )
  town.twilio.nextSends('429')
  await town.fastForward({ minutes: 16 })
  town.phone('otherDuty').expectText('17:00')
  await town.close()
})

const courtesy = { key: 'nil.missing', unit: '新港区政府办公室', by: '17:00' } as const

test('a courtesy that waited for the morning goes to the number its reader has by then', async () => {
  const town = await startTown({ now: '2026-10-04T06:45:00+08:00', sites: { xingang: rostered } })
  const misspelt = { ...cast.otherDuty, mobile: '+8613900000099' }
  const notice = { person: misspelt, occasion: 'x', message: courtesy, urgency: 'courtesy' } as const
  await tellPeople(town.actions, [notice], town.clock.now())
  await town.fastForward({ minutes: 16 })
  expect(town.twilio.sends().map(({ to }) => to)).toEqual([cast.otherDuty.mobile])
  town.phone('otherDuty').expectText('17:00')
  await town.close()
})

test('nobody who left meanwhile is sent what waited for the morning', async () => {
  const town = await startTown({ now: '2026-10-04T06:45:00+08:00', sites: { xingang: rostered } })
  const gone = { ...cast.otherDuty, id: 'p-gone' }
  const notice = { person: gone, occasion: 'x', message: courtesy, urgency: 'courtesy' } as const
  const [id = ''] = await tellPeople(town.actions, [notice], town.clock.now())
  await town.fastForward({ minutes: 16 })
  expect(town.twilio.sends()).toEqual([])
  expect(await town.actions.log.pages.find(id)).toMatchObject({ state: 'failed', reason: 'reader_left' })
  await town.close()
})

test('a page that was held back to be told with others is not out of reach for one busy moment', async () => {
  const sites = { one: { name: '第一网站', ...rostered }, two: { name: '第二网站', ...rostered } }
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites, settings: { bundleSeconds: 180 } })
  await town.fastForward({ minutes: 2 })
  await town.site('one').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
  town.phone('duty').expectText('第一网站')
  await town.site('two').behave('status_500')
  while ((await town.incidents()).length === 1) await town.fastForward({ seconds: 1 })
  town.twilio.nextSends('429')
  await town.fastForward({ seconds: 185 })
  town.phone('duty').expectText('第二网站')
  expect((await town.incident('two')).lost).toEqual([])
  town.phone('lead').expectNothing()
  await town.close()
})
