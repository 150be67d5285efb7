/** Runs tasks, at most `limit` at once, the others in the order in which they came. */
type Gate = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>

/**
 * A gate. A task whose signal was aborted while it waited is not started; its promise rejects. With `holdMs` a task that
 * takes longer gives its place back before it has ended: what is limited is then how many begin together.
 */
export function createGate(limit: number, holdMs?: number): Gate {
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
    let isHeld = true
    const giveBack = () => {
      if (isHeld) leave()
      isHeld = false
    }
    const timer = holdMs === undefined ? undefined : setTimeout(giveBack, holdMs)
    try {
      signal.throwIfAborted()
      return await task()
    } finally {
      clearTimeout(timer)
      giveBack()
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
