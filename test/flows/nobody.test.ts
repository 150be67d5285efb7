import { expect, test } from 'vitest'
import { cast } from './cast.ts'
import { startTown } from './town.ts'

const name = '新港区人民政府门户网站'
const start = '2026-10-04T02:57:00+08:00'

test('without any roster the standing lead is told at once', async () => {
  const town = await startTown({ now: start, sites: { xingang: { name, leadPersonId: cast.lead.id } } })
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('refuse')
  await town.fastForward({ seconds: 75 })
  town.phone('lead').expectText(name, '签收码')
  expect((await town.incident('xingang')).duty).toMatchObject({ source: 'standing', lead: { name: '周敏' } })
  await town.close()
})

test('without a lead either, the duty office is told at once', async () => {
  const town = await startTown({ now: start, sites: { xingang: { name } } })
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('refuse')
  await town.fastForward({ seconds: 75 })
  town.phone('office').expectText(name, '签收码')
  expect((await town.incident('xingang')).duty.source).toBe('office')
  await town.close()
})

test('a shift with a lead and no staff tells the lead at once, and says why', async () => {
  const town = await startTown({ now: start, sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
  await town.actions.book.change((file) => ({
    ...file,
    shifts: file.shifts?.filter(({ role }) => role === 'lead') ?? [],
  }))
  await town.site('xingang').behave('refuse')
  await town.fastForward({ seconds: 75 })
  town.phone('lead').expectText(name, '本班没有排值班员', '请带班处理')
  const events = await town.actions.log.incidents.events((await town.incident('xingang')).id)
  expect(events).toContainEqual(expect.objectContaining({ kind: 'rung_skipped', tell: 'staff', why: 'nobody' }))
  await town.close()
})

test('where nobody can be told, the incident stands and the ladder goes on asking the book', async () => {
  const town = await startTown({ now: start, sites: { xingang: { name } }, settings: { officePersonIds: [] } })
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('refuse')
  await town.fastForward({ minutes: 3 })
  expect(await town.incident('xingang')).toMatchObject({ state: 'paging', told: [] })
  await town.actions.book.change((file) => ({
    ...file,
    settings: { ...file.settings, officePersonIds: [cast.office.id] },
  }))
  await town.fastForward({ minutes: 2 })
  town.phone('office').expectText(name, '没有人能通知到')
  await town.fastForward({ minutes: 14 })
  town.phone('office').expectText(name, '签收码')
  await town.close()
})
