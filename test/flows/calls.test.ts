import { expect, test } from 'vitest'
import { sendSpotCheck } from '../../src/actions/shift-work/spot-check.ts'
import { name, startOutage } from './call-town.ts'
import { cast } from './cast.ts'
import { startTown } from './town.ts'

test('nobody answers the text: after three minutes the phone rings, and key 1 takes it', async () => {
  const town = await startOutage()
  await town.fastForward({ minutes: 3 })
  const call = await town.phone('duty').answer()
  expect(call.said).toBe(
    '这里是值守，网站值班电话。新港区人民政府门户网站，两点五十九分起打不开，已经三分钟。' +
      '签收处理，请按1。听详细情况，请按2。来不了，请按0，马上通知下一位。重听，请按9。',
  )
  await call.press('1')
  expect(call.said).toBe('已签收，时间三点零三分。三十分钟没有恢复，会再打给您。再见。')
  await town.fastForward({ minutes: 4 })
  const incident = await town.incident('xingang')
  expect(incident).toMatchObject({
    state: 'acknowledged',
    acknowledgedBy: { name: '陈海涛' },
    acknowledgedVia: 'call',
  })
  expect(call.record.status).toBe('completed')
  await town.close()
})

test('key 2 gives the details, another key is wrong, key 9 repeats, and key 0 tells the lead at once', async () => {
  const town = await startOutage()
  await town.fastForward({ minutes: 3 })
  const call = await town.phone('duty').answer()
  await call.press('2')
  expect(call.said).toBe('原因，返回错误。主机有回应。本班带班周敏。签收请按1。')
  await call.press('7')
  expect(call.said).toMatch(/^没有这个选项。签收请按1。这里是值守，网站值班电话。新港区/)
  await call.press('9')
  expect(call.said).toMatch(/^这里是值守，网站值班电话。新港区/)
  await call.press('0')
  expect(call.said).toBe('好的，正在通知下一位。再见。')
  await town.settle()
  town.phone('lead').expectText('请带班处理：新港区')
  const toLead = await town.phone('lead').answer()
  expect(toLead.said).toMatch(/^这里是值守。请带班处理，新港区人民政府门户网站，.*值班陈海涛没有签收。签收，请按1。$/)
  await toLead.press('1')
  await town.settle()
  expect(await town.incident('xingang')).toMatchObject({ acknowledgedBy: { name: '周敏' } })
  await town.close()
})

test.each([
  ['rings on', 'rings', 'call:no_answer'],
  ['is engaged', 'busy', 'call:busy'],
  ['is switched off', 'failed:480', 'call:failed:480'],
  ['is answered by a machine', 'voicemail', /^call:no_key:\d+$/],
] as const)(
  'a phone that %s: it counts for nothing, and the lead is told at the minute',
  async (_, ringing, reason) => {
    const town = await startOutage()
    town.twilio.setRinging(ringing)
    await town.fastForward({ minutes: 3 })
    town.phone('duty').expectCall()
    await town.fastForward({ seconds: 115 })
    town.phone('lead').expectNothing()
    await town.fastForward({ seconds: 6 })
    town.phone('lead').expectText('请带班处理：新港区', '陈海涛5分钟未签收')
    town.phone('lead').expectCall()
    await town.fastForward({ minutes: 3 })
    const events = await town.actions.log.incidents.events((await town.incident('xingang')).id)
    const failed = events.filter((event) => event.kind === 'page_failed')
    expect(failed.map(({ person, channel }) => [person.name, channel])).toEqual([
      ['陈海涛', 'voice'],
      ['周敏', 'voice'],
    ])
    expect(failed[0]?.reason).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason))
    expect(await town.incident('xingang')).toMatchObject({ state: 'paging', lost: [] })
    await town.close()
  },
)

test('a voicemail hears the message three times and the closing words', async () => {
  const town = await startOutage()
  town.twilio.setRinging('voicemail')
  await town.fastForward({ minutes: 4, seconds: 50 })
  const { said } = town.phone('duty').expectCall().record
  expect(said).toHaveLength(4)
  expect(new Set(said.slice(0, 3)).size).toBe(1)
  expect(said.at(-1)).toBe('没有收到按键，稍后再联系，并会通知带班。')
  await town.close()
})

test('the call comes after somebody else took it: it says so, and a key is only noted', async () => {
  const town = await startOutage()
  await town.fastForward({ minutes: 3 })
  const { id } = await town.incident('xingang')
  const headers = { authorization: `Bearer story-api-token-story-api-token-0123`, 'content-type': 'application/json' }
  const body = JSON.stringify({ personId: 'p-zhou' })
  await fetch(`${town.address}/api/v1/incidents/${id}/acknowledge`, { method: 'POST', headers, body })
  await town.settle()
  town.phone('duty').expectText('已由周敏03:03签收')
  const call = await town.phone('duty').answer()
  expect(call.said).toBe('这里是值守。新港区人民政府门户网站，周敏已经在三点零三分签收，您不用处理。')
  await call.press('1')
  expect(call.said).toBe('周敏已经在三点零三分签收，您的按键也记下了。再见。')
  await town.settle()
  const incident = await town.incident('xingang')
  expect(incident.acknowledgedBy?.name).toBe('周敏')
  const events = await town.actions.log.incidents.events(id)
  expect(events.at(-1)).toMatchObject({ kind: 'acknowledged_late', by: { name: '陈海涛' }, via: 'call' })
  await town.close()
})

test('it recovers while the phone is at the ear: key 1 takes nothing, and confirms nothing that was not asked', async () => {
  const town = await startOutage()
  await town.fastForward({ minutes: 5 })
  town.phone('duty').expectCall()
  town.phone('lead').expectText('请带班处理')
  await town.site('xingang').behave('ok')
  const call = await town.phone('lead').answer()
  while ((await town.incident('xingang')).state !== 'recovered') await town.fastForward({ seconds: 5 })
  await call.press('1')
  expect(call.said).toMatch(
    /^这里是值守。新港区人民政府门户网站，三点零.*分已经能打开，中断.*。确认恢复，请按1。还没好，请按3。$/,
  )
  expect(await town.incident('xingang')).toMatchObject({ state: 'recovered', acknowledgedBy: null })
  await call.press('1')
  expect(call.said).toMatch(/^已确认恢复，事件办结，时间三点零.*分。辛苦了，再见。$/)
  expect(await town.incident('xingang')).toMatchObject({ state: 'closed', confirmedBy: { name: '周敏' } })
  town.phone('duty').expectText('已能打开')
  town.phone('lead').expectText('请确认')
  await town.close()
})

test('the lead says by key 3 that it is not right yet, and the staff are told to carry on', async () => {
  const town = await startOutage()
  await town.fastForward({ minutes: 5 })
  town.phone('duty').expectCall()
  town.phone('lead').expectText('请带班处理')
  await town.site('xingang').behave('ok')
  const call = await town.phone('lead').answer()
  while ((await town.incident('xingang')).state !== 'recovered') await town.fastForward({ seconds: 5 })
  await call.press('9')
  await call.press('5')
  expect(call.said).toMatch(/^没有这个选项。确认恢复请按1，还没好请按3。这里是值守。/)
  await call.press('3')
  expect(call.said).toBe('好的，已经退回处置，正在通知值班员。再见。')
  await town.settle()
  expect(await town.incident('xingang')).toMatchObject({ state: 'paging', rejectedBy: { name: '周敏' } })
  town.phone('duty').expectText('已能打开')
  town.phone('duty').expectText('认为', '还没好')
  town.phone('lead').expectText('请确认')
  await town.close()
})

test('several sites are one call, and one key takes them all', async () => {
  const sites = {
    xingang: { name, rostered: true },
    health: { name: '新港区卫生健康局网站', rostered: true },
    park: { name: '新港经济开发区网站', rostered: true },
  }
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites, hasCalls: true })
  await town.fastForward({ minutes: 2 })
  for (const id of Object.keys(sites)) await town.site(id).behave('status_500')
  while (town.phone('duty').calls().length < 2) await town.fastForward({ seconds: 5 })
  for (const text of town.phone('duty').unread()) text.read = true
  // The first site rang alone; what failed within the minute waits for the end of it, and is told with the first.
  expect(town.phone('duty').expectCall().record.status).toBe('no-answer')
  const call = await town.phone('duty').answer()
  expect(call.said).toBe(
    '这里是值守。三个网站打不开，包括新港区人民政府门户网站、新港区卫生健康局网站。全部签收，请按1。',
  )
  await call.press('1')
  expect(call.said).toContain('已签收')
  await town.settle()
  expect((await town.incidents()).map(({ state, acknowledgedVia }) => [state, acknowledgedVia])).toEqual(
    Array(3).fill(['acknowledged', 'call']),
  )
  await town.fastForward({ minutes: 3 })
  town.phone('duty').expectNothing()
  await town.close()
})

test('a confirmation that nobody gives is asked for by a call from the second reminder on, and given by a key', async () => {
  const town = await startOutage({ now: '2026-10-05T09:57:00+08:00' })
  await town.site('xingang').behave('ok')
  while ((await town.incident('xingang')).state !== 'recovered') await town.fastForward({ seconds: 5 })
  town.phone('duty').expectText('已能打开')
  town.phone('lead').expectText('请确认')
  await town.fastForward({ minutes: 31 })
  town.phone('lead').expectText('还没确认')
  town.phone('lead').expectNothing()
  await town.fastForward({ minutes: 29, seconds: 20 })
  for (const who of ['lead', 'office'] as const) town.phone(who).expectText('还没确认')
  const call = await town.phone('lead').answer()
  expect(call.said).toMatch(
    /^这里是值守。新港区人民政府门户网站，.*已经能打开，中断.*。确认恢复，请按1。还没好，请按3。$/,
  )
  await call.press('1')
  expect(await town.incident('xingang')).toMatchObject({ state: 'closed', confirmedBy: { name: '周敏' } })
  await town.close()
})

test('a spot check that is not answered by its code rings the second time, and key 1 says that somebody is at the post', async () => {
  const sites = { xingang: { name, rostered: true } }
  const town = await startTown({ now: '2026-10-05T09:57:00+08:00', sites, hasCalls: true })
  const check = await sendSpotCheck(town.actions, { personId: 'p-chen', by: cast.office }, town.clock.now())
  await town.fastForward({ minutes: 1 })
  town.phone('duty').expectText('查岗：请10分钟内')
  town.phone('duty').expectNothing()
  while (town.phone('duty').calls().length === 0) await town.fastForward({ seconds: 5 })
  town.phone('duty').expectText('查岗：请10分钟内')
  const call = await town.phone('duty').answer()
  expect(call.said).toBe('这里是值守查岗。在岗，请按1。')
  await call.press('2')
  expect(call.said).toBe('没有这个选项。在岗请按1。这里是值守查岗。在岗，请按1。')
  await call.press('1')
  expect(call.said).toBe('查岗，已记下您在岗。再见。')
  expect(await town.actions.log.records.spotChecks.find(check?.id ?? '')).toMatchObject({ outcome: 'at_post' })
  await town.fastForward({ minutes: 12 })
  await town.close()
})
