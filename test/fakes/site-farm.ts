import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { answers, type Behaviour, leavesHanging } from './site-behaviour.ts'

export type { Behaviour } from './site-behaviour.ts'

export type SiteTls = 'good' | 'wrong_name' | 'expired' | 'self_signed'
export type LocalSiteOptions = { host?: string; port?: number; tls?: SiteTls; text?: string }

/** A real site on this machine that does as it is told. */
export type LocalSite = {
  readonly url: string
  readonly name: string
  /** What it does from now on; resolves once it does. Connections that are hanging stay so, except on `refuse`. */
  behave(behaviour: Behaviour): Promise<void>
  /** Connections accepted so far. */
  hits(): number
}

export type SiteFarm = {
  /** Starts a site. Its page carries `text`, or else its name. */
  add(name: string, options?: LocalSiteOptions): Promise<LocalSite>
  /** Requests deliberately left without an end at this moment. */
  hanging(): number
  close(): Promise<void>
}

type Plot = LocalSite & { hanging(): number; close(): Promise<void> }

/** The authority behind the `good` sites, in PEM. */
export function testAuthority(): string {
  return certificate('authority')
}

function certificate(name: string): string {
  return readFileSync(new URL(`./certificates/${name.replace('_', '-')}.pem`, import.meta.url), 'utf8')
}

/** Real listeners on loopback, one a site. */
export async function startSiteFarm(): Promise<SiteFarm> {
  const plots: Plot[] = []
  return {
    add: async (name, options = {}) => {
      const plot = await openPlot(name, options)
      plots.push(plot)
      return plot
    },
    hanging: () => plots.reduce((sum, plot) => sum + plot.hanging(), 0),
    close: async () => {
      await Promise.all(plots.map((plot) => plot.close()))
    },
  }
}

async function openPlot(name: string, options: LocalSiteOptions): Promise<Plot> {
  const { host = '127.0.0.1', tls, text = name } = options
  const hanging = new Set<ServerResponse>()
  const sockets = new Set<Socket>()
  let behaviour: Behaviour = 'ok'
  let hits = 0

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (behaviour === 'refuse' || behaviour === 'reset') return void request.socket.destroy()
    if (leavesHanging(behaviour)) {
      hanging.add(response)
      response.once('close', () => hanging.delete(response))
    }
    answers[behaviour](text, request, response)
  }
  const server = serverFor(tls, answer)
  server.on('connection', (socket: Socket) => {
    hits += 1
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    if (behaviour === 'reset') socket.resetAndDestroy()
  })
  const shut = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy()
      if (server.listening) server.close(() => resolve())
      else resolve()
    })
  const port = await listenAnywhere(server, host, options.port ?? 0)
  return {
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    name,
    behave: async (next) => {
      behaviour = next
      if (next === 'refuse') await shut()
      else if (!server.listening) await listen(server, host, port)
    },
    hits: () => hits,
    hanging: () => hanging.size,
    close: shut,
  }
}

function serverFor(tls: SiteTls | undefined, answer: (q: IncomingMessage, a: ServerResponse) => void): Server {
  if (!tls) return createServer(answer)
  const pem = certificate(tls)
  return createTlsServer({ key: pem, cert: pem }, answer)
}

/** Below the ports that the kernel lends to outgoing connections: a closed site must find its own port free again. */
const firstPort = 12_000
const lastPort = 32_000
let nextPort = firstPort + ((process.pid * 61) % (lastPort - firstPort))

async function listenAnywhere(server: Server, host: string, port: number): Promise<number> {
  if (port !== 0) {
    await listen(server, host, port)
    return port
  }
  for (let tries = 0; tries < 200; tries += 1) {
    nextPort = nextPort >= lastPort ? firstPort : nextPort + 1
    // Sites of several farms may be looking at once: by the time this one is free, the next is somebody else's.
    const tried = nextPort
    const isFree = await listen(server, host, tried).then(
      () => true,
      () => false,
    )
    if (isFree) return tried
  }
  throw new Error(`no free port for a site on ${host}`)
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // A whole minute's slots of a large farm may arrive at once.
    server.listen({ host, port, backlog: 4096 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
