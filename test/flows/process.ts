import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FakeTwilio } from '../fakes/twilio.ts'

// The real service as a process of its own, for what only a process can show: signals, exit codes, kill -9.

export type Running = {
  child: ChildProcess
  address: string
  /** Everything it printed so far. */
  output(): string
  /** Resolves with the exit code; null after a signal. */
  ended: Promise<number | null>
  kill(signal: NodeJS.Signals): Promise<number | null>
  get(path: string): Promise<Response>
}

export const apiToken = 'process-api-token-process-api-token'

export type Folder = { path: string; write(book: unknown): void; remove(): void }

export function makeFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'zhishou-process-'))
  mkdirSync(path, { recursive: true })
  return {
    path,
    write: (book) => writeFileSync(join(path, 'book.json'), typeof book === 'string' ? book : JSON.stringify(book)),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

export async function startProcess(env: Record<string, string>): Promise<Running> {
  const port = env['PORT'] ?? String(await freePort())
  const main = new URL('../../src/main.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [...startFlags(), main], {
    env: { PATH: process.env['PATH'], PORT: port, ZHISHOU_API_TOKEN: apiToken, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  child.stdout?.on('data', (chunk) => {
    printed += chunk
  })
  child.stderr?.on('data', (chunk) => {
    printed += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const address = `http://127.0.0.1:${port}`
  return {
    child,
    address,
    ended,
    output: () => printed,
    kill(signal) {
      child.kill(signal)
      return ended
    },
    get: (path) => fetch(`${address}${path}`, { headers: { authorization: `Bearer ${apiToken}` } }),
  }
}

/** The flags of `npm start`: what is tested and measured is what people run. */
function startFlags(): string[] {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const { scripts } = JSON.parse(file) as { scripts: { start: string } } // ours
  const flags = /&& node (.*) src\/main\.ts$/.exec(scripts.start)?.[1]
  if (flags === undefined) throw new Error(`npm start does not start the service: ${scripts.start}`)
  return flags.split(' ').filter((flag) => flag !== '' && !flag.startsWith('--env-file'))
}

/** Resolves once the service answers that it is ready; throws what it printed when it ended instead. */
export async function untilReady(running: Running): Promise<void> {
  await until(async () => {
    if (running.child.exitCode !== null) throw new Error(`it ended: ${running.output()}`)
    try {
      return (await fetch(`${running.address}/healthz`)).status === 200
    } catch {
      return false // not listening yet
    }
  })
}

/** Looks until it is true. The test's own time limit is the only one. */
export async function until(isTrue: () => boolean | Promise<boolean>, everyMs = 20): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, everyMs))
}

/** Asks the service itself until it is true: on a slow machine for minutes, and never faster than it lets one caller ask. */
export function untilAnswered(isTrue: () => Promise<boolean>): Promise<void> {
  return until(isTrue, 60)
}

export function twilioEnv(twilio: FakeTwilio, publicUrl: string): Record<string, string> {
  return {
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_FROM: '+15005550006',
    TWILIO_API_BASE: twilio.apiBase,
    PUBLIC_URL: publicUrl,
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
