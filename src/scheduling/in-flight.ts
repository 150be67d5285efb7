/** Work under way. What fails is reported once and never lost; stopping, and a story's clock, wait for what is left. */
export interface InFlight {
  /** Takes over a promise: its error goes to `onError`. */
  run(what: string, work: () => Promise<unknown>): void
  count(): number
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

export function createInFlight(onError: (what: string, error: unknown) => void): InFlight {
  const running = new Set<Promise<void>>()
  return {
    run(what, work) {
      const promise = work()
        .catch((error: unknown) => onError(what, error))
        .then(() => {
          running.delete(promise)
        })
      running.add(promise)
    },
    count: () => running.size,
    async settled() {
      while (running.size > 0) await Promise.race(running)
    },
  }
}
