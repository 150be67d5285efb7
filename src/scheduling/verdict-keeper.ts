import type { SiteState } from '../domain/watch/verdict.ts'

type KeeperDeps = {
  states: ReadonlyMap<string, SiteState>
  save(states: readonly SiteState[]): Promise<void>
}

/**
 * Verdicts that are true but touch no incident, on their way to the log: kept together, since a large town that is seen
 * for the first time would otherwise wait for the disk hundreds of times a second.
 */
export class VerdictKeeper {
  readonly #deps: KeeperDeps
  readonly #waiting = new Set<string>()

  constructor(deps: KeeperDeps) {
    this.#deps = deps
  }

  /** The site's verdict of that moment is kept with the next ones. */
  keepLater(siteId: string): void {
    this.#waiting.add(siteId)
  }

  /** Whoever records the site's verdict now keeps it as well. */
  forget(siteId: string): void {
    this.#waiting.delete(siteId)
  }

  /** Keeps what waits. What could not be written waits on. */
  async keep(): Promise<void> {
    const siteIds = [...this.#waiting]
    this.#waiting.clear()
    try {
      await this.#deps.save(siteIds.flatMap((siteId) => this.#deps.states.get(siteId) ?? []))
    } catch (error) {
      for (const siteId of siteIds) this.#waiting.add(siteId)
      throw error
    }
  }
}
