import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'

// A farm of sites in a process of its own, so that serving them is nobody's measured work.

export type Farm = { ports: number[]; fail(index: number): void; mend(index: number): void; stop(): void }

/** Sites of 20 KB on one listener each; `fail` makes one answer 500. */
export async function startFarm(count: number): Promise<Farm> {
  const child = fork(new URL('./load.ts', import.meta.url), [String(count)])
  const [ports] = await once(child, 'message')
  return {
    ports,
    fail: (index) => child.send({ index, failing: true }),
    mend: (index) => child.send({ index, failing: false }),
    stop: () => child.kill(),
  }
}

if (process.send && process.argv[2]) {
  const count = Number(process.argv[2])
  const page = Buffer.from(`<!doctype html><title>首页</title>${'<p>政务公开</p>'.repeat(1_000)}`)
  const failing = new Set<number>()
  const ports: number[] = []
  for (let index = 0; index < count; index++) {
    const server = createServer((_req, res) => {
      res.writeHead(failing.has(index) ? 500 : 200, { 'content-type': 'text/html; charset=utf-8' })
      res.end(page)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    ports.push(typeof address === 'object' && address ? address.port : 0)
  }
  process.on('message', (order: { index: number; failing: boolean }) => {
    if (order.failing) failing.add(order.index)
    else failing.delete(order.index)
  })
  process.send(ports)
}
