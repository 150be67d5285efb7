import type { ProbeRule } from '../domain/book/settings.ts'
import { second } from '../domain/instant.ts'
import type { PingResult } from '../domain/watch/probe.ts'
import type { Clock } from './clock.ts'

/** What is under way for one site between two verdicts. All of it may be forgotten in a crash. */
export class SiteWatch {
  /** Looks under way now. A slot is missed while one is; a re-probe is not. */
  looking = 0
  /** The second opinion by ICMP about the present failure. */
  ping: PingResult | null = null
  readonly #clock: Clock
  readonly #armed = new Set<() => void>()
  #hasRechecks = false
  #turn: Promise<void> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Runs once after so many milliseconds, unless the site has answered by then. */
  arm(ms: number, run: () => void): void {
    const disarm = this.#clock.after(ms, () => {
      this.#armed.delete(disarm)
      run()
    })
    this.#armed.add(disarm)
  }

  /** Arms the re-probes of one suspicion, once: the first after `firstMs`, the others at their distance from it. */
  armRechecks(rule: ProbeRule, firstMs: number, run: () => void): void {
    if (this.#hasRechecks) return
    this.#hasRechecks = true
    const first = rule.recheckSeconds[0] ?? 0
    for (const seconds of rule.recheckSeconds) this.arm(firstMs + (seconds - first) * second, run)
  }

  disarm(): void {
    for (const takeBack of this.#armed) takeBack()
    this.#armed.clear()
    this.#hasRechecks = false
  }

  /** Samples of one site are judged one after the other, in the order in which they came in. */
  inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work)
    const turn = this.#turn
    this.#turn = turn.catch(() => undefined) // the error is its caller's; the next sample takes its own turn
    return turn
  }
}
