import type { ActionDeps } from '../actions/deps.ts'
import { openMissed, recordVerdict } from '../actions/incident/record-verdict.ts'
import { type Book, probeRule, type Site } from '../domain/book/book.ts'
import type { ProbeRule } from '../domain/book/settings.ts'
import { type Instant, second } from '../domain/instant.ts'
import { type Look, witnessesNeeded } from '../domain/watch/blindness.ts'
import type { PingResult, Sample } from '../domain/watch/probe.ts'
import { nextSlotAt } from '../domain/watch/slot.ts'
import { followClock, judge, judgeSilence, type SiteState, unseen } from '../domain/watch/verdict.ts'
import type { InFlight } from './in-flight.ts'
import { type LookDeps, lookAt } from './look.ts'
import type { Sight } from './sight.ts'
import { SiteWatch } from './site-watch.ts'

export type RoundsDeps = LookDeps & {
  actions: ActionDeps
  inFlight: InFlight
  explain(sample: Sample): Promise<PingResult>
  sight: Sight
}

/** While the watch is about to call a site down and has heard from no other, so many others are asked at once. */
const mostWitnesses = 20
const witnessPatienceMs = 5 * second

/** Looks at sites and keeps what was seen; the only place that knows each site's verdict between two commits. */
export class Rounds {
  readonly #deps: RoundsDeps
  readonly #states = new Map<string, SiteState>()
  readonly #watches = new Map<string, SiteWatch>()
  #samples: Sample[] = []
  #looked = 0
  #isStopped = false
  /** Slots up to here are armed. */
  #armedUntil: Instant

  constructor(deps: RoundsDeps) {
    this.#deps = deps
    this.#armedUntil = deps.clock.now()
  }

  states(): ReadonlyMap<string, SiteState> {
    return this.#states
  }

  /** Looks made since the start. */
  looked(): number {
    return this.#looked
  }

  /** Reads the verdicts of the last run; without them a restart would forget what is down. */
  async load(): Promise<void> {
    for (const state of await this.#deps.actions.log.incidents.siteStates()) this.#states.set(state.siteId, state)
  }

  /** Arms every slot of the second to come, and judges silence. */
  tick(): void {
    const now = this.#deps.clock.now()
    const until = now + second
    // A tick that comes late takes up where the last one ended; a clock that was set begins anew at what it shows.
    const isContinuous = Math.abs(this.#armedUntil - now) <= 2 * second
    const from = isContinuous ? this.#armedUntil : now
    this.#armedUntil = until
    const book = this.#book()
    for (const site of book.sites.values()) {
      const rule = probeRule(book, site)
      const silent = judgeSilence(this.#stateOf(site.id), rule, now)
      if (silent !== this.#states.get(site.id)) this.#states.set(site.id, silent)
      this.#armSlots(site, rule, { from, until, now })
    }
  }

  /** One look now, outside the slot. */
  async lookNow(siteId: string): Promise<void> {
    const site = this.#book().sites.get(siteId)
    if (site) await this.#look(site)
  }

  /** The wall clock jumped: no site falls silent, and no look turns into history, for the gap. */
  followClock(byMs: number): void {
    for (const [siteId, state] of this.#states) this.#states.set(siteId, followClock(state, byMs))
  }

  /** Opens the incidents that a filed window or a crash held back. */
  async sweep(): Promise<void> {
    if (this.#deps.sight.blindSince() !== null) return
    for (const state of this.#states.values()) {
      if (state.verdict !== 'down' || !this.#book().sites.has(state.siteId)) continue
      await openMissed(this.#deps.actions, state, this.#deps.clock.now())
    }
  }

  /** Samples not yet written; handed over once. */
  takeSamples(): Sample[] {
    const taken = this.#samples
    this.#samples = []
    return taken
  }

  /** Takes back what is armed. Looks under way end by themselves and judge nothing any more. */
  stop(): void {
    this.#isStopped = true
    for (const watch of this.#watches.values()) watch.disarm()
  }

  /** Every slot of the site between `from` and `until`; a site whose look still runs misses its slot. */
  #armSlots(site: Site, rule: ProbeRule, span: { from: Instant; until: Instant; now: Instant }): void {
    const intervalMs = rule.intervalSeconds * second
    let slot = nextSlotAt(site.id, intervalMs, span.from)
    for (; slot <= span.until; slot = nextSlotAt(site.id, intervalMs, slot)) {
      this.#deps.clock.after(Math.max(0, slot - span.now), () => {
        if (this.#watchOf(site.id).looking === 0) this.#lookSoon(site)
      })
    }
  }

  #lookSoon(site: Site): void {
    if (this.#isStopped) return
    this.#deps.inFlight.run(`probe ${site.id}`, () => this.#look(site))
  }

  /** One look and what follows from it. Without an answer for a while its re-probes begin before its own deadline. */
  async #look(site: Site): Promise<void> {
    const watch = this.#watchOf(site.id)
    const rule = probeRule(this.#book(), site)
    const onUnanswered = () => this.#armRechecks(site, rule, 0)
    const forgetUnanswered = this.#deps.clock.after(rule.unansweredSeconds * second, onUnanswered)
    watch.looking++
    this.#looked++
    try {
      const sample = await lookAt(this.#deps, this.#book(), site)
      if (sample && !this.#isStopped) await watch.inTurn(() => this.#take(site, rule, sample))
    } finally {
      forgetUnanswered()
      watch.looking--
    }
  }

  #armRechecks(site: Site, rule: ProbeRule, firstMs: number): void {
    const { verdict } = this.#stateOf(site.id)
    if (verdict === 'down' || verdict === 'recovering') return
    this.#watchOf(site.id).armRechecks(rule, firstMs, () => this.#lookSoon(site))
  }

  /** Takes one sample in: kept, judged, made true. While blind it proves nothing about the site and is not kept. */
  async #take(site: Site, rule: ProbeRule, sample: Sample): Promise<void> {
    const watch = this.#watchOf(site.id)
    const isBlocked = sample.failure?.kind === 'blocked'
    if (isBlocked) this.#states.set(site.id, { ...this.#stateOf(site.id), verdict: 'unknown', last: sample })
    if (isBlocked || this.#deps.sight.blindSince() !== null || !this.#book().sites.has(site.id)) return watch.disarm()
    const seen = this.#explained(site, sample)
    this.#samples.push(seen)
    const judgement = judge(this.#stateOf(site.id), seen, rule)
    if (judgement.change === 'went_down' && (await this.#isBlind(site, judgement.state)))
      return this.#forgetSuspicions()
    // What is seen counts at once: a disk that takes no writes must not hold up the verdict, and `sweep` opens what it
    // refused. Only a recovery waits until it is written, because nothing would make up for it.
    if (judgement.change !== 'came_up') this.#states.set(site.id, judgement.state)
    if (judgement.change === 'became_suspect') this.#armRechecks(site, rule, (rule.recheckSeconds[0] ?? 0) * second)
    if (judgement.change === 'recovering') watch.arm(rule.goodSpacingSeconds * second, () => this.#lookSoon(site))
    const { verdict } = judgement.state
    if (verdict === 'up' || verdict === 'down') watch.disarm()
    if (verdict === 'up') watch.ping = null
    await recordVerdict(this.#deps.actions, judgement, this.#deps.clock.now())
    this.#states.set(site.id, judgement.state)
  }

  /** The first failure asks for a second opinion by ICMP; later ones carry what it said. */
  #explained(site: Site, sample: Sample): Sample {
    const watch = this.#watchOf(site.id)
    if (sample.ok) return sample
    if (watch.ping) return { ...sample, ping: watch.ping }
    if (this.#stateOf(site.id).failures.length === 0) {
      this.#deps.inFlight.run(`ping ${site.id}`, async () => {
        watch.ping = await this.#deps.explain(sample)
      })
    }
    return sample
  }

  /** Asked before a site is called down: whether it is us. Sites not heard of since its first failure are asked first. */
  async #isBlind(site: Site, state: SiteState): Promise<boolean> {
    const failingSince = state.since
    const own: Look = { siteId: site.id, at: state.last?.at ?? failingSince, ok: false }
    const looks = () => this.#looks().map((look) => (look.siteId === site.id ? own : look))
    const witnesses = witnessesNeeded(looks(), failingSince, this.#book().settings)
    if (witnesses.length > 0) await this.#hear(spread(witnesses, mostWitnesses))
    return this.#deps.sight.isBlind(looks(), failingSince)
  }

  /** Looks at the others now. What they show marks their last look and is no verdict: it only says what can be seen. */
  async #hear(siteIds: readonly string[]): Promise<void> {
    const sites = siteIds.flatMap((id) => this.#book().sites.get(id) ?? [])
    const testify = async (site: Site) => {
      const sample = await lookAt(this.#deps, this.#book(), site, witnessPatienceMs)
      const state = this.#stateOf(site.id)
      if (sample && (!state.last || state.last.at < sample.at)) this.#states.set(site.id, { ...state, last: sample })
    }
    await Promise.all(sites.map(testify))
  }

  /** The watch turned out to be blind: what it suspected proves nothing. */
  #forgetSuspicions(): void {
    for (const [siteId, state] of this.#states) {
      if (state.verdict !== 'suspect') continue
      this.#states.set(siteId, { ...state, verdict: 'unknown', since: this.#deps.clock.now(), failures: [] })
      this.#watchOf(siteId).disarm()
    }
  }

  #looks(): Look[] {
    return [...this.#book().sites.keys()].map((siteId) => {
      const last = this.#states.get(siteId)?.last
      return { siteId, at: last?.at ?? Number.NEGATIVE_INFINITY, ok: last?.ok ?? true }
    })
  }

  #book(): Book {
    return this.#deps.actions.book.current()
  }

  #stateOf(siteId: string): SiteState {
    return this.#states.get(siteId) ?? unseen(siteId, this.#deps.clock.now())
  }

  #watchOf(siteId: string): SiteWatch {
    const known = this.#watches.get(siteId)
    if (known) return known
    const watch = new SiteWatch(this.#deps.clock)
    this.#watches.set(siteId, watch)
    return watch
  }
}

/** At most `count` of them, evenly over the list: neighbours in the book often share a server. */
function spread<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(1, list.length / count)
  const indexes = Array.from({ length: Math.min(count, list.length) }, (_, i) => Math.floor(i * step))
  return indexes.flatMap((index) => list[index] ?? [])
}
