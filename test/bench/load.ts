import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Server } from 'node:net'

// A farm of sites in a process of its own, so that serving them is nobody's measured work.

export type Scheme = 'http' | 'https'
export type Farm = {
  urls: string[]
  fail(index: number): void
  hang(index: number): void
  /** When the watch last asked these sites, by the wall clock. */
  askedAt(indexes: readonly number[]): Promise<number[]>
  stop(): void
}

/** One listener serves as many sites as loopback has addresses for it: a site is an address and a port. */
const addressesPerPort = 60

/** Sites of 20 KB, an address and a port each; `fail` makes one answer 500, `hang` nothing any more. */
export async function startFarm(count: number, scheme: Scheme = 'http'): Promise<Farm> {
  const child = fork(new URL('./load.ts', import.meta.url), [String(count), scheme])
  const [ports] = (await once(child, 'message')) as [number[]] // sent by this file
  return {
    urls: Array.from(
      { length: count },
      (_, i) => `${scheme}://${hostOf(i)}:${ports[Math.floor(i / addressesPerPort)]}/`,
    ),
    fail: (index) => child.send({ failing: index }),
    hang: (index) => child.send({ hanging: index }),
    async askedAt(indexes) {
      child.send({ asked: indexes })
      const [times] = (await once(child, 'message')) as [number[]] // sent by this file
      return times
    },
    stop: () => child.kill(),
  }
}

function hostOf(index: number): string {
  return `127.0.1.${1 + (index % addressesPerPort)}`
}

if (process.send && process.argv[2]) {
  const [count, scheme] = [Number(process.argv[2]), process.argv[3]]
  const page = Buffer.from(`<!doctype html><title>首页</title>${'<p>政务公开</p>'.repeat(1_000)}`)
  const [failing, hanging] = [new Set<string>(), new Set<string>()]
  const askedAt = new Map<string, number>()
  const answer = (req: IncomingMessage, res: ServerResponse) => {
    const { host = '' } = req.headers
    if (req.headers['user-agent']?.startsWith('Zhishou')) askedAt.set(host, Date.now()) // and not the bare loop
    if (hanging.has(host)) return
    res.writeHead(failing.has(host) ? 500 : 200, { 'content-type': 'text/html; charset=utf-8' })
    res.end(page)
  }
  const ports: number[] = []
  for (let first = 0; first < count; first += addressesPerPort) {
    const server: Server = scheme === 'https' ? createTlsServer(pair(), answer) : createServer(answer)
    server.listen(0, '0.0.0.0', 4096)
    await once(server, 'listening')
    const address = server.address()
    ports.push(typeof address === 'object' && address ? address.port : 0)
  }
  const siteAt = (index: number) => `${hostOf(index)}:${ports[Math.floor(index / addressesPerPort)]}`
  process.on('message', (order: { failing?: number; hanging?: number; asked?: number[] }) => {
    if (order.failing !== undefined) failing.add(siteAt(order.failing))
    if (order.hanging !== undefined) hanging.add(siteAt(order.hanging))
    if (order.asked) process.send?.(order.asked.map((index) => askedAt.get(siteAt(index)) ?? 0))
  })
  process.send(ports)
}

/** Made by `certificates.ts` before the farm is started. */
function pair() {
  const file = (name: string) => readFileSync(`${process.env['BENCH_CERTIFICATES']}/${name}`)
  return { key: file('site.key'), cert: file('site.pem') }
}
