import type { ActionDeps } from '../actions/deps.ts'
import { followClock } from '../actions/follow-clock.ts'
import { moveIncident } from '../actions/incident/move-incident.ts'
import { noteMissedTellings } from '../actions/incident/note-page.ts'
import { refusedSince } from '../actions/self-check/provider-trouble.ts'
import { watchOverPager } from '../actions/self-check/watchdog.ts'
import { dutyTendings } from '../actions/shift-work/tend-duty.ts'
import { tidySamples } from '../actions/sites/tidy-samples.ts'
import { warnOfCertificates } from '../actions/sites/warn-of-certificates.ts'
import { tellOffice } from '../actions/tell-office.ts'
import type { ChannelId } from '../domain/channel.ts'
import { day, hour, type Instant, minute, second } from '../domain/instant.ts'
import type { Channel } from '../paging/channel.ts'
import type { Probing } from '../probing/probing.ts'
import { StoreFailure } from '../storage/ports.ts'
import { Chores } from './chores.ts'
import type { Clock } from './clock.ts'
import { createDelivery, type Delivery } from './delivery.ts'
import type { InFlight } from './in-flight.ts'
import { type ContentReference, Inspections } from './inspections.ts'
import { createJump, type Jump } from './jump.ts'
import { pollReplies } from './replies.ts'
import { Rounds } from './rounds.ts'
import { SampleBuffer } from './sample-buffer.ts'
import { createSight, type Sight } from './sight.ts'

export type WatchDeps = {
  actions: ActionDeps
  clock: Clock
  inFlight: InFlight
  probing: Pick<Probing, 'probe' | 'explain' | 'askReference' | 'askGateway' | 'certificates' | 'readPage'>
  contentReference: ContentReference
  channels: ReadonlyMap<ChannelId, Channel>
  onOwnFault(error: Error): void
  /** The wall clock moved by so many milliseconds against the monotonic one. */
  onClockJump(ms: number): void
  /** A provider could not be asked for replies; it is asked again in a minute. */
  onPollFailure(error: unknown): void
  /** Tells an address outside that we live; absent where none is set. */
  beat?: () => Promise<boolean>
}

/** What the watch knows of its own pager: incidents in nobody's hands, and whether the outside hears our beat. */
export type PagerHealth = { unattended: number; refusedSince: Instant | null; beat: 'off' | 'ok' | 'failing' }

/** No finished tick for this long: the watch has stopped, `/healthz` says so and the process ends (invariant I17). */
export const stalledAfterMs = 150 * second
const flushMs = 5 * second
const sweepMs = 5 * second
const pollMs = minute
/** Without a tick for this long the process was paused: replies that came meanwhile are heard before anything is judged. */
const pausedMs = 5 * second
const hearingMs = 3 * second
/** Replies that a provider took while we were down this long ago are still looked for. */
const repliesReachMs = day
/** A code rests for longer than it could ever open anything, so that no old text acts for somebody else. */
const codesRestMs = 120 * day

/** The watch: probes, verdicts, ladder and outbox on one clock. Everything it knows between ticks can be lost. */
export class Watch {
  readonly rounds: Rounds
  readonly sight: Sight
  readonly #deps: WatchDeps
  readonly #inspections: Inspections
  readonly #delivery: Delivery
  readonly #jump: Jump
  readonly #samples: SampleBuffer
  readonly #chores: Chores<'flush' | 'sweep' | 'poll' | 'prune' | 'tidy' | 'reserve' | 'duty' | 'self-check'>
  readonly #stops: (() => void)[] = []
  #lastTickAt: Instant | null = null
  #lastTickMono: number
  #troubleSince: Instant | null = null
  #isTicking = false
  #isFollowing = false
  #pager: PagerHealth = { unattended: 0, refusedSince: null, beat: 'off' }
  /** Until the replies that came while nothing ran are heard, no rung is judged (invariant I7). */
  #hearing: Promise<void> | null = null

  constructor(deps: WatchDeps) {
    const { actions, clock, probing } = deps
    this.#deps = deps
    this.sight = createSight({ ...probing, actions, clock })
    this.rounds = new Rounds({ ...deps, probe: probing.probe, explain: probing.explain, sight: this.sight })
    this.#inspections = new Inspections({
      ...deps,
      ...{ readPage: probing.readPage, reference: deps.contentReference },
      ...{ states: () => this.rounds.states(), blindSince: this.sight.blindSince },
    })
    this.#delivery = createDelivery(deps)
    this.#jump = createJump(clock)
    this.#samples = new SampleBuffer(actions.log.samples)
    this.#chores = new Chores(clock.monotonic)
    this.#lastTickMono = clock.monotonic()
  }

  lastTickAt(): Instant | null {
    return this.#lastTickAt
  }

  /** Milliseconds since a tick finished, or since the watch was made; setting the clock changes nothing about it. */
  silentMs(): number {
    return this.#deps.clock.monotonic() - this.#lastTickMono
  }

  pagerHealth(): PagerHealth {
    return this.#pager
  }

  /** Since when the disk takes no writes; null while it does. */
  storeTroubleSince(): Instant | null {
    return this.#troubleSince
  }

  /** Takes up what the last run left: verdicts, sends without an outcome, replies that came meanwhile; then ticks. */
  async start(): Promise<void> {
    const { actions, clock } = this.#deps
    await this.rounds.load()
    await actions.log.pages.markInterrupted(clock.now())
    await noteMissedTellings(actions, clock.now())
    await actions.log.inbound.reopen()
    await this.#hear(repliesReachMs)
    this.#stops.push(
      actions.changes.subscribe(({ kind }) => {
        if (kind === 'incident' || kind === 'page') this.#delivery.kick()
      }),
      clock.everySecond(() => this.#tick()),
    )
    this.#tick()
  }

  /** Starts nothing new and waits for what is under way, `patienceMs` at most. */
  async stop(patienceMs: number): Promise<void> {
    const { clock, inFlight } = this.#deps
    for (const stop of this.#stops) stop()
    this.rounds.stop()
    await Promise.race([inFlight.settled(), new Promise<void>((resolve) => clock.after(patienceMs, resolve))])
    await this.#flush()
  }

  /** Something could not be written: until a test write succeeds the board says so. True for the first one. */
  noteStoreTrouble(): boolean {
    if (this.#troubleSince !== null) return false
    const { actions, clock, inFlight } = this.#deps
    const since = clock.now()
    this.#troubleSince = since
    inFlight.run('tell of the disk', () => tellOffice(actions, `disk.${since}`, { key: 'disk', since }, since))
    actions.changes.publish({ kind: 'notice' })
    return true
  }

  #tick(): void {
    if (this.#isFollowing) return
    const silentMs = this.silentMs()
    if (this.#lastTickAt !== null && silentMs > pausedMs)
      this.#deps.inFlight.run('hear', () => this.#hear(silentMs + minute))
    const jumped = this.#jump.take()
    if (jumped !== 0) {
      this.#follow(jumped)
      return
    }
    this.rounds.tick()
    this.#inspections.tick()
    this.#delivery.tick()
    if (this.#isTicking) return
    this.#isTicking = true
    this.#deps.inFlight.run('tick', async () => {
      try {
        await this.#judge()
        this.#finishTick()
      } catch (error) {
        // A disk that takes no writes is no watch that has stopped: ending the process would mend nothing.
        if (error instanceof StoreFailure) this.#finishTick()
        throw error
      } finally {
        this.#isTicking = false
      }
    })
  }

  #finishTick(): void {
    this.#lastTickAt = this.#deps.clock.now()
    this.#lastTickMono = this.#deps.clock.monotonic()
  }

  /** What waits for the clock or has come round again. */
  async #judge(): Promise<void> {
    const isHearing = this.#hearing !== null
    await this.#climbDue()
    await this.#lookUp()
    const { inFlight } = this.#deps
    if (this.#chores.isDue('sweep', sweepMs)) await this.rounds.sweep()
    inFlight.run('keep verdicts', () => this.rounds.keep())
    if (this.#chores.isDue('flush', flushMs)) inFlight.run('flush samples', () => this.#flush())
    const reserveMs = this.#troubleSince === null ? hour : flushMs
    if (this.#chores.isDue('reserve', reserveMs)) inFlight.run('keep a reserve', () => this.#mendTrouble())
    if (this.#chores.isDue('poll', pollMs)) inFlight.run('poll replies', () => this.#pollReplies(5 * pollMs))
    if (this.#chores.isDue('duty', minute)) this.#tendDuty()
    // What has waited for the replies is not late until they were heard and the rungs were judged.
    if (!isHearing && this.#chores.isDue('self-check', minute)) inFlight.run('self-check', () => this.#checkSelf())
    if (this.#chores.isDue('tidy', minute))
      inFlight.run('tidy samples', () => tidySamples(this.#deps.actions, this.#deps.clock.now()))
    if (this.#chores.isDue('prune', day)) await this.#prune()
  }

  async #climbDue(): Promise<void> {
    // A rung may not be judged by a clock that what is stored has not followed yet.
    if (this.#isFollowing || this.#jump.pending() !== 0 || this.#hearing) return
    const { actions, clock } = this.#deps
    const now = clock.now()
    for (const { id: incidentId } of await actions.log.incidents.due(now)) {
      await moveIncident(actions, { target: { incidentId }, stimulus: { kind: 'time_passed' } }, now)
    }
    this.#delivery.kick()
  }

  /** While blind: whether we see again; and once every site has been looked at since, what the office has to know. */
  async #lookUp(): Promise<void> {
    await this.sight.lookUp()
    const summaryAt = this.sight.summaryAt()
    if (summaryAt === null || summaryAt > this.#deps.clock.now()) return
    const down = [...this.rounds.states().values()].filter(({ verdict }) => verdict === 'down').length
    await this.sight.report(down, this.#deps.actions.book.current().sites.size)
  }

  /** Rosters, reminders, swaps and what else waits for the clock. Never judged by one that nothing has followed yet. */
  #tendDuty(): void {
    if (this.#isFollowing || this.#jump.pending() !== 0) return
    const { actions, clock, inFlight, probing } = this.#deps
    inFlight.run('warn of certificates', () => warnOfCertificates(actions, probing.certificates(), clock.now()))
    for (const { what, tend } of dutyTendings) inFlight.run(what, () => tend(actions, clock.now()))
  }

  async #flush(): Promise<void> {
    await this.rounds.keep()
    await this.#samples.write(this.rounds.takeSamples())
  }

  /** Over only once everything that is written can be written again. */
  async #mendTrouble(): Promise<void> {
    const { actions } = this.#deps
    await actions.log.keepReserve()
    await this.#flush()
    if (this.#troubleSince !== null) actions.changes.publish({ kind: 'notice' })
    this.#troubleSince = null
  }

  async #prune(): Promise<void> {
    const { actions, clock } = this.#deps
    await actions.log.sessions.deleteExpired(clock.now())
    await actions.log.keys.free(clock.now() - codesRestMs)
  }

  /** Whether every incident is in somebody's hands; then the outside is told that we live, unless we cannot write. */
  async #checkSelf(): Promise<void> {
    const { actions, clock, beat } = this.#deps
    const unattended = await watchOverPager(actions, clock.now())
    this.#pager = { ...this.#pager, unattended, refusedSince: await refusedSince(actions) }
    if (!beat || this.#troubleSince !== null) return
    this.#pager = { ...this.#pager, beat: (await beat()) ? 'ok' : 'failing' }
  }

  /**
   * Listens to what was replied while nothing ran. A provider that does not answer is waited for no longer than
   * `hearingMs` before the rest goes on; rungs wait until it has answered or given up.
   */
  async #hear(reachMs: number): Promise<void> {
    const { clock } = this.#deps
    const hearing = this.#pollReplies(reachMs).finally(() => {
      if (this.#hearing === hearing) this.#hearing = null
    })
    this.#hearing = hearing
    await Promise.race([hearing, new Promise<void>((resolve) => clock.after(hearingMs, resolve))])
  }

  #pollReplies(reachMs: number): Promise<void> {
    return pollReplies({ ...this.#deps, channels: this.#deps.channels.values() }, reachMs)
  }

  /** Somebody set the clock: nothing is judged until everything that waits for it has moved along. */
  #follow(byMs: number): void {
    const { actions, clock, inFlight } = this.#deps
    this.#isFollowing = true
    this.#deps.onClockJump(byMs)
    this.rounds.followClock(byMs)
    this.#inspections.followClock(byMs)
    this.sight.followClock(byMs)
    inFlight.run('follow the clock', async () => {
      try {
        await followClock(actions, byMs, clock.now())
      } finally {
        this.#isFollowing = false
        this.#tick()
      }
      // The provider's clock did not jump: what "the last minutes" are there is not known now.
      await this.#pollReplies(repliesReachMs)
    })
  }
}
