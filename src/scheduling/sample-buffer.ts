import type { Sample } from '../domain/watch/probe.ts'
import type { SampleLog } from '../storage/ports.ts'

/** While the disk takes no writes so many samples are kept in memory, the newest; about an hour of 300 sites. */
const mostWaiting = 20_000

/** Samples on their way to the log: written in bulk, and kept until they are written. */
export class SampleBuffer {
  readonly #log: SampleLog
  #waiting: Sample[] = []

  constructor(log: SampleLog) {
    this.#log = log
  }

  async write(samples: readonly Sample[]): Promise<void> {
    this.#waiting = [...this.#waiting, ...samples].slice(-mostWaiting)
    const taken = this.#waiting
    await this.#log.append(taken)
    this.#waiting = this.#waiting.slice(taken.length)
  }
}
