import { expect, test } from 'vitest'
import { postSigned } from '../fakes/twilio-callbacks.ts'
import { parseTwiml } from '../fakes/twilio-twiml.ts'
import { startOutage } from './call-town.ts'

test('a webhook that comes twice, even at once, acts once and is answered with the same words', async () => {
  const town = await startOutage()
  await town.fastForward({ minutes: 3 })
  const call = await town.phone('duty').answer()
  const post = async () => {
    const url = `${call.record.url}?heard=take&step=1`
    const form = town.twilio.line.formOf(call.record, { Digits: '1' })
    return (await postSigned(town.twilio.authToken, url, form)).text
  }
  const answers = await Promise.all([post(), post(), post()])
  answers.push(await post())
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain('已签收')
  const { id } = await town.incident('xingang')
  const kinds = (await town.actions.log.incidents.events(id)).map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'acknowledged' || kind === 'renewed')).toEqual(['acknowledged'])
  call.hangUp()
  await town.settle()
  await town.close()
})

test('a call that is none of the page’s, or of no page, ends with a goodbye and changes nothing', async () => {
  const town = await startOutage()
  await town.fastForward({ minutes: 3 })
  const call = town.phone('duty').expectCall()
  const strange = town.twilio.line.formOf(call.record, { CallSid: `CA${'f'.repeat(32)}`, Digits: '1' })
  for (const [url, form] of [
    [`${call.record.url}?heard=take&step=1`, strange],
    [`${town.address}/twilio/voice/no-such-page/1?heard=take&step=1`, { ...strange, CallSid: call.record.sid }],
    [`${call.record.url.replace(/1$/, '2')}?heard=take&step=1`, { ...strange, CallSid: call.record.sid }],
    [`${call.record.url.replace('voice.p-chen', 'sms.p-chen')}?heard=take&step=1`, strange],
  ] as const) {
    const { status, text } = await postSigned(town.twilio.authToken, url, form)
    expect([status, parseTwiml(text).map(({ kind }) => kind)]).toEqual([200, ['say', 'hangup']])
  }
  expect(await town.incident('xingang')).toMatchObject({ state: 'paging' })
  await town.close()
})

test('a call whose answer was lost is found in the list, and the phone rings once', async () => {
  const town = await startOutage()
  town.twilio.nextCalls('accept_then_drop')
  await town.fastForward({ minutes: 3, seconds: 20 })
  expect(town.twilio.callSends()).toBe(1)
  const call = await town.phone('duty').answer()
  await call.press('1')
  await town.settle()
  expect(await town.incident('xingang')).toMatchObject({ acknowledgedVia: 'call' })
  const pages = await town.actions.log.pages.ofIncident((await town.incident('xingang')).id)
  expect(pages.find(({ channel }) => channel === 'voice')).toMatchObject({ state: 'delivered', attempts: 1 })
  await town.close()
})

test('a provider that knows no calls costs a noted failure, and the lead is told at the minute', async () => {
  const town = await startOutage()
  town.twilio.knowsCalls = false
  await town.fastForward({ minutes: 4, seconds: 55 })
  town.phone('lead').expectNothing()
  await town.fastForward({ seconds: 6 })
  town.phone('lead').expectText('请带班处理')
  expect(await town.incident('xingang')).toMatchObject({ state: 'paging', lost: [] })
  await town.close()
})

test('without any word from the provider about a call it is asked, and waits while the line is open', async () => {
  const town = await startOutage()
  town.twilio.holdCallbacks()
  await town.fastForward({ minutes: 3 })
  const call = await town.phone('duty').answer()
  for (let n = 0; n < 12; n++) {
    await town.fastForward({ seconds: 10 })
    await call.press('9')
  }
  town.phone('lead').expectText('请带班处理')
  town.phone('lead').expectCall()
  call.hangUp()
  await town.fastForward({ seconds: 15 })
  const pages = await town.actions.log.pages.ofIncident((await town.incident('xingang')).id)
  expect(pages.find(({ personId, channel }) => personId === 'p-chen' && channel === 'voice')?.state).toBe('delivered')
  await town.close()
})
