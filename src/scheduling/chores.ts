/** What is done every so often, whatever the wall clock says: named, so that each keeps its own time. */
export class Chores<Name extends string> {
  readonly #monotonic: () => number
  readonly #doneAt = new Map<Name, number>()

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /** True when the chore was not done within the last `everyMs`; it then counts as done. */
  isDue(name: Name, everyMs: number): boolean {
    const now = this.#monotonic()
    if (now - (this.#doneAt.get(name) ?? Number.NEGATIVE_INFINITY) < everyMs) return false
    this.#doneAt.set(name, now)
    return true
  }
}
