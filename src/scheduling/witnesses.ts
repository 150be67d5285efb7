import type { Settings } from '../domain/book/settings.ts'
import { type Instant, second } from '../domain/instant.ts'
import { witnessesNeeded } from '../domain/watch/blindness.ts'
import { type Look, type Outlook, outlookOf } from '../domain/watch/outlook.ts'
import type { Clock } from './clock.ts'

type WitnessDeps = {
  clock: Clock
  /** The newest look at each site. */
  looks(): Iterable<Look>
  /** Looks at these sites now. */
  hear(siteIds: readonly string[]): Promise<void>
}

/** Whoever was just heard need not be asked again by the next site that fails in the same storm. */
const hearingHoldsMs = 5 * second
/** From so many sites on, an outlook is shared: reading all of them for each that falls would be a storm of its own. */
const largeTown = 1000
const outlookHoldsMs = 250

/** What can be seen of all sites while one is about to be called down. */
export class Witnesses {
  readonly #deps: WitnessDeps
  #outlook: { at: number; outlook: Outlook } | null = null
  #hearing: { at: number; done: Promise<void> } | null = null

  constructor(deps: WitnessDeps) {
    this.#deps = deps
  }

  /** The outlook at the moment of the verdict on `own`, once those were looked at who had not been since it failed. */
  async testify(own: Look, failingSince: Instant, settings: Settings): Promise<Outlook> {
    const siteIds = witnessesNeeded(this.#look(own), failingSince, settings)
    if (siteIds.length === 0) return this.#look(own)
    const now = this.#deps.clock.monotonic()
    if (!this.#hearing || now - this.#hearing.at >= hearingHoldsMs)
      this.#hearing = { at: now, done: this.#hear(siteIds) }
    await this.#hearing.done
    return this.#look(own)
  }

  async #hear(siteIds: readonly string[]): Promise<void> {
    await this.#deps.hear(siteIds)
    this.#outlook = null
  }

  #look(own: Look): Outlook {
    const now = this.#deps.clock.monotonic()
    if (this.#outlook && now - this.#outlook.at < outlookHoldsMs) return this.#outlook.outlook
    const looks = [...this.#deps.looks()].map((look) => (look.siteId === own.siteId ? own : look))
    const outlook = outlookOf(looks)
    this.#outlook = looks.length >= largeTown ? { at: now, outlook } : null
    return outlook
  }
}
