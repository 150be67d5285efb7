/** At most `count` sends within any `perMs`. */
export type SendLimit = { count: number; perMs: number }

/** Keeps within what a provider allows for one address, so that it never has to refuse. */
export type Turns = {
  /** 0 when a send may begin now, and is counted; else how many milliseconds it has to wait. */
  take(): number
  /** Nothing goes for so long: the provider has refused all the same. */
  pause(ms: number): void
}

/** `monotonic`: milliseconds that never jump. All is forgotten in a restart; the provider then says so itself. */
export function createTurns(limits: readonly SendLimit[], monotonic: () => number): Turns {
  const longestMs = Math.max(...limits.map(({ perMs }) => perMs))
  let begun: number[] = []
  let pausedUntil = Number.NEGATIVE_INFINITY
  return {
    take() {
      const now = monotonic()
      begun = begun.filter((at) => at > now - longestMs)
      const free = limits.map(({ count, perMs }) => (begun.at(-count) ?? Number.NEGATIVE_INFINITY) + perMs)
      const waitMs = Math.max(0, ...free.map((at) => at - now), pausedUntil - now)
      if (waitMs === 0) begun.push(now)
      return Math.ceil(waitMs)
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, monotonic() + ms)
    },
  }
}
