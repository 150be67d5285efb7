import { afterEach, beforeEach, expect, test } from 'vitest'
import { acknowledge, confirmRecovery, pass, rejectRecovery, reportMended } from '../../src/actions/incident/respond.ts'
import { cast } from './cast.ts'
import { startTown, type Town } from './town.ts'

const name = '新港区人民政府门户网站'
let town: Town

beforeEach(async () => {
  town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites: { xingang: { name, rostered: true } } })
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('status_500')
  while ((await town.incidents()).length === 0) await town.fastForward({ seconds: 1 })
  town.phone('duty').expectText(name, '签收码')
})
afterEach(() => town.close())

const by = async (who: keyof typeof cast) => ({
  incidentId: (await town.incident('xingang')).id,
  personId: cast[who].id,
  via: 'web' as const,
})
const word = { cause: 'software', note: '反向代理进程退出，已重启' } as const

test('before the site opens again a confirmation is refused with the reason; afterwards it closes', async () => {
  await acknowledge(town.actions, await by('duty'), town.clock.now())
  const early = await confirmRecovery(town.actions, { ...(await by('lead')), ...word }, town.clock.now())
  expect(early).toMatchObject({ kind: 'refused', reason: 'refused_still_down' })

  await town.site('xingang').behave('ok')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText('已能打开', '等带班周敏确认')
  town.phone('lead').expectText('请确认', '陈海涛处置')
  const late = await confirmRecovery(town.actions, { ...(await by('lead')), ...word }, town.clock.now())
  expect(late).toMatchObject({ kind: 'moved', incident: { state: 'closed', ...word } })
  await town.settle()
  town.phone('duty').expectText('周敏已确认', '办结')
})

test("another site's lead and the duty person may not confirm: to them it does not exist", async () => {
  await town.site('xingang').behave('ok')
  await town.fastForward({ seconds: 80 })
  for (const who of ['otherLead', 'duty', 'stranger'] as const) {
    const tried = await confirmRecovery(town.actions, { ...(await by(who)), ...word }, town.clock.now())
    expect(tried).toEqual({ kind: 'missing' })
  }
  town.phone('duty').expectText('已能打开')
  town.phone('lead').expectText('请确认')
})

test('down again before the confirmation is the same incident, and the person who had it is told first', async () => {
  await acknowledge(town.actions, await by('duty'), town.clock.now())
  await town.site('xingang').behave('ok')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText('已能打开')
  town.phone('lead').expectText('请确认')
  await town.site('xingang').behave('refuse')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText('又打不开了（连接不上）', '还是同一事件')
  expect(await town.incidents()).toHaveLength(1)
  expect(await town.incident('xingang')).toMatchObject({ state: 'paging', recoveredAt: null })
})

test('the lead who says 还没好 sends it back, and is asked again once it is reported mended', async () => {
  await acknowledge(town.actions, await by('duty'), town.clock.now())
  await town.site('xingang').behave('ok')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText('已能打开')
  town.phone('lead').expectText('请确认')
  await rejectRecovery(town.actions, { ...(await by('lead')), note: '首页图片不显示' }, town.clock.now())
  await town.settle()
  town.phone('duty').expectText('周敏认为', '还没好', '签收码')
  await acknowledge(town.actions, await by('duty'), town.clock.now())
  await reportMended(town.actions, { ...(await by('duty')), ...word }, town.clock.now())
  await town.settle()
  town.phone('lead').expectText('请确认')
  expect(await town.incident('xingang')).toMatchObject({ state: 'recovered', rejectedBy: null })
})

test('a recovery nobody confirms is asked for again after half an hour', async () => {
  await town.site('xingang').behave('ok')
  await town.fastForward({ seconds: 80 })
  town.phone('duty').expectText('已能打开')
  town.phone('lead').expectText('请确认')
  await town.fastForward({ minutes: 30 })
  town.phone('lead').expectText('还没确认', '确认码')
  town.phone('office').expectNothing()
})

test('an acknowledgement lapses after half an hour: its owner is asked first, and the lead is copied', async () => {
  await acknowledge(town.actions, await by('duty'), town.clock.now())
  await town.fastForward({ minutes: 29 })
  town.phone('duty').expectNothing()
  await town.fastForward({ minutes: 2 })
  town.phone('duty').expectText('您的签收已到期', '请再签收')
  town.phone('lead').expectText('再次通知', name)
})

test('来不了 passes to the lead at once', async () => {
  await pass(town.actions, await by('duty'), town.clock.now())
  await town.settle()
  town.phone('lead').expectText('请带班处理', name)
})

test('whoever is second is told who was first, and may take it over', async () => {
  await town.fastForward({ minutes: 5 })
  town.phone('lead').expectText('请带班处理')
  await acknowledge(town.actions, await by('duty'), town.clock.now())
  await town.settle()
  town.phone('lead').expectText('陈海涛', '已签收')
  const second = await acknowledge(town.actions, await by('lead'), town.clock.now())
  expect(second).toMatchObject({
    kind: 'moved',
    reason: 'acknowledged_late',
    incident: { acknowledgedBy: { name: '陈海涛' } },
  })
  const over = await acknowledge(town.actions, { ...(await by('lead')), takeOver: true }, town.clock.now())
  expect(over).toMatchObject({ reason: 'taken_over', incident: { acknowledgedBy: { name: '周敏' } } })
  await town.settle()
  town.phone('duty').expectText('已由周敏', '您不用处理')
})

test('a flapping site is one incident and at most four texts to its duty person', async () => {
  for (let turn = 0; turn < 30; turn++) {
    await town.site('xingang').behave(turn % 2 === 0 ? 'ok' : 'status_500')
    await town.fastForward({ minutes: 2 })
  }
  expect(await town.incidents()).toHaveLength(1)
  expect(await town.incident('xingang')).toMatchObject({ flapping: true })
  const texts = town.phone('duty').texts()
  for (const text of texts) text.read = true
  for (const text of town.phone('lead').texts()) text.read = true
  for (const text of town.phone('office').texts()) text.read = true
  expect(texts.length).toBeLessThanOrEqual(4)
})
