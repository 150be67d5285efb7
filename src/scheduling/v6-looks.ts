import { type Book, probeRule } from '../domain/book/book.ts'
import { type Instant, minute, second } from '../domain/instant.ts'
import { planSlots, type SlotPlan, slotsBetween } from '../domain/watch/slot.ts'
import { nextV6, tellableV6, type V6State } from '../domain/watch/v6.ts'
import type { LookV6 } from '../probing/v6.ts'
import type { BookStore, Log } from '../storage/ports.ts'
import type { Clock } from './clock.ts'
import type { InFlight } from './in-flight.ts'
import { targetOf } from './look.ts'
import { oncePerWatch } from './watch-plan.ts'
import { within } from './within.ts'

type V6Deps = {
  book: BookStore
  log: Pick<Log, 'notices'>
  clock: Clock
  inFlight: InFlight
  look: LookV6
  blindSince(): Instant | null
}

/** Beside the verdict, so more seldom: half a site is worth showing, never worth waking anybody. */
const everyMs = 10 * minute
const keepMs = minute
const noticeKey = 'v6.bad'

/**
 * The looks over IPv6. What they came to is kept in memory; sites that are shut over it are written down as well, so that
 * a restart forgets neither them nor since when.
 */
export class V6Looks {
  readonly #deps: V6Deps
  readonly #states = new Map<string, V6State>()
  readonly #slotsOf = oncePerWatch((book) => this.#plan(book))
  #lookedUntil: Instant
  #keptAt: Instant
  #kept = ''
  #lastGoodAt: Instant | null = null

  constructor(deps: V6Deps) {
    this.#deps = deps
    this.#lookedUntil = deps.clock.now()
    this.#keptAt = deps.clock.now()
  }

  /** Takes up what the last run left, and looks from now on. Answers how it is ended. */
  async start(): Promise<() => void> {
    const stored = await this.#deps.log.notices.get(noticeKey)
    this.#kept = stored?.value ?? ''
    const states = JSON.parse(stored?.value ?? '[]') as [string, V6State][] // written only by this file
    for (const [siteId, state] of states) this.#states.set(siteId, state)
    return this.#deps.clock.everySecond(() => this.#tick())
  }

  /** What may be said of the site now; null when it was not looked at yet. */
  of(siteId: string): V6State | null {
    return tellableV6(this.#states.get(siteId), this.#lastGoodAt, this.#deps.clock.now())
  }

  /** Begins the looks that have come due, and writes down once a minute what has changed. */
  #tick(): void {
    const { clock, inFlight } = this.#deps
    const now = clock.now()
    // What a pause or a clock that was set has passed over waits for its next turn.
    const from = Math.abs(now - this.#lookedUntil) <= 5 * second ? this.#lookedUntil : now
    this.#lookedUntil = now
    if (this.#deps.blindSince() === null) this.#begin(from, now)
    if (Math.abs(now - this.#keptAt) < keepMs) return
    this.#keptAt = now
    inFlight.run('keep IPv6', () => this.#keep(now))
  }

  #begin(from: Instant, now: Instant): void {
    const { inFlight } = this.#deps
    for (const { siteId } of slotsBetween(this.#slotsOf(this.#deps.book.current()), from, now))
      inFlight.run('look over IPv6', () => this.#look(siteId))
  }

  #plan(book: Book): SlotPlan {
    const plan = planSlots([...book.sites.keys()].map((siteId) => ({ siteId, intervalMs: everyMs })))
    for (const siteId of this.#states.keys()) if (!book.sites.has(siteId)) this.#states.delete(siteId)
    return plan
  }

  async #look(siteId: string): Promise<void> {
    const { book, clock, look } = this.#deps
    const site = book.current().sites.get(siteId)
    if (!site) return
    const rule = probeRule(book.current(), site)
    const at = clock.now()
    const seen = await within(clock, rule.timeoutSeconds * second, (signal) => look(targetOf(site, rule), at, signal))
    if (seen.answer === 'good') this.#lastGoodAt = clock.now()
    this.#states.set(siteId, nextV6(this.#states.get(siteId), seen, at))
  }

  async #keep(now: Instant): Promise<void> {
    const bad = [...this.#states].filter(([, { answer }]) => answer === 'bad')
    // When each was last looked at changes all the time and is not worth a write.
    const text = JSON.stringify(bad.map(([siteId, state]) => [siteId, { ...state, at: state.since }]))
    if (text === this.#kept || (bad.length === 0 && this.#kept === '')) return
    await this.#deps.log.notices.set(noticeKey, text, now)
    this.#kept = text
  }
}
