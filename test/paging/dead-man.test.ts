import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createBeat } from '../../src/paging/dead-man.ts'

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/secret?key=1` // listening on TCP
}

test('a beat is one request to the whole address, and is taken when the answer says so', async () => {
  const heard: string[] = []
  const url = await listen((request, response) => {
    heard.push(`${request.method} ${request.url}`)
    response.end('OK')
  })
  expect(await createBeat(url)()).toBe(true)
  expect(heard).toEqual(['GET /ping/secret?key=1'])
})

test.each([404, 500, 302])(
  'an answer of %d means that nobody heard it, and no redirect is followed',
  async (status) => {
    let requests = 0
    const url = await listen((_, response) => {
      requests++
      response.writeHead(status, { location: '/elsewhere' }).end()
    })
    expect([await createBeat(url)(), requests]).toEqual([false, 1])
  },
)

test('where nobody listens it says so and throws nothing', async () => {
  expect(await createBeat('http://127.0.0.1:9/')()).toBe(false)
})
