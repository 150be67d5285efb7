import type { Instant } from '../domain/instant.ts'

/** Time as the watch uses it. The real one is made in `main.ts`; a story brings its own and moves it by hand. */
export interface Clock {
  /** The wall clock. */
  now(): Instant
  /** Milliseconds that never jump. */
  monotonic(): number
  /** Runs once after so many milliseconds of monotonic time; the answer takes it back. */
  after(ms: number, run: () => void): () => void
  /** Runs about once a second until the answer is called. */
  everySecond(run: () => void): () => void
}
