import type { Sample } from '../domain/watch/probe.ts'
import type { SampleLog } from '../storage/ports.ts'

/** While the disk takes no writes so many samples are kept in memory, the newest; about an hour of 300 sites. */
const mostWaiting = 20_000
/** Written in one go: some ten milliseconds, and more than a whole country brings in five seconds. */
const mostAtOnce = 2_000

/** Samples on their way to the log: written in bulk, and kept until they are written. */
export class SampleBuffer {
  readonly #log: Pick<SampleLog, 'append'>
  #waiting: Sample[] = []
  #turn: Promise<void> = Promise.resolve()

  constructor(log: Pick<SampleLog, 'append'>) {
    this.#log = log
  }

  /** Resolves once nothing waits any more; rejects when the disk refuses, and everything goes on waiting. */
  write(samples: readonly Sample[]): Promise<void> {
    this.#keep(this.#waiting, samples)
    // What the one before could not write is this one's to try again.
    this.#turn = this.#turn.catch(() => undefined).then(() => this.#writeAll())
    return this.#turn
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const taken = this.#waiting.splice(0, mostAtOnce)
      try {
        await this.#log.append(taken)
      } catch (error) {
        this.#keep(taken, this.#waiting)
        throw error
      }
      if (this.#waiting.length > 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #keep(older: readonly Sample[], newer: readonly Sample[]): void {
    this.#waiting = [...older, ...newer].slice(-mostWaiting)
  }
}
