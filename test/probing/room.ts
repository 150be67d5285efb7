import { createServer, type Socket } from 'node:net'
import type { PageExpectation, ProbeTarget } from '../../src/domain/watch/probe.ts'
import { createAddressGuard } from '../../src/probing/address-guard.ts'
import { createCertificates } from '../../src/probing/certificates.ts'
import { createHttpProbe, type HttpProbeOptions } from '../../src/probing/http.ts'
import { parseNetworks } from '../../src/probing/networks.ts'
import { createNames } from '../../src/probing/resolver.ts'
import { createTrust } from '../../src/probing/tls.ts'
import { createTlsSessions } from '../../src/probing/tls-sessions.ts'
import { testAuthority } from '../fakes/site-farm.ts'

/** The moment every look of these tests begins at. */
export const at = Date.UTC(2026, 9, 1)

export function guardAllowing(text: string) {
  const parsed = parseNetworks(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return createAddressGuard(parsed.networks)
}

/** An http probe that may reach loopback and trusts the test authority. */
export function localProbe(changes: Partial<HttpProbeOptions> = {}) {
  return createHttpProbe({
    resolve: createNames({ servers: ['127.0.0.1:9'] }).resolve,
    mayReach: guardAllowing('127.0.0.0/8 ::1'),
    trust: createTrust([testAuthority()]),
    certificates: createCertificates(() => performance.now()),
    sessions: createTlsSessions(() => performance.now()),
    monotonic: () => performance.now(),
    ...changes,
  })
}

/** Nothing is expected of the page. */
export const anyPage: PageExpectation = {
  words: null,
  title: null,
  forbidden: [],
  minBytes: 0,
  refusesErrorPages: false,
}

export function targetOf(url: string, changes: Partial<ProbeTarget> = {}): ProbeTarget {
  return {
    siteId: 's-portal',
    kind: 'http',
    url,
    timeoutSeconds: 15,
    fullHandshakeMinutes: 60,
    expectStatus: [],
    expect: anyPage,
    ...changes,
  }
}

export const never = new AbortController().signal

/** A raw listener that does with each connection what the test says. */
export async function startRaw(serve: (socket: Socket) => void) {
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return {
    port: address.port,
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
