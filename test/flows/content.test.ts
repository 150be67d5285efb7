import { afterEach, beforeEach, expect, test } from 'vitest'
import { approveContent, confirmTampering } from '../../src/actions/content/judge-content.ts'
import { findSuspicion } from '../../src/actions/content/raise-suspicion.ts'
import { cast } from './cast.ts'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'
const editor = { personId: cast.lead.id, personName: cast.lead.name, from: 'story' }
const codeIn = (text: string) => /码([2-9A-Z]{4})/.exec(text)?.[1] ?? ''
const enter = (code: string) =>
  fetch(`${town.address}/a`, { method: 'POST', body: new URLSearchParams({ code }) }).then((answer) => answer.text())
/** Until somebody was told of it, which is a minute after it was first seen. */
const untilRaised = async () => {
  while ((await state()) === null) await town.fastForward({ seconds: 10 })
}
const state = async () => (await findSuspicion(town.actions, 'xingang'))?.state ?? null

let town: Town
beforeEach(async () => {
  town = await startTown({
    now: '2026-10-04T02:57:00+08:00',
    sites: { xingang: { name, rostered: true } },
    settings: { contentEveryMinutes: 10 },
  })
  await town.fastForward({ minutes: 12 })
})
afterEach(() => town.close())

test('a page whose news change wakes nobody', async () => {
  await town.site('xingang').behave('news')
  await town.fastForward({ minutes: 40 })
  expect(await state()).toBeNull()
  expect(await town.actions.log.records.baselines.find('xingang')).toMatchObject({ state: 'first_look' })
})

test('hidden links are seen twice, then told to whoever is on duty, who takes it with the code of the text', async () => {
  await town.site('xingang').behave('hidden_links')
  await untilRaised()
  const text = town.phone('duty').expectText(name, '内容异常：出现可疑词语', '请核实').body
  expect(await enter(codeIn(text))).toContain('已签收，请核实首页内容')
  expect(await findSuspicion(town.actions, 'xingang')).toMatchObject({
    ...{ state: 'taken', takenBy: { name: '陈海涛' } },
    findings: [
      { kind: 'words', values: ['百家乐'] },
      { kind: 'hidden', values: ['bet.example'] },
    ],
  })
  await town.fastForward({ minutes: 40 })
})

test('what nobody takes goes to the lead at the fifth minute and to the office at the tenth, and then to nobody again', async () => {
  await town.site('xingang').behave('hacked')
  await untilRaised()
  town.phone('duty').expectText('内容异常')
  await town.fastForward({ minutes: 6 })
  town.phone('lead').expectText('请带班核实', '值班未签收')
  await town.fastForward({ minutes: 5 })
  town.phone('office').expectText('均未签收', '请电话联系')
  await town.fastForward({ hours: 2 })
  expect(await town.incidents()).toEqual([])
})

test('a page that looks as before again ends the matter; one that was odd for a moment never began it', async () => {
  await town.site('xingang').behave('hidden_links')
  await untilRaised()
  town.phone('duty').expectText('内容异常')
  await town.site('xingang').behave('ok')
  await town.fastForward({ minutes: 12 })
  expect(await state()).toBeNull()
  await town.site('xingang').behave('hidden_links')
  while (town.site('xingang').hits() === 0) await town.fastForward({ seconds: 1 })
  await town.site('xingang').behave('ok')
  await town.fastForward({ minutes: 30 })
  for (const text of town.phone('lead').unread()) text.read = true
})

test('what a lead accepts is the baseline from then on; what a lead finds tampered with stays open until it is mended', async () => {
  await town.site('xingang').behave('hidden_links')
  await untilRaised()
  town.phone('duty').expectText('内容异常')
  expect(await approveContent(town.actions, 'xingang', editor, town.clock.now())).toBe(true)
  await town.fastForward({ minutes: 30 })
  expect(await state()).toBeNull()
  await town.site('xingang').behave('hacked')
  await untilRaised()
  town.phone('duty').expectText('内容异常')
  const real = { siteId: 'xingang', note: '已联系厂商', editor }
  expect(await confirmTampering(town.actions, real, town.clock.now())).toBe(true)
  await town.fastForward({ minutes: 30 })
  expect(await state()).toBe('real')
  await town.site('xingang').behave('hidden_links')
  await town.fastForward({ minutes: 12 })
  expect(await state()).toBeNull()
})

test('a page that does not open, and one whose change was filed, are not judged', async () => {
  await town.site('xingang').behave('status_500')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText('打不开')
  expect(await state()).toBeNull()
  for (const who of ['duty', 'lead', 'office'] as const) for (const text of town.phone(who).unread()) text.read = true
})
