/** Runs tasks, at most `limit` at once, the others in the order in which they came. */
type Gate = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>

/** A gate. A task whose signal was aborted while it waited is not started; its promise rejects. */
export function createGate(limit: number): Gate {
  let running = 0
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    // The place is handed on, so a newcomer cannot slip in between.
    if (next) next()
    else running -= 1
  }
  return async (task, signal) => {
    if (running < limit) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      signal.throwIfAborted()
      return await task()
    } finally {
      leave()
    }
  }
}

/** What `work` answers, or `otherwise` as soon as the signal aborts; work that cannot be stopped ends unheard. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, otherwise: T): Promise<T> {
  if (signal.aborted) {
    work.catch(() => otherwise)
    return Promise.resolve(otherwise)
  }
  return new Promise((resolve, reject) => {
    const stop = () => resolve(otherwise)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
