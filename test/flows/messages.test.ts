import { expect, test } from 'vitest'
import { sendPageAgain, tellPageByPhone } from '../../src/actions/incident/page-acts.ts'
import type { Page } from '../../src/domain/incident/page.ts'
import { cast } from './cast.ts'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'

async function goesDown(town: Town): Promise<void> {
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
}

async function pageToDuty(town: Town): Promise<Page> {
  const pages = await town.actions.log.pages.ofIncident((await town.incident('xingang')).id)
  const page = pages.find(({ personId }) => personId === cast.duty.id)
  if (!page) throw new Error('nobody was told')
  return page
}

const office = { personId: cast.office.id, personName: cast.office.name, from: 'story' }

test('a text sent again has the same words and code, and the ladder keeps its minutes', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites: { xingang: { name, rostered: true } } })
  await goesDown(town)
  await town.fastForward({ seconds: 10 })
  const first = town.phone('duty').expectText('【值守】新港区人民政府门户网站', '签收码')
  await town.fastForward({ minutes: 2 })
  town.phone('duty').expectNothing()
  const page = await pageToDuty(town)
  expect(await sendPageAgain(town.actions, office, page.id, town.clock.now())).toEqual({ kind: 'done' })
  await town.fastForward({ seconds: 5 })
  expect(town.phone('duty').expectText('签收码').body).toBe(first.body)
  await town.fastForward({ minutes: 3 })
  town.phone('lead').expectText('请带班处理')
  await town.close()
})

test('who was told by telephone gets no more tries of that text, however long the provider is down', async () => {
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
  town.twilio.everySend = '429'
  await town.site('xingang').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
  await town.fastForward({ seconds: 20 })
  const page = await pageToDuty(town)
  const told = await tellPageByPhone(town.actions, office, { pageId: page.id, note: '' }, town.clock.now())
  expect(told).toEqual({ kind: 'done' })
  await town.settle()
  const before = town.twilio.sends().filter(({ to }) => to === town.phone('duty').number).length
  await town.fastForward({ minutes: 2 })
  expect(town.twilio.sends().filter(({ to }) => to === town.phone('duty').number)).toHaveLength(before)
  expect((await town.incident('xingang')).state).toBe('paging')
  town.twilio.everySend = null
  await town.fastForward({ minutes: 3 })
  town.phone('lead').expectText('新港区')
  town.phone('duty').expectNothing()
  town.logged.splice(0)
  await town.close()
})

test('a text goes out in the words of the office, without the address that is in the site’s name', async () => {
  const town = await startTown({
    now: '2026-10-04T02:57:00+08:00',
    sites: { xingang: { name: '新港区政府网（www.xingang.gov.cn）', rostered: true } },
    settings: { texts: { 'zh-Hans': { outage: '{mark}{site}从{t}起无法访问（{why}）。签收码{code}。' } } },
  })
  await goesDown(town)
  await town.fastForward({ seconds: 10 })
  expect(town.phone('duty').expectText('签收码').body).toMatch(
    /^【值守】新港区政府网从\d\d:\d\d起无法访问（返回错误）。签收码[2-9A-Z]{4}。$/,
  )
  await town.close()
})
