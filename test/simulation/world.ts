import { createChanges } from '../../src/actions/changes.ts'
import type { ActionDeps } from '../../src/actions/deps.ts'
import { followClock } from '../../src/actions/follow-clock.ts'
import { type CodeAct, enterCode } from '../../src/actions/incident/enter-code.ts'
import { moveIncident } from '../../src/actions/incident/move-incident.ts'
import { followDuty } from '../../src/actions/incident/note-duty-change.ts'
import { noteMissedTellings } from '../../src/actions/incident/note-page.ts'
import { recordDelivery } from '../../src/actions/incident/record-delivery.ts'
import { recordVerdict } from '../../src/actions/incident/record-verdict.ts'
import { createTries } from '../../src/actions/people/tries.ts'
import type { ChannelId } from '../../src/domain/channel.ts'
import { codeAlphabet } from '../../src/domain/code.ts'
import { type Instant, minute, second } from '../../src/domain/instant.ts'
import type { Sample } from '../../src/domain/watch/probe.ts'
import { judge, type SiteState, unseen } from '../../src/domain/watch/verdict.ts'
import { createDelivery, type Delivery } from '../../src/scheduling/delivery.ts'
import { createInFlight } from '../../src/scheduling/in-flight.ts'
import { openMemoryBook } from '../../src/storage/book/memory-book.ts'
import { openDb, type SimulatedLog } from './log.ts'
import { type Provider, simulatedProvider } from './provider.ts'
import { people, siteIds, startsAt, townBook } from './town.ts'

/**
 * A town without sockets, timers or chance: real decisions, real stores in memory, the real outbox; what happens, when
 * and in which order is told from outside. Time jumps to the next moment at which something could happen.
 */
export class World {
  now: Instant = startsAt
  /** Milliseconds that a process was alive, for promises about alive time. */
  readonly log: SimulatedLog
  readonly actions: ActionDeps
  readonly sms: Provider
  readonly second: Provider
  readonly faults: unknown[] = []
  /** Since when the present process runs. */
  aliveSince: Instant = startsAt
  crashes = 0
  /** When somebody last set the clock: what was sent before has a time that means nothing now. */
  clockSetAtMono = 0
  readonly #sites = new Map<string, SiteState>()
  readonly #timers = new Set<{ at: Instant; run: () => void }>()
  #mono = 0
  #delivery: Delivery
  #inFlight = createInFlight((what, error) => this.faults.push(what, error))
  #isDead = false
  #lastChoreAt = 0

  private constructor(book: Awaited<ReturnType<typeof openMemoryBook>>, onTry: (world: World, pageId: string) => void) {
    this.log = openDb()
    const clock = { now: () => this.now, monotonic: () => this.#mono }
    const watch = { onTry: ({ pageId }: { pageId: string }) => onTry(this, pageId), onCrash: () => this.#die() }
    this.sms = simulatedProvider('sms', clock, watch)
    this.second = simulatedProvider('aliyun_sms', clock, watch)
    let drawn = 0
    const letter = (power: number) => codeAlphabet.charAt(Math.floor(drawn / 32 ** power) % 32)
    this.actions = {
      book,
      log: this.log.log,
      channels: new Set<ChannelId>(['sms', 'aliyun_sms']),
      changes: createChanges((error) => this.faults.push(error)),
      draw: {
        code() {
          drawn++
          return [3, 2, 1, 0].map(letter).join('')
        },
        token: () => `token-${drawn++}`,
      },
      tries: createTries(),
    }
    this.#delivery = this.#start()
  }

  static async open(onTry: (world: World, pageId: string) => void): Promise<World> {
    return new World(await openMemoryBook(townBook), onTry)
  }

  close(): void {
    this.log.close()
  }

  /** The process ends in the middle of a send, and a new one takes up what it left. */
  #die(): void {
    this.#isDead = true
  }

  #start(): Delivery {
    return createDelivery({
      actions: this.actions,
      channels: new Map([this.sms, this.second].map(({ channel }) => [channel.id, channel])),
      clock: {
        now: () => this.now,
        monotonic: () => this.#mono,
        after: (ms, run) => {
          const timer = { at: this.now + ms, run }
          this.#timers.add(timer)
          return () => this.#timers.delete(timer)
        },
        everySecond: () => () => undefined,
      },
      inFlight: this.#inFlight,
    })
  }

  async restart(): Promise<void> {
    this.crashes++
    this.#isDead = false
    this.#timers.clear()
    this.#inFlight = createInFlight((what, error) => this.faults.push(what, error))
    this.#delivery = this.#start()
    this.aliveSince = this.now
    await this.actions.log.pages.markInterrupted(this.now)
    await noteMissedTellings(this.actions, this.now)
  }

  /** One turn of the watch at the present moment, until nothing more follows from it. */
  async tick(): Promise<void> {
    await this.#deliverCallbacks()
    for (const { id } of await this.actions.log.incidents.due(this.now)) {
      await moveIncident(this.actions, { target: { incidentId: id }, stimulus: { kind: 'time_passed' } }, this.now)
    }
    if (this.now - this.#lastChoreAt >= minute) {
      this.#lastChoreAt = this.now
      await followDuty(this.actions, this.now)
    }
    this.#delivery.tick()
    await this.#settle()
    if (this.#isDead) await this.restart()
  }

  async #settle(): Promise<void> {
    // A send whose process has ended never answers; everything else comes to its end by itself.
    for (let quiet = 0; quiet < 6 && !this.#isDead; quiet = this.#inFlight.count() === 0 ? quiet + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  async #deliverCallbacks(): Promise<void> {
    for (const { callbacks } of [this.sms, this.second]) {
      const due = callbacks.filter(({ at }) => at <= this.now)
      for (const one of due) {
        callbacks.splice(callbacks.indexOf(one), 1)
        await recordDelivery(this.actions, one, this.now)
      }
    }
  }

  /** Runs until `until`, moment by moment; `check` is asked after each. Answers how many moments there were. */
  async run(until: Instant, check: (world: World) => Promise<void>): Promise<number> {
    let moments = 0
    for (;;) {
      const next = Math.min(until, Math.max(this.now + 1, this.#nextMoment()))
      const passed = next - this.now
      this.now = next
      this.#mono += passed
      for (const timer of [...this.#timers]) {
        if (timer.at > this.now) continue
        this.#timers.delete(timer)
        timer.run()
      }
      await this.tick()
      await check(this)
      moments++
      if (this.now >= until) return moments
    }
  }

  #nextMoment(): Instant {
    const callbacks = [...this.sms.callbacks, ...this.second.callbacks].map(({ at }) => at)
    const timers = [...this.#timers].map(({ at }) => at)
    const chore = this.#lastChoreAt + minute * (this.log.isBusy() ? 1 : 10)
    return Math.min(...callbacks, ...timers, this.log.nextMoment(this.now) ?? Number.POSITIVE_INFINITY, chore)
  }

  async siteFails(index: number): Promise<void> {
    await this.#look(siteIds[index % siteIds.length] ?? '', false, 3)
  }

  async siteOpens(index: number): Promise<void> {
    await this.#look(siteIds[index % siteIds.length] ?? '', true, 2)
  }

  async #look(siteId: string, ok: boolean, times: number): Promise<void> {
    const { probe } = this.actions.book.current().settings
    for (let n = 0; n < times; n++) {
      const state =
        this.#sites.get(siteId) ?? judge(unseen(siteId, this.now), sampleOf(siteId, this.now - 1, true), probe).state
      const judgement = judge(state, sampleOf(siteId, this.now, ok), probe)
      this.#sites.set(siteId, judgement.state)
      await recordVerdict(this.actions, judgement, this.now)
      if (n < times - 1) await this.pass(12 * second)
    }
  }

  /** Lets time pass without a look at the invariants: within one happening. */
  async pass(ms: number): Promise<void> {
    await this.run(this.now + ms, async () => undefined)
  }

  siteState(siteId: string): SiteState | undefined {
    return this.#sites.get(siteId)
  }

  /** Somebody types the code of the newest text on their phone. */
  async types(index: number, act: CodeAct | null): Promise<void> {
    const code = this.#codesOf(index).at(-1)
    if (code) await this.#type(index, code, act)
  }

  /** Somebody goes through all their texts and types every code there is. */
  async typesAll(index: number, act: CodeAct | null = null): Promise<void> {
    for (const code of new Set(this.#codesOf(index))) await this.#type(index, code, act)
  }

  #codesOf(index: number): string[] {
    const mobile = people[index % people.length]?.mobile
    const texts = [...this.sms.taken, ...this.second.taken].filter(
      ({ order, arrives }) => order.to === mobile && arrives,
    )
    return texts.toSorted((a, b) => a.at - b.at).flatMap(({ order }) => order.code ?? [])
  }

  async #type(index: number, typed: string, act: CodeAct | null): Promise<void> {
    await enterCode(this.actions, { typed, act, via: 'code', from: `phone-${index}` }, this.now)
  }

  async setsClock(byMs: number): Promise<void> {
    this.now += byMs
    this.clockSetAtMono = this.#mono
    this.aliveSince += byMs
    this.#lastChoreAt += byMs
    for (const timer of this.#timers) timer.at += byMs
    for (const { callbacks } of [this.sms, this.second]) for (const one of callbacks) one.at += byMs
    await followClock(this.actions, byMs, this.now)
  }
}

function sampleOf(siteId: string, at: Instant, ok: boolean): Sample {
  const base = { siteId, at, ms: ok ? 200 : 15_000, phases: {} }
  return ok
    ? { ...base, ok, status: 200 }
    : { ...base, ok, failure: { kind: 'connect_timeout', phase: 'connect', limitSeconds: 15 } }
}
