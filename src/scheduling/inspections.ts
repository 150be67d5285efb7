import { noteFirstLooks } from '../actions/content/judge-content.ts'
import { raiseSuspicion, settleSuspicion } from '../actions/content/raise-suspicion.ts'
import type { ActionDeps } from '../actions/deps.ts'
import { type Book, plannedWindow, type Site } from '../domain/book/book.ts'
import { type Finding, findingsOf, seenTwice, type Trust } from '../domain/content/findings.ts'
import type { PageFeatures, WordList } from '../domain/content/page-features.ts'
import { type Instant, minute, second } from '../domain/instant.ts'
import { planSlots, type SlotPlan, slotsBetween } from '../domain/watch/slot.ts'
import type { SiteState } from '../domain/watch/verdict.ts'
import type { ReadPage } from '../probing/read-page.ts'
import { Chores } from './chores.ts'
import type { Clock } from './clock.ts'
import type { InFlight } from './in-flight.ts'
import { oncePerWatch } from './watch-plan.ts'
import { within } from './within.ts'

/** What pages are compared with, as the release was shipped. */
export type ContentReference = Trust & WordList

export type InspectionsDeps = {
  actions: ActionDeps
  clock: Clock
  inFlight: InFlight
  readPage: ReadPage
  reference: ContentReference
  states(): ReadonlyMap<string, SiteState>
  blindSince(): Instant | null
}

/** What is odd is looked at again before anybody is woken: a page half published is whole by then. */
const againMs = minute
const patienceMs = 15 * second
/** First looks are kept together this often; one that a crash forgets is taken again. */
const keepMs = 5 * second
/** Reading pages never competes with looking whether they open. */
const mostAtOnce = 24

/** Reads the pages of sites that open, each once in `contentEveryMinutes`, and compares them with how they should be. */
export class Inspections {
  readonly #deps: InspectionsDeps
  readonly #suspected = new Map<string, Finding[]>()
  readonly #chores: Chores<'keep'>
  readonly #firstLooks = new Map<string, PageFeatures>()
  readonly #slotsOf = oncePerWatch(readingSlots)
  #readUntil: Instant
  #reading = 0

  constructor(deps: InspectionsDeps) {
    this.#deps = deps
    this.#readUntil = deps.clock.now()
    this.#chores = new Chores(deps.clock.monotonic)
  }

  /** Begins what has come due since the last tick; what comes due while too many are read waits for its next turn. */
  tick(): void {
    const now = this.#deps.clock.now()
    const [from, until] = [Math.max(this.#readUntil, now - 2 * second), now]
    this.#readUntil = now
    if (this.#firstLooks.size > 0 && this.#chores.isDue('keep', keepMs))
      this.#deps.inFlight.run('keep first looks', () => this.#keepFirstLooks())
    if (this.#deps.blindSince() !== null || until <= from) return
    for (const { siteId } of slotsBetween(this.#slotsOf(this.#deps.actions.book.current()), from, until))
      this.#inspectSoon(siteId)
  }

  /** Follows a clock that was set. */
  followClock(byMs: number): void {
    this.#readUntil += byMs
  }

  #inspectSoon(siteId: string): void {
    if (this.#reading >= mostAtOnce) return
    this.#deps.inFlight.run(`content ${siteId}`, async () => {
      this.#reading++
      try {
        await this.#inspect(siteId)
      } finally {
        this.#reading--
      }
    })
  }

  async #inspect(siteId: string): Promise<void> {
    const { actions, clock } = this.#deps
    const site = this.#siteToRead(siteId)
    const features = site ? await this.#read(site) : null
    if (!site || !features || this.#siteToRead(siteId) === null) return
    const baseline =
      this.#firstLooks.get(siteId) ?? (await actions.log.records.baselines.find(siteId))?.features ?? null
    if (!baseline) this.#firstLooks.set(siteId, features)
    const findings = findingsOf(features, baseline, this.#trust())
    const before = this.#suspected.get(siteId)
    this.#suspected.delete(siteId)
    if (findings.length === 0) return settleSuspicion(actions, siteId, clock.now())
    if (before === undefined) return this.#lookAgain(siteId, findings)
    const twice = seenTwice(before, findings)
    if (twice.length > 0) await raiseSuspicion(actions, { site, findings: twice, features }, clock.now())
  }

  async #keepFirstLooks(): Promise<void> {
    const looks = new Map(this.#firstLooks)
    await noteFirstLooks(this.#deps.actions, looks, this.#deps.clock.now())
    for (const [siteId, features] of looks)
      if (this.#firstLooks.get(siteId) === features) this.#firstLooks.delete(siteId)
  }

  #lookAgain(siteId: string, findings: Finding[]): void {
    this.#suspected.set(siteId, findings)
    this.#deps.clock.after(againMs, () => this.#inspectSoon(siteId))
  }

  /** A site that does not open, or whose change was filed beforehand, proves nothing about its content. */
  #siteToRead(siteId: string): Site | null {
    const { actions, clock, states } = this.#deps
    const book = actions.book.current()
    const site = book.sites.get(siteId)
    if (!site || states().get(siteId)?.verdict !== 'up' || plannedWindow(book, siteId, clock.now())) return null
    return site
  }

  async #read(site: Site): Promise<PageFeatures | null> {
    const { actions, clock, readPage, reference } = this.#deps
    const { contentWords } = actions.book.current().settings
    const words = { anywhere: [...reference.anywhere, ...contentWords], inSpots: reference.inSpots }
    return within(clock, patienceMs, (signal) => readPage(site.url, words, signal))
  }

  #trust(): Trust {
    const { contentHosts } = this.#deps.actions.book.current().settings
    const { linked, embedded } = this.#deps.reference
    return { linked: [...linked, ...contentHosts], embedded: [...embedded, ...contentHosts] }
  }
}

/** When the pages of sites that have one are read; never, where the setting says so. */
function readingSlots({ sites, settings }: Book): SlotPlan {
  const intervalMs = settings.contentEveryMinutes * minute
  const web = intervalMs > 0 ? [...sites.values()].filter(({ kind = 'http' }) => kind === 'http') : []
  return planSlots(web.map(({ id: siteId }) => ({ siteId, intervalMs })))
}
