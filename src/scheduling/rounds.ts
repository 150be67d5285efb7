import type { ActionDeps } from '../actions/deps.ts'
import { type Book, plannedWindow, probeRule, type Site } from '../domain/book/book.ts'
import type { ProbeRule } from '../domain/book/settings.ts'
import { type Instant, second } from '../domain/instant.ts'
import type { Look } from '../domain/watch/outlook.ts'
import type { PingResult, Sample } from '../domain/watch/probe.ts'
import { type Slot, slotsBetween } from '../domain/watch/slot.ts'
import { followClock, judge, judgeSilence, type SiteState, unseen } from '../domain/watch/verdict.ts'
import type { InFlight } from './in-flight.ts'
import { type LookDeps, lookAt } from './look.ts'
import { Outages } from './outages.ts'
import type { Sight } from './sight.ts'
import { SiteWatch } from './site-watch.ts'
import { createPlanner } from './watch-plan.ts'
import { Witnesses } from './witnesses.ts'

export type RoundsDeps = LookDeps & {
  actions: ActionDeps
  inFlight: InFlight
  explain(sample: Sample): Promise<PingResult>
  sight: Sight
}

/** What became of the slots since the start: begun within a second of it, later, or not at all. */
export type SlotCounts = { on_time: number; late: number; missed: number }

const witnessPatienceMs = 5 * second
/** A silent site turns grey within this time. */
const silenceMs = 5 * second

/** Looks at sites and keeps what was seen; the only place that knows each site's verdict between two commits. */
export class Rounds {
  readonly #deps: RoundsDeps
  readonly #states = new Map<string, SiteState>()
  readonly #watches = new Map<string, SiteWatch>()
  readonly #planOf = createPlanner()
  readonly #witnesses: Witnesses
  readonly #slots: SlotCounts = { on_time: 0, late: 0, missed: 0 }
  readonly #outages: Outages
  #samples: Sample[] = []
  #looked = 0
  #silenceJudgedAt = Number.NEGATIVE_INFINITY
  #isStopped = false
  /** Slots up to here are armed. */
  #armedUntil: Instant

  constructor(deps: RoundsDeps) {
    this.#deps = deps
    this.#armedUntil = deps.clock.now()
    const hear = (siteIds: readonly string[]) => this.#hear(siteIds)
    this.#outages = new Outages({ ...deps, states: this.#states, hear })
    this.#witnesses = new Witnesses({ clock: deps.clock, looks: () => this.#looks(), hear })
  }

  states(): ReadonlyMap<string, SiteState> {
    return this.#states
  }

  /** Looks made since the start. */
  looked(): number {
    return this.#looked
  }

  slots(): Readonly<SlotCounts> {
    return this.#slots
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
    const plan = this.#planOf(this.#book())
    for (const slot of slotsBetween(plan.slots, from, until)) this.#armSlot(slot, now)
    if (this.#deps.clock.monotonic() - this.#silenceJudgedAt < silenceMs) return
    this.#silenceJudgedAt = this.#deps.clock.monotonic()
    for (const [siteId, { rule }] of plan.watched) {
      const silent = judgeSilence(this.#stateOf(siteId), rule, now)
      if (silent !== this.#states.get(siteId)) this.#states.set(siteId, silent)
    }
  }

  /** One look now, outside the slot. */
  async lookNow(siteId: string): Promise<void> {
    const site = this.#book().sites.get(siteId)
    if (site) await this.#look(site, true)
  }

  /** The wall clock jumped: no site falls silent, and no look turns into history, for the gap. */
  followClock(byMs: number): void {
    for (const [siteId, state] of this.#states) this.#states.set(siteId, followClock(state, byMs))
  }

  /** Opens the incidents that a filed window, something the site stands on, or a crash held back. */
  async sweep(): Promise<void> {
    if (this.#deps.sight.blindSince() === null) await this.#outages.sweep()
  }

  /** Keeps the verdicts that nobody was waiting for. */
  keep(): Promise<void> {
    return this.#outages.keep()
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

  /** A site whose look still runs misses its slot. */
  #armSlot({ siteId, at }: Slot, now: Instant): void {
    this.#deps.clock.after(Math.max(0, at - now), () => {
      const site = this.#book().sites.get(siteId)
      if (!site || this.#isStopped) return
      const isMissed = this.#watchOf(siteId).looking > 0
      const isLate = Math.abs(this.#deps.clock.now() - at) > second
      this.#slots[isMissed ? 'missed' : isLate ? 'late' : 'on_time'] += 1
      if (!isMissed) this.#lookSoon(site, false)
    })
  }

  #lookSoon(site: Site, isRecheck: boolean): void {
    if (this.#isStopped) return
    this.#deps.inFlight.run(`probe ${site.id}`, () => this.#look(site, isRecheck))
  }

  /** One look and what follows from it. Without an answer for a while its re-probes begin before its own deadline. */
  async #look(site: Site, isRecheck: boolean): Promise<void> {
    const watch = this.#watchOf(site.id)
    const rule = probeRule(this.#book(), site)
    const onUnanswered = () => this.#armRechecks(site, rule, 0)
    const forgetUnanswered = this.#deps.clock.after(rule.unansweredSeconds * second, onUnanswered)
    watch.looking++
    this.#looked++
    try {
      const seen = await lookAt(this.#deps, this.#book(), site)
      const sample = seen && isRecheck ? { ...seen, isRecheck } : seen
      if (sample && !this.#isStopped) await watch.inTurn(() => this.#take(site, rule, sample))
    } finally {
      forgetUnanswered()
      watch.looking--
    }
  }

  #armRechecks(site: Site, rule: ProbeRule, firstMs: number): void {
    const { verdict } = this.#stateOf(site.id)
    // Who is blind learns nothing from looking more often, and needs the sockets to see again.
    if (verdict === 'down' || verdict === 'recovering' || this.#deps.sight.blindSince() !== null) return
    this.#watchOf(site.id).armRechecks(rule, firstMs, () => this.#lookSoon(site, true))
  }

  /** Takes one sample in: kept, judged, made true. While blind it proves nothing about the site and is not kept. */
  async #take(site: Site, rule: ProbeRule, sample: Sample): Promise<void> {
    const watch = this.#watchOf(site.id)
    const isBlocked = sample.failure?.kind === 'blocked'
    if (isBlocked) this.#states.set(site.id, { ...this.#stateOf(site.id), verdict: 'unknown', last: sample })
    if (isBlocked || this.#deps.sight.blindSince() !== null || !this.#book().sites.has(site.id)) return watch.disarm()
    const isPlanned = plannedWindow(this.#book(), site.id, sample.at) !== null
    const seen = this.#explained(site, isPlanned ? { ...sample, isPlanned } : sample)
    this.#samples.push(seen)
    const judgement = judge(this.#stateOf(site.id), seen, rule)
    if (judgement.change === 'went_down' && (await this.#isBlind(site, judgement.state)))
      return this.#forgetSuspicions()
    // What is seen counts at once: a disk that takes no writes must not hold up the verdict, and `sweep` opens what it
    // refused. Only a recovery waits until it is written, because nothing would make up for it.
    if (judgement.change !== 'came_up') this.#states.set(site.id, judgement.state)
    if (judgement.change === 'became_suspect') this.#armRechecks(site, rule, (rule.recheckSeconds[0] ?? 0) * second)
    if (judgement.change === 'recovering') watch.arm(rule.goodSpacingSeconds * second, () => this.#lookSoon(site, true))
    const { verdict } = judgement.state
    if (verdict === 'up' || verdict === 'down') watch.disarm()
    if (verdict === 'up') watch.ping = null
    await this.#outages.record(judgement)
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

  /** Asked before a site is called down: whether it is us. */
  async #isBlind(site: Site, state: SiteState): Promise<boolean> {
    const { settings } = this.#book()
    const own: Look = { siteId: site.id, at: state.last?.at ?? state.since, ok: false }
    const outlook = await this.#witnesses.testify(own, state.since, settings)
    return this.#deps.sight.isBlind(outlook, state.since, state.last?.failure)
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
