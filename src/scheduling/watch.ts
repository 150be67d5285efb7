import type { ActionDeps } from '../actions/deps.ts'
import { followClock } from '../actions/follow-clock.ts'
import { moveIncident } from '../actions/move-incident.ts'
import { receiveText } from '../actions/receive-text.ts'
import { tellOffice } from '../actions/tell-office.ts'
import { day, hour, type Instant, minute, second } from '../domain/instant.ts'
import type { Sample } from '../domain/probe.ts'
import type { ChannelKind } from '../domain/settings.ts'
import type { Channel } from '../paging/channel.ts'
import type { Probing } from '../probing/probing.ts'
import { StoreFailure } from '../storage/ports.ts'
import type { Clock } from './clock.ts'
import { createDelivery } from './delivery.ts'
import type { InFlight } from './in-flight.ts'
import { createJump } from './jump.ts'
import { Rounds } from './rounds.ts'
import { createSight } from './sight.ts'

export type WatchDeps = {
  actions: ActionDeps
  clock: Clock
  inFlight: InFlight
  probing: Pick<Probing, 'probe' | 'explain' | 'askReference'>
  channels: ReadonlyMap<ChannelKind, Channel>
  onOwnFault(error: Error): void
  /** The wall clock moved by so many milliseconds against the monotonic one. */
  onClockJump(ms: number): void
  /** A provider could not be asked for replies; it is asked again in a minute. */
  onPollFailure(error: unknown): void
}

/** No finished tick for this long: the watch has stopped, `/healthz` says so and the process ends (invariant I17). */
export const stalledAfterMs = 150 * second
const sampleFlushMs = 5 * second
/** Samples that wait in memory while the disk takes none; the oldest go first. */
const mostWaitingSamples = 20_000
const inboundPollMs = minute
/** Replies that a provider took while we were down this long ago are still looked for. */
const inboundReachMs = day

export type Watch = ReturnType<typeof createWatch>

/** The watch: probes, verdicts, ladder and outbox on one clock. Everything it knows between ticks can be lost. */
export function createWatch(deps: WatchDeps) {
  const { actions, clock, inFlight, probing } = deps
  const sight = createSight({ actions, clock, askReference: probing.askReference })
  const rounds = new Rounds({ ...deps, probe: probing.probe, explain: probing.explain, sight })
  const delivery = createDelivery(deps)
  const jump = createJump(clock)
  const last = {
    tickAt: null as Instant | null,
    tickMono: clock.monotonic(),
    flush: 0,
    poll: 0,
    prune: 0,
    sweep: 0,
    reserve: Number.NEGATIVE_INFINITY,
  }
  let waiting: Sample[] = []
  let troubleSince: Instant | null = null
  let isTicking = false
  let isFollowing = false
  const stops: (() => void)[] = []

  const isDue = (what: 'flush' | 'poll' | 'prune' | 'sweep' | 'reserve', everyMs: number): boolean => {
    const now = clock.monotonic()
    if (now - last[what] < everyMs) return false
    last[what] = now
    return true
  }
  const tick = () => {
    if (isFollowing) return
    const jumped = jump.take()
    if (jumped !== 0) return follow(jumped)
    rounds.tick()
    delivery.tick()
    if (isTicking) return
    isTicking = true
    inFlight.run('tick', async () => {
      try {
        await slowTick()
        finishTick()
      } catch (error) {
        // A disk that takes no writes is no watch that has stopped: ending the process would mend nothing.
        if (error instanceof StoreFailure) finishTick()
        throw error
      } finally {
        isTicking = false
      }
    })
  }
  const finishTick = () => {
    last.tickAt = clock.now()
    last.tickMono = clock.monotonic()
  }
  const slowTick = async () => {
    await climbDue()
    if (await sight.lookUp()) for (const siteId of actions.book.current().sites.keys()) lookSoon(siteId)
    const summaryAt = sight.summaryAt()
    if (summaryAt !== null && summaryAt <= clock.now())
      await sight.report(countDown(), actions.book.current().sites.size)
    if (isDue('sweep', 5 * second)) await rounds.sweep()
    if (isDue('flush', sampleFlushMs)) inFlight.run('flush samples', flush)
    if (isDue('reserve', troubleSince === null ? hour : sampleFlushMs)) inFlight.run('keep a reserve', mendTrouble)
    if (isDue('poll', inboundPollMs)) inFlight.run('poll replies', () => pollReplies(inboundPollMs * 5))
    if (isDue('prune', day)) await prune()
  }
  const climbDue = async () => {
    // A rung may not be judged by a clock that what is stored has not followed yet.
    if (isFollowing || jump.pending() !== 0) return
    const now = clock.now()
    for (const incident of await actions.log.incidents.due(now)) {
      await moveIncident(actions, { target: { incidentId: incident.id }, stimulus: { kind: 'time_passed' } }, now)
    }
    delivery.kick()
  }
  const lookSoon = (siteId: string) => inFlight.run(`probe ${siteId}`, () => rounds.lookNow(siteId))
  const countDown = () => [...rounds.states().values()].filter(({ verdict }) => verdict === 'down').length
  const flush = async () => {
    waiting = [...waiting, ...rounds.takeSamples()].slice(-mostWaitingSamples)
    const taken = waiting
    await actions.log.samples.append(taken)
    waiting = waiting.slice(taken.length)
  }
  /** Over only once everything that is written can be written again. */
  const mendTrouble = async () => {
    await actions.log.keepReserve()
    await flush()
    if (troubleSince !== null) actions.changes.publish({ kind: 'notice' })
    troubleSince = null
  }
  const prune = async () => {
    const { keepSamplesDays } = actions.book.current().settings
    await actions.log.samples.deleteBefore(clock.now() - keepSamplesDays * day)
    await actions.log.sessions.deleteExpired(clock.now())
  }
  const pollReplies = async (reachMs: number) => {
    for (const channel of deps.channels.values()) {
      try {
        for (const text of await channel.received(clock.now() - reachMs)) await receiveText(actions, text, clock.now())
      } catch (error) {
        deps.onPollFailure(error)
      }
    }
  }
  /** Somebody set the clock: nothing is judged until everything that waits for it has moved along. */
  const follow = (byMs: number) => {
    isFollowing = true
    deps.onClockJump(byMs)
    rounds.followClock(byMs)
    sight.followClock(byMs)
    inFlight.run('follow the clock', async () => {
      try {
        await followClock(actions, byMs, clock.now())
      } finally {
        isFollowing = false
        tick()
      }
      // The provider's clock did not jump: what "the last minutes" are there is not known now.
      await pollReplies(inboundReachMs)
    })
  }

  return {
    rounds,
    sight,
    delivery,
    lastTickAt: () => last.tickAt,
    /** Since when the disk takes no writes; null while it does. */
    storeTroubleSince: () => troubleSince,
    /** Something could not be written: until a test write succeeds the board says so. True for the first one. */
    noteStoreTrouble(): boolean {
      if (troubleSince !== null) return false
      const since = clock.now()
      troubleSince = since
      inFlight.run('tell of the disk', () => tellOffice(actions, `disk.${since}`, { key: 'disk', since }, since))
      actions.changes.publish({ kind: 'notice' })
      return true
    },
    /** Milliseconds since a tick finished, or since the watch was made; setting the clock changes nothing about it. */
    silentMs: () => clock.monotonic() - last.tickMono,
    /** Takes up what the last run left: verdicts, sends without an outcome, replies that came meanwhile; then ticks. */
    async start() {
      await rounds.load()
      await actions.log.pages.markInterrupted(clock.now())
      await pollReplies(inboundReachMs)
      stops.push(
        actions.changes.subscribe((change) =>
          change.kind === 'incident' || change.kind === 'page' ? delivery.kick() : undefined,
        ),
      )
      stops.push(clock.everySecond(tick))
      tick()
    },
    /** Starts nothing new and waits for what is under way, `patienceMs` at most. */
    async stop(patienceMs: number) {
      for (const stop of stops) stop()
      rounds.stop()
      await Promise.race([inFlight.settled(), new Promise<void>((resolve) => clock.after(patienceMs, resolve))])
      await flush()
    },
  }
}
