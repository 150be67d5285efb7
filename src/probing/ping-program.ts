import { isIP } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { PingResult } from '../domain/watch/probe.ts'
import { createGate, unlessAborted } from './gate.ts'

export type PingQuestion = { id: number; address: string; patienceMs: number }
export type PingAnswer = { id: number; result: PingResult }

export type Pinger = {
  /** Whether the IP address answers ICMP. Never throws; whatever is in doubt is `unknown`. */
  ping(address: string, signal: AbortSignal): Promise<PingResult>
  close(): Promise<void>
}

export type PingerOptions = {
  /** Where the `ping` program is looked for. */
  path: string
  /** How long one question may stay open, whatever the program does. */
  patienceMs?: number
}

/** Each is a process of its own; more of them stall the machine (256 at once: 0.8 s). */
const mostAtOnce = 16
const unknown: PingResult = { answer: 'unknown' }

/**
 * ICMP through the system's `ping`, in a worker that starts with the first question: the package that runs it can
 * throw where nobody can catch it. Only addresses are taken, never names, and the program sees no environment of ours.
 */
export function createPingProgram({ path, patienceMs = 5000 }: PingerOptions): Pinger {
  const gate = createGate(mostAtOnce)
  const open = new Map<number, (result: PingResult) => void>()
  let worker: Worker | null = null
  let asked = 0

  const settle = (id: number, result: PingResult) => {
    open.get(id)?.(result)
    open.delete(id)
    // An idle worker must not keep the process alive.
    if (open.size === 0) worker?.unref()
  }
  const start = () => {
    const started = new Worker(new URL('./ping-worker.ts', import.meta.url), {
      env: { PATH: path, LC_ALL: 'C', LANG: 'C' },
    })
    started.on('message', ({ id, result }: PingAnswer) => settle(id, result))
    const lose = () => {
      if (worker === started) worker = null
      for (const id of open.keys()) settle(id, unknown)
    }
    started.on('error', lose).on('exit', lose)
    return started
  }
  const ask = (address: string) =>
    new Promise<PingResult>((resolve) => {
      asked += 1
      open.set(asked, resolve)
      worker ??= start()
      worker.ref()
      worker.postMessage({ id: asked, address, patienceMs } satisfies PingQuestion)
    })
  return {
    ping: async (address, signal) => {
      if (!isIP(address) || signal.aborted) return unknown
      return unlessAborted(
        gate(() => ask(address), signal).catch(() => unknown),
        signal,
        unknown,
      )
    },
    close: async () => {
      await worker?.terminate()
    },
  }
}
