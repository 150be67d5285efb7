import { monitorEventLoopDelay } from 'node:perf_hooks'
import { minute } from '../domain/instant.ts'

/** Often enough for a percentile of a minute; the clock of it costs nothing that could be measured. */
const resolutionMs = 20

export type LoopDelay = { p50: number; p99: number; max: number }

/** How long whatever was due had to wait for the event loop, in seconds, over the last minute or less. */
export class LoopDelayWatch {
  readonly #monotonic: () => number
  readonly #histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  #since: number

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
    this.#since = monotonic()
    this.#histogram.enable()
  }

  /** What was seen so far; a minute's worth is begun anew once it has been read. */
  read(): LoopDelay {
    // What is measured is the time between two wakings, which are due this far apart.
    const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolutionMs / 1e3)
    const { max } = this.#histogram
    const [p50, p99] = [this.#histogram.percentile(50), this.#histogram.percentile(99)]
    if (this.#monotonic() - this.#since >= minute) {
      this.#histogram.reset()
      this.#since = this.#monotonic()
    }
    return { p50: seconds(p50), p99: seconds(p99), max: seconds(max) }
  }
}
