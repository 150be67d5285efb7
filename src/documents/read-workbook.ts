import { Worker } from 'node:worker_threads'
import { refusalOfKind } from './file-kind.ts'
import type { WorkbookReading } from './workbook-worker.ts'

/** A table of 556 sites over ten days is read within half a second. */
const longestReadMs = 5000
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }
/** Two files are read at a time; whoever comes while two more are waiting is asked to come again. */
const mostAtOnce = 2
const mostWaiting = 2

let running = 0
const waiting: (() => void)[] = []

/**
 * Reads an uploaded .xlsx into plain matrices. A file that is none, or that would harm the service, is answered with
 * the reason within five seconds of its turn: it is taken apart in a thread with a limit on memory and on time.
 * `mostBytes`: larger than a duty table may be, where a list of a whole country is meant.
 */
export async function readWorkbook(bytes: Buffer, mostBytes?: number): Promise<WorkbookReading> {
  const why = refusalOfKind(bytes, mostBytes)
  if (why) return { ok: false, why }
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting) return { ok: false, why: 'busy' }
    await new Promise<void>((begin) => waiting.push(begin))
  } else running++
  try {
    return await readInThread(bytes)
  } finally {
    // The place goes to whoever has waited longest, or becomes free.
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

function readInThread(bytes: Buffer): Promise<WorkbookReading> {
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
    workerData: { bytes },
    resourceLimits,
    env: {},
    stdin: false,
  })
  return new Promise((resolve) => {
    const end = (reading: WorkbookReading): void => {
      clearTimeout(limit)
      resolve(reading)
      worker.terminate().catch(() => undefined) // it is over either way
    }
    const limit = setTimeout(() => end({ ok: false, why: 'too_slow' }), longestReadMs)
    worker.once('message', (reading: WorkbookReading) => end(reading))
    worker.once('error', (error) => end({ ok: false, why: isOutOfMemory(error) ? 'too_heavy' : 'damaged' }))
    worker.once('exit', () => end({ ok: false, why: 'damaged' }))
  })
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
