import type { Clock } from './clock.ts'

/** Does the work, whose signal is aborted once so many milliseconds are over. It ends by itself then, or it does not end. */
export async function within<T>(clock: Clock, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController()
  const forget = clock.after(ms, () => limit.abort())
  try {
    return await work(limit.signal)
  } finally {
    forget()
  }
}
