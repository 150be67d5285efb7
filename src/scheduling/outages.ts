import type { ActionDeps } from '../actions/deps.ts'
import { breathe } from '../actions/in-turn.ts'
import { openMissed, recordVerdict } from '../actions/incident/record-verdict.ts'
import { ancestorsOf, failingAncestor } from '../domain/watch/parent.ts'
import type { Judgement, SiteState } from '../domain/watch/verdict.ts'
import type { Clock } from './clock.ts'
import { VerdictKeeper } from './verdict-keeper.ts'

type OutagesDeps = {
  actions: ActionDeps
  clock: Clock
  states: ReadonlyMap<string, SiteState>
  /** Looks at these sites now, so that their last look is newer. */
  hear(siteIds: readonly string[]): Promise<void>
}

/** What follows from a verdict: incidents that open and end at once, or later what a window, a platform or a crash held back. */
export class Outages {
  readonly #deps: OutagesDeps
  readonly #keeper: VerdictKeeper
  /** Sites that are down and whose outage is in the log, or was judged there. */
  readonly #known = new Set<string>()

  constructor(deps: OutagesDeps) {
    const { incidents } = deps.actions.log
    this.#deps = deps
    this.#keeper = new VerdictKeeper({ states: deps.states, save: (states) => incidents.saveSiteStates(states) })
  }

  async record(judgement: Judgement): Promise<void> {
    const { actions, clock } = this.#deps
    const { state, change } = judgement
    const { siteId } = state
    this.#keeper.forget(siteId)
    if (change === 'went_down') {
      this.#known.delete(siteId)
      if (await this.#isExplained(state)) {
        this.#keeper.keepLater(siteId)
        return actions.changes.publish({ kind: 'site', siteId })
      }
    }
    const outcome = await recordVerdict(actions, judgement, clock.now())
    if (outcome === 'to_be_kept') this.#keeper.keepLater(siteId)
  }

  /** Opens the incidents that were held back and are not any more. */
  async sweep(): Promise<void> {
    const { actions, clock, states } = this.#deps
    for (const state of states.values()) {
      const { siteId, verdict } = state
      if (verdict !== 'down' || this.#known.has(siteId) || !actions.book.current().sites.has(siteId)) continue
      if (this.#failingAncestor(state) !== null) continue
      await breathe()
      const outcome = await openMissed(actions, state, clock.now())
      if (outcome !== 'silenced') this.#known.add(siteId)
    }
  }

  /** Keeps the verdicts that nobody was waiting for. */
  keep(): Promise<void> {
    return this.#keeper.keep()
  }

  /** Whether something the site stands on fails as well. What was not looked at since is looked at first. */
  async #isExplained(state: SiteState): Promise<boolean> {
    const { actions, states, hear } = this.#deps
    const ancestors = ancestorsOf(actions.book.current(), state.siteId)
    const unasked = ancestors.filter((id) => (states.get(id)?.last?.at ?? Number.NEGATIVE_INFINITY) < state.since)
    if (unasked.length > 0 && this.#failingAncestor(state) === null) await hear(unasked)
    return this.#failingAncestor(state) !== null
  }

  #failingAncestor({ siteId, since }: SiteState): string | null {
    return failingAncestor(this.#deps.actions.book.current(), this.#deps.states, siteId, since)
  }
}
