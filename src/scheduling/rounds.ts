import type { ActionDeps } from '../actions/deps.ts'
import { openMissed, recordVerdict } from '../actions/record-verdict.ts'
import { type Look, witnessesNeeded } from '../domain/blindness.ts'
import { type ProbeRule, probeRule, type Site } from '../domain/book.ts'
import { type Instant, second } from '../domain/instant.ts'
import type { PingResult, Probe, ProbeTarget, Sample } from '../domain/probe.ts'
import { nextSlotAt } from '../domain/slot.ts'
import { judge, judgeSilence, type SiteState, unseen } from '../domain/verdict.ts'
import { OwnFault } from '../probing/own-fault.ts'
import type { Clock } from './clock.ts'
import type { InFlight } from './in-flight.ts'
import type { Sight } from './sight.ts'

export type RoundsDeps = {
  actions: ActionDeps
  clock: Clock
  inFlight: InFlight
  probe: Probe
  explain(sample: Sample): Promise<PingResult>
  sight: Sight
  onOwnFault(fault: OwnFault): void
}

/** Looks at sites and keeps what was seen; the only place that knows each site's verdict between two commits. */
export interface Rounds {
  states(): ReadonlyMap<string, SiteState>
  /** Reads the verdicts of the last run; without them a restart would forget what is down. */
  load(): Promise<void>
  /** Arms every slot of the second to come, and judges silence. */
  tick(): void
  /** One look now, outside the slot. */
  lookNow(siteId: string): Promise<void>
  /** Opens the incidents that a filed window or a crash held back. */
  sweep(): Promise<void>
  /** Samples not yet written; handed over once. */
  takeSamples(): Sample[]
  /** Looks made since the start. */
  looked(): number
  /** Takes back everything that is armed. */
  stop(): void
}

/** While the watch is about to call a site down and has heard from no other, so many others are asked at once. */
const mostWitnesses = 20
const witnessPatienceMs = 5 * second

/** What is under way for one site. */
type Watch = {
  looking: number
  /** Armed re-probes, to be taken back when the site answers. */
  armed: Set<() => void>
  rechecked: boolean
  ping: PingResult | null
  /** Judgements of one site are made one after the other. */
  queue: Promise<void>
}

export function createRounds(deps: RoundsDeps): Rounds {
  const { clock, actions } = deps
  const states = new Map<string, SiteState>()
  const watches = new Map<string, Watch>()
  let samples: Sample[] = []
  let looked = 0
  let armedUntil = clock.now()

  const stateOf = (siteId: string): SiteState => states.get(siteId) ?? unseen(siteId, clock.now())
  const watchOf = (siteId: string): Watch => {
    const known = watches.get(siteId)
    if (known) return known
    const watch: Watch = { looking: 0, armed: new Set(), rechecked: false, ping: null, queue: Promise.resolve() }
    watches.set(siteId, watch)
    return watch
  }
  const looks = (): Look[] =>
    [...actions.book.current().sites.keys()].map((siteId) => {
      const last = states.get(siteId)?.last
      return { siteId, at: last?.at ?? Number.NEGATIVE_INFINITY, ok: last?.ok ?? true }
    })

  /** Arms one re-probe; a re-probe does not wait for a look that hangs. */
  const arm = (site: Site, ms: number) => {
    const { armed } = watchOf(site.id)
    const disarm = clock.after(ms, () => {
      armed.delete(disarm)
      deps.inFlight.run(`probe ${site.id}`, () => look(site))
    })
    armed.add(disarm)
  }
  const disarm = (watch: Watch) => {
    for (const takeBack of watch.armed) takeBack()
    watch.armed.clear()
    watch.rechecked = false
  }
  /** Re-probes once per suspicion: the first at `firstMs` from now, the others at their distance from it. */
  const armRechecks = (site: Site, rule: ProbeRule, firstMs: number) => {
    const watch = watchOf(site.id)
    const verdict = stateOf(site.id).verdict
    if (watch.rechecked || verdict === 'down' || verdict === 'recovering') return
    watch.rechecked = true
    const first = rule.recheckSeconds[0] ?? 0
    for (const seconds of rule.recheckSeconds) arm(site, firstMs + (seconds - first) * second)
  }

  /** One look, bounded by its deadline. Its own fault is no sample: nobody's site is down because we ran out of files. */
  const look = async (site: Site): Promise<void> => {
    const watch = watchOf(site.id)
    const rule = probeRule(actions.book.current(), site)
    const limit = new AbortController()
    const forgetLimit = clock.after(rule.timeoutSeconds * second, () => limit.abort())
    const forgetUnanswered = clock.after(rule.unansweredSeconds * second, () => armRechecks(site, rule, 0))
    watch.looking++
    looked++
    try {
      const sample = await deps.probe(targetOf(site, rule), clock.now(), limit.signal)
      watch.queue = watch.queue.then(() => take(site, rule, sample))
      await watch.queue
    } catch (error) {
      if (!(error instanceof OwnFault)) throw error
      deps.onOwnFault(error)
    } finally {
      forgetLimit()
      forgetUnanswered()
      watch.looking--
    }
  }

  /** Takes one sample in: kept, judged, made true. While blind it proves nothing about the site and is not kept. */
  const take = async (site: Site, rule: ProbeRule, sample: Sample): Promise<void> => {
    const watch = watchOf(site.id)
    const isListed = actions.book.current().sites.has(site.id)
    if (deps.sight.blindSince() !== null || sample.failure?.kind === 'blocked' || !isListed) {
      if (sample.failure?.kind === 'blocked')
        states.set(site.id, { ...stateOf(site.id), verdict: 'unknown', last: sample })
      return disarm(watch)
    }
    const seen = explained(site, watch, sample)
    samples.push(seen)
    const judgement = judge(stateOf(site.id), seen, rule)
    if (judgement.change === 'went_down' && (await isBlind(site, judgement.state))) return forgetSuspicions()
    await recordVerdict(actions, judgement, clock.now())
    states.set(site.id, judgement.state)
    if (judgement.change === 'became_suspect') armRechecks(site, rule, (rule.recheckSeconds[0] ?? 0) * second)
    if (judgement.change === 'recovering') arm(site, rule.goodSpacingSeconds * second)
    const { verdict } = judgement.state
    if (verdict === 'up' || verdict === 'down') disarm(watch)
    if (verdict === 'up') watch.ping = null
  }

  /** The first failure asks for a second opinion by ICMP; later ones carry what it said. */
  const explained = (site: Site, watch: Watch, sample: Sample): Sample => {
    if (sample.ok) return sample
    if (watch.ping) return { ...sample, ping: watch.ping }
    if (stateOf(site.id).failures.length === 0) {
      deps.inFlight.run(`ping ${site.id}`, async () => {
        watch.ping = await deps.explain(sample)
      })
    }
    return sample
  }

  const isBlind = async (site: Site, state: SiteState): Promise<boolean> => {
    const failingSince = state.since
    const others = looks().filter(({ siteId }) => siteId !== site.id)
    const own = { siteId: site.id, at: state.last?.at ?? failingSince, ok: false }
    const witnesses = witnessesNeeded([...others, own], failingSince, actions.book.current().settings)
    if (witnesses.length > 0) await hearWitnesses(spread(witnesses, mostWitnesses))
    const now = looks().map((look) => (look.siteId === site.id ? own : look))
    return deps.sight.isBlind(now, failingSince)
  }

  /** Looks at the others now, for a few seconds at most; whoever has not answered by then is counted as failing. */
  const hearWitnesses = async (siteIds: readonly string[]): Promise<void> => {
    const sites = siteIds.flatMap((id) => actions.book.current().sites.get(id) ?? [])
    const heard = Promise.all(sites.map((site) => testify(site)))
    let forget: () => void = () => undefined
    const patience = new Promise<void>((resolve) => {
      forget = clock.after(witnessPatienceMs, resolve)
    })
    await Promise.race([heard, patience])
    forget()
  }

  /** A look whose only purpose is to know whether anything can be seen: it marks the site's last look, no verdict. */
  const testify = async (site: Site): Promise<void> => {
    const rule = probeRule(actions.book.current(), site)
    const limit = new AbortController()
    const forget = clock.after(witnessPatienceMs, () => limit.abort())
    try {
      const sample = await deps.probe(targetOf(site, rule), clock.now(), limit.signal)
      const state = stateOf(site.id)
      if (!state.last || state.last.at < sample.at) states.set(site.id, { ...state, last: sample })
    } catch (error) {
      if (!(error instanceof OwnFault)) throw error
      deps.onOwnFault(error)
    } finally {
      forget()
    }
  }

  /** The watch turned out to be blind: what it suspected proves nothing. */
  const forgetSuspicions = () => {
    for (const [siteId, state] of states) {
      if (state.verdict !== 'suspect') continue
      states.set(siteId, { ...state, verdict: 'unknown', since: clock.now(), failures: [] })
      disarm(watchOf(siteId))
    }
  }

  return {
    states: () => states,
    async load() {
      for (const state of await actions.log.incidents.siteStates()) states.set(state.siteId, state)
    },
    tick() {
      const now = clock.now()
      const until = now + second
      // A tick that comes late takes up where the last one ended; a clock that was set begins anew at what it shows.
      const isContinuous = Math.abs(armedUntil - now) <= 2 * second
      const from = isContinuous ? armedUntil : now
      armedUntil = until
      for (const site of actions.book.current().sites.values()) {
        const rule = probeRule(actions.book.current(), site)
        const silent = judgeSilence(stateOf(site.id), rule, now)
        if (silent !== states.get(site.id)) states.set(site.id, silent)
        armSlots(site, rule, { from, until, now })
      }
    },
    lookNow: async (siteId) => {
      const site = actions.book.current().sites.get(siteId)
      if (site) await look(site)
    },
    async sweep() {
      if (deps.sight.blindSince() !== null) return
      for (const state of states.values()) {
        if (state.verdict === 'down' && actions.book.current().sites.has(state.siteId)) {
          await openMissed(actions, state, clock.now())
        }
      }
    },
    takeSamples() {
      const taken = samples
      samples = []
      return taken
    },
    looked: () => looked,
    stop() {
      for (const watch of watches.values()) disarm(watch)
    },
  }

  /** Every slot of the site between `from` and `until`; a site whose look still runs misses its slot. */
  function armSlots(site: Site, rule: ProbeRule, span: { from: Instant; until: Instant; now: Instant }): void {
    const intervalMs = rule.intervalSeconds * second
    let slot = nextSlotAt(site.id, intervalMs, span.from)
    for (; slot <= span.until; slot = nextSlotAt(site.id, intervalMs, slot)) {
      clock.after(Math.max(0, slot - span.now), () => {
        if (watchOf(site.id).looking === 0) deps.inFlight.run(`probe ${site.id}`, () => look(site))
      })
    }
  }
}

function targetOf(site: Site, rule: ProbeRule): ProbeTarget {
  return {
    siteId: site.id,
    kind: site.kind ?? 'http',
    url: site.url,
    timeoutSeconds: rule.timeoutSeconds,
    expectStatus: site.expect?.status ?? [],
    expectText: site.expect?.text || null,
  }
}

/** At most `count` of them, evenly over the list: neighbours in the book often share a server. */
function spread<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(1, list.length / count)
  return Array.from({ length: Math.min(count, list.length) }, (_, i) => list[Math.floor(i * step)]).filter(
    (one) => one !== undefined,
  )
}
