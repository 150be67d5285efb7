import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LocalSite, type SiteFarm, startSiteFarm } from '../fakes/site-farm.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio.ts'
import { bookOf, cast } from './cast.ts'
import {
  type Folder,
  freePort,
  makeFolder,
  type Running,
  startProcess,
  twilioEnv,
  until,
  untilAnswered,
  untilReady,
} from './process.ts'

// The small numbers of a drill: real processes cannot be fast-forwarded.
const drill = {
  probe: { intervalSeconds: 0.5, timeoutSeconds: 2, recheckSeconds: [0.1, 0.2], goodSpacingSeconds: 0.2 },
  ladder: [
    { afterMinutes: 0, tell: 'staff' as const, by: ['sms' as const] },
    { afterMinutes: 5, tell: 'lead' as const, by: ['sms' as const] },
  ],
}
const name = '新港区人民政府门户网站'

let farm: SiteFarm
let site: LocalSite
let twilio: FakeTwilio
let folder: Folder
let env: Record<string, string>
let running: Running

beforeEach(async () => {
  farm = await startSiteFarm()
  site = await farm.add(name)
  twilio = await startFakeTwilio()
  folder = makeFolder()
  const contact = { leadPersonId: cast.lead.id, contactPersonIds: [cast.duty.id] }
  folder.write(bookOf([{ id: 'xingang', name, url: site.url, unitId: 'u-xingang', ...contact }], [], drill))
  const port = await freePort()
  twilio.publicUrl = `http://127.0.0.1:${port}`
  env = {
    ...twilioEnv(twilio, twilio.publicUrl),
    DATA_DIR: folder.path,
    PORT: String(port),
    PROBE_ALLOW_NETWORKS: '127.0.0.0/8',
  }
  await start()
})
afterEach(async () => {
  await running.kill('SIGKILL')
  await farm.close()
  await twilio.close()
  folder.remove()
})

async function start(): Promise<void> {
  running = await startProcess(env)
  await untilReady(running)
}

type PageRow = { channel: string; state: string }

const sent = () => twilio.sends().filter(({ to }) => to === cast.duty.mobile)
const incidents = async (): Promise<{ toldAt: string | null }[]> => {
  const { items } = (await (await running.get('/api/v1/incidents')).json()) as { items: { toldAt: string | null }[] } // our own API
  return items
}

test('killed right after the incident opened: after the restart it is told, once', async () => {
  twilio.everySend = '429'
  await site.behave('status_500')
  await untilAnswered(async () => (await incidents()).length === 1)
  await running.kill('SIGKILL')
  twilio.everySend = null
  await start()
  await until(() => twilio.phone(cast.duty.mobile).texts().length === 1)
  await untilAnswered(async () => typeof (await incidents())[0]?.toldAt === 'string')
  expect(await incidents()).toHaveLength(1)
  expect(twilio.phone(cast.duty.mobile).texts()).toHaveLength(1)
})

test('killed while a text is being sent that the provider has accepted: nobody gets it twice', async () => {
  twilio.nextSends('accept_then_hang')
  await site.behave('status_500')
  await until(() => sent().length === 1)
  await running.kill('SIGKILL')
  await start()
  await untilAnswered(async () => typeof (await incidents())[0]?.toldAt === 'string')
  expect(sent()).toHaveLength(1)
})

test('killed while a text is being sent that the provider never got: it is sent again, marked, with the same code', async () => {
  twilio.nextSends('hang')
  await site.behave('status_500')
  await until(() => sent().length === 1)
  await running.kill('SIGKILL')
  await start()
  await until(() => sent().length === 2)
  const [first, second] = sent().map(({ body }) => body)
  expect(second).toContain('【值守·重发】')
  expect(second).toContain(/签收码\w{4}/.exec(first ?? '')?.[0])
  await untilAnswered(async () => typeof (await incidents())[0]?.toldAt === 'string')
  expect(await incidents()).toHaveLength(1)
})

test('killed between the provider taking a call and our hearing of it: the phone rings once', async () => {
  await running.kill('SIGKILL')
  const ladder = [{ afterMinutes: 0, tell: 'staff' as const, by: ['sms' as const, 'voice' as const] }]
  const contact = { leadPersonId: cast.lead.id, contactPersonIds: [cast.duty.id] }
  const listed = [{ id: 'xingang', name, url: site.url, unitId: 'u-xingang', ...contact }]
  folder.write(bookOf(listed, [], { ...drill, ladder }))
  await start()
  twilio.nextCalls('accept_then_hang')
  await site.behave('status_500')
  await until(() => twilio.callSends() === 1)
  await running.kill('SIGKILL')
  await start()
  const call = twilio.phone(cast.duty.mobile).expectCall()
  await until(() => call.record.status === 'ringing')
  await untilAnswered(async () => {
    const { items } = (await (await running.get('/api/v1/pages')).json()) as { items: PageRow[] } // our own API
    return items.some(({ channel, state }) => channel === 'voice' && state === 'accepted')
  })
  await call.answer()
  await call.press('1')
  expect(call.said).toContain('已签收')
  expect(twilio.callSends()).toBe(1)
  expect((await incidents())[0]).toMatchObject({ state: 'acknowledged' })
}, 30_000)

test('an acknowledgement that was answered survives kill -9', async () => {
  await site.behave('status_500')
  await until(() => sent().length === 1)
  const code = /签收码(\w{4})/.exec(sent()[0]?.body ?? '')?.[1] ?? ''
  const body = new URLSearchParams({ code, act: 'acknowledge' })
  const answer = await fetch(`${running.address}/a`, { method: 'POST', body })
  expect(answer.status).toBe(200)
  await running.kill('SIGKILL')
  await start()
  expect((await incidents())[0]).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: '陈海涛' } })
})

test('killed at twenty moments while it opens incidents: none is lost and none is told twice', async () => {
  for (let round = 0; round < 20; round++) {
    await site.behave('status_500')
    await untilAnswered(async () => (await incidents()).length > 0 || sent().length > 0)
    await running.kill('SIGKILL')
    await start()
  }
  await untilAnswered(async () => typeof (await incidents())[0]?.toldAt === 'string')
  expect(await incidents()).toHaveLength(1)
  expect(twilio.phone(cast.duty.mobile).texts()).toHaveLength(1)
}, 90_000)
