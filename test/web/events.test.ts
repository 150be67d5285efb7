import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenWeb, openWeb } from './open-web.ts'
import { nightNow, xingang } from './town.ts'
import type { Visitor } from './visitor.ts'

let web: OpenWeb
beforeEach(async () => {
  web = await openWeb()
})
afterEach(() => web.close())

/** Opens the stream as a page does, and reads it until a text has come by or it ends. */
async function listen(visitor: Visitor) {
  const response = await fetch(`${web.address}/events`, { headers: { cookie: visitor.cookies } })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error('no stream')
  let heard = ''
  const until = async (text: string | null): Promise<string> => {
    while (text === null || !heard.includes(text)) {
      const { done, value } = await reader.read()
      if (done) return heard
      heard += value
    }
    return heard
  }
  return { response, until, stop: () => reader.cancel() }
}

test('a page hears at once that it is live, and then each fact', async () => {
  const stream = await listen(await web.signedIn('duty'))
  expect(stream.response.headers.get('content-type')).toContain('text/event-stream')
  await stream.until('event: beat')
  const incident = await web.goesDown(xingang, nightNow - 60_000)
  const heard = await stream.until('event: change')
  expect(heard).toContain(`data: {"kind":"incident","incidentId":"${incident.id}","siteId":"${xingang}"}`)
  expect(heard).not.toMatch(/陈海涛|1[3-9]\d{9}/)
  await stream.stop()
})

test('signing out ends what that session hears', async () => {
  const visitor = await web.signedIn('duty')
  const stream = await listen(visitor)
  await stream.until('event: beat')
  await visitor.post('/sign-out')
  expect(await stream.until(null)).toContain('event: beat')
})

test('a page that goes away is forgotten', async () => {
  const stream = await listen(await web.signedIn('duty'))
  await stream.until('event: beat')
  await stream.stop()
  await web.goesDown(xingang, nightNow - 60_000)
  expect((await web.visitor().get('/healthz')).status).toBe(200)
})

test('one session holds twenty streams at most: of fifty the oldest have ended', async () => {
  const visitor = await web.signedIn('duty')
  const streams = []
  for (let n = 0; n < 50; n++) {
    const stream = await listen(visitor)
    await stream.until('event: beat')
    streams.push(stream)
  }
  const [oldest] = streams
  expect(await oldest?.until(null)).toContain('event: beat')
  const connections = () => new Promise<number>((resolve) => web.server.getConnections((_, count) => resolve(count)))
  expect(await connections()).toBeLessThan(50)
  await web.goesDown(xingang, nightNow - 60_000)
  expect(await streams.at(-1)?.until('event: change')).toContain('incident')
  await Promise.all(streams.slice(30).map((stream) => stream.stop()))
})
