import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { isIP, isIPv6 } from 'node:net'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { PingResult } from '../domain/watch/probe.ts'
import { readFping } from './fping-reading.ts'
import { unlessAborted } from './gate.ts'
import type { PingerOptions } from './ping-program.ts'

export type Fping = {
  /** What the address answers; null where `fping` is of no use now and somebody else has to be asked. Never throws. */
  ping(address: string, signal: AbortSignal): Promise<PingResult | null>
  close(): void
}

type Waiting = Map<string, ((result: PingResult | null) => void)[]>

const unknown: PingResult = { answer: 'unknown' }
/** Questions of this long go together. */
const batchMs = 1000
/** After it could not send, which a missing permission does not mend by itself. */
const restMs = 10 * 60_000
const mostOutput = 256 * 1024

/**
 * ICMP by `fping`: three packets to each address, one process for all that came within a second. It is handed nothing
 * but addresses, behind `--`, and sees no environment of ours. A new process has a new id in its packets, which
 * firewalls that remember a dead conversation need.
 */
export function createFping({ path, patienceMs = 5000 }: PingerOptions): Fping {
  const program = findProgram(path)
  const running = new Set<() => void>()
  let waiting: Waiting = new Map()
  let timer: NodeJS.Timeout | null = null
  let isResting = false
  const rest = () => {
    isResting = true
    setTimeout(() => {
      isResting = false
    }, restMs).unref()
  }

  const flush = () => {
    timer = null
    const batch = waiting
    waiting = new Map()
    for (const isSix of [false, true]) {
      const addresses = [...batch.keys()].filter((address) => isIPv6(address) === isSix)
      if (addresses.length > 0) void run(addresses, batch)
    }
    // What comes within the next second goes together; an idle pinger answers the next question at once.
    if (batch.size > 0) timer = setTimeout(flush, batchMs).unref()
  }
  const run = async (addresses: string[], batch: Waiting) => {
    const result = await runFping({ program: program ?? '', path, patienceMs, running }, addresses)
    const isUseless = result === 'useless'
    if (isUseless) rest()
    for (const address of addresses)
      for (const answer of batch.get(address) ?? []) answer(isUseless ? null : (result.get(address) ?? unknown))
  }
  return {
    ping: async (address, signal) => {
      if (!isIP(address) || signal.aborted) return unknown
      if (program === null || isResting) return null
      const asked = new Promise<PingResult | null>((resolve) => {
        waiting.set(address, [...(waiting.get(address) ?? []), resolve])
        timer ??= setTimeout(flush, 0)
      })
      return unlessAborted(asked, signal, unknown)
    },
    close: () => {
      if (timer) clearTimeout(timer)
      for (const end of running) end()
      for (const answers of waiting.values()) for (const answer of answers) answer(unknown)
    },
  }
}

type Run = { program: string; path: string; patienceMs: number; running: Set<() => void> }

/** `useless`: the program could not be run, or could not send at all. */
function runFping({ program, path, patienceMs, running }: Run, addresses: string[]) {
  const { promise, resolve } = Promise.withResolvers<ReadonlyMap<string, PingResult> | 'useless'>()
  const quiet = ['-q', '-C', '3', '-p', '200', '-t', '1000', '-i', '1', '-B', '1', '-r', '0']
  const child = spawn(program, [...quiet, '--', ...addresses], {
    env: { PATH: path, LC_ALL: 'C', LANG: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const end = () => child.kill('SIGKILL')
  const limit = setTimeout(end, patienceMs)
  running.add(end)
  let said = ''
  // Listened to before anything else: without a file left there is a child that errs and has no pipes at all.
  child.on('error', () => {
    clearTimeout(limit)
    running.delete(end)
    resolve('useless')
  })
  const { stderr }: { stderr: Readable | undefined } = child
  stderr?.setEncoding('utf8').on('data', (part: string) => {
    if (said.length < mostOutput) said += part
  })
  child.once('close', (code) => {
    clearTimeout(limit)
    running.delete(end)
    // 0: all answer; 1: some do not. Anything else is said of the program or of this machine.
    if (code === 0 || code === 1) resolve(readFping(said, addresses))
    else resolve(code === null ? new Map() : 'useless')
  })
  return promise
}

function findProgram(path: string): string | null {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const program = join(folder, 'fping')
    try {
      accessSync(program, constants.X_OK)
      return program
    } catch {
      // Not here: the next folder is looked into.
    }
  }
  return null
}
