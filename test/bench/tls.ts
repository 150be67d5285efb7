import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProbeTarget } from '../../src/domain/watch/probe.ts'
import { createProbing } from '../../src/probing/probing.ts'

// CPU seconds of 1,000 looks over TLS: by a full handshake each, and by resumed sessions; against a server in a process
// of its own. `node test/bench/tls.ts`; only its own figures are counted, not the scheduler's.

const kinds = { 'RSA-2048': ['rsa:2048'], 'ECDSA P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] }
const versions = ['TLSv1.2', 'TLSv1.3'] as const
const rounds = 10
const sites = 200

if (process.send) await serve()
else await measureAll()

async function measureAll(): Promise<void> {
  console.log('| certificate | protocol | full | resumed |\n|---|---|---|---|')
  for (const [kind, key] of Object.entries(kinds))
    for (const version of versions) {
      const folder = makeCertificate(key)
      const child = fork(new URL(import.meta.url), [folder, version])
      const [port] = (await once(child, 'message')) as [number] // sent by this file
      const full = await measure(folder, port, 0)
      const resumed = await measure(folder, port, 60)
      child.kill()
      rmSync(folder, { recursive: true })
      console.log(`| ${kind} | ${version} | ${full} | ${resumed} |`)
    }
}

async function measure(folder: string, port: number, fullHandshakeMinutes: number): Promise<string> {
  const { probe, close } = createProbing({
    networks: [{ address: '127.0.0.0', prefix: 8, family: 'ipv4' }],
    monotonic: () => performance.now(),
    path: '',
    trust: [readFileSync(join(folder, 'site.pem'), 'utf8')],
  })
  const signal = new AbortController().signal
  const round = async () => {
    let resumed = 0
    for (let first = 0; first < sites; first += 20) {
      const looks = Array.from({ length: 20 }, (_, i) =>
        probe({ ...target(port, fullHandshakeMinutes), siteId: `s-${first + i}` }, Date.now(), signal),
      )
      for (const { ok, failure, handshake } of await Promise.all(looks)) {
        if (!ok) throw new Error(JSON.stringify(failure))
        if (handshake === 'resumed') resumed += 1
      }
    }
    return resumed
  }
  for (let n = 0; n < 5; n += 1) await round()
  const before = process.cpuUsage()
  let resumed = 0
  for (let n = 0; n < rounds; n += 1) resumed += await round()
  const { user, system } = process.cpuUsage(before)
  await close()
  const share = Math.round((100 * resumed) / (rounds * sites))
  return `${((user + system) / 1e3 / (rounds * sites)).toFixed(2)} s (${share} % resumed)`
}

function target(port: number, fullHandshakeMinutes: number): ProbeTarget {
  return {
    siteId: 's',
    kind: 'http',
    url: `https://127.0.0.1:${port}/`,
    timeoutSeconds: 15,
    fullHandshakeMinutes,
    expectStatus: [],
    expect: { words: null, title: null, forbidden: [], minBytes: 0, refusesErrorPages: false },
  }
}

function makeCertificate(key: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhishou-bench-'))
  const names = ['-subj', '/CN=bench', '-addext', 'subjectAltName=IP:127.0.0.1']
  const files = ['-keyout', 'site.key', '-out', 'site.pem', '-days', '1']
  execFileSync('openssl', ['req', '-x509', '-nodes', '-newkey', ...key, ...files, ...names], {
    cwd: folder,
    stdio: 'ignore',
  })
  return folder
}

async function serve(): Promise<void> {
  const [folder = '', version] = process.argv.slice(2)
  const file = (name: string) => readFileSync(join(folder, name))
  const only = { minVersion: version, maxVersion: version } as { minVersion: 'TLSv1.2'; maxVersion: 'TLSv1.2' }
  const page = Buffer.from(`<!doctype html><title>首页</title>${'<p>政务公开</p>'.repeat(1_000)}`)
  const server = createServer({ key: file('site.key'), cert: file('site.pem'), ...only }, (_req, res) => res.end(page))
  server.listen(0, '127.0.0.1', 1024)
  await once(server, 'listening')
  const address = server.address()
  process.send?.(address !== null && typeof address === 'object' ? address.port : 0)
}
