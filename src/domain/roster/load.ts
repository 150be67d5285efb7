import type { Span } from '../book/book.ts'
import { day, hour, minute } from '../instant.ts'
import type { Timeline } from './timeline.ts'

/** A place that somebody may hold: a site, for a run of pieces of the timeline. `unit` is empty for a site without one. */
export type Post = { siteId: string; unit: string; first: number; end: number }

/** Why a person cannot take a post, given what they hold. `here`: they stand at the same site at that time. */
export type DutyHindrance = 'elsewhere' | 'here' | 'rest_before' | 'rest_after'

/** What a person carries, in minutes and nights; a person who holds several sites at once is counted once. */
export type Burden = { minutes: number; statutoryMinutes: number; nights: number; pastMinutes: number }

/** Two 24-hour shifts in a row, less the hour that a change of the clock may take from one of them. */
const tooLongMs = 2 * day - hour

/**
 * What counts in making a roster even: the figures are squared, so that the next shift costs most where most is carried
 * already. Hours weigh as days. Days count by themselves and again with those of the past, so that an uneven past is
 * made good over several holidays and not by giving somebody none at all. Staying on beyond a day is not forbidden
 * below 48 hours (an eve shift before a first day), but it is hardly wanted; whoever has no mobile number, and so cannot
 * be told of anything, stands only where nobody else can.
 */
const weights = { days: 1, statutoryDays: 1, nights: 0.5, daysWithPast: 1, daysOnEnd: 2, daysWithoutNumber: 20 }

/** Whose load it is, with what of them counts beside the roster. */
type Carrier = { personId: string; hasNumber: boolean; pastMinutes: number }

/** Everything one person holds while a roster is being made. */
export class Load {
  readonly personId: string
  readonly hasNumber: boolean
  readonly pastMinutes: number
  readonly posts = new Set<Post>()
  readonly #line: Timeline
  readonly #held: Uint16Array
  readonly #bound: Uint8Array
  /** The unit of what is held in a piece; `null` once two units are, which only a kept roster can bring about. */
  readonly #units: (string | null)[]
  readonly #bySite = new Map<string, Post[]>()

  constructor(line: Timeline, { personId, hasNumber, pastMinutes }: Carrier) {
    const pieces = Math.max(0, line.edges.length - 1)
    this.personId = personId
    this.hasNumber = hasNumber
    this.pastMinutes = pastMinutes
    this.#line = line
    this.#held = new Uint16Array(pieces)
    this.#bound = new Uint8Array(pieces)
    this.#units = new Array<string | null>(pieces).fill('')
  }

  /** Duty in another roster: it counts for rest, not for the hours of this one. */
  bind(span: Span): void {
    this.#bound.fill(1, this.#line.pieceAt(span.fromAt), this.#line.pieceAt(span.toAt))
  }

  add(post: Post): void {
    this.posts.add(post)
    const there = this.#bySite.get(post.siteId)
    if (there) there.push(post)
    else this.#bySite.set(post.siteId, [post])
    for (let i = post.first; i < post.end; i++) {
      const before = this.#held[i] ?? 0
      if (before === 0) this.#units[i] = post.unit
      else if (this.#units[i] !== post.unit) this.#units[i] = null
      this.#held[i] = before + 1
    }
  }

  remove(post: Post): void {
    this.posts.delete(post)
    const there = this.#bySite.get(post.siteId) ?? []
    there.splice(there.indexOf(post), 1)
    for (let i = post.first; i < post.end; i++) this.#held[i] = (this.#held[i] ?? 1) - 1
  }

  /** What keeps the person from the post; null: nothing. `mayRunOn` lets them stay for a second day. */
  hindrance(post: Post, mayRunOn = false): DutyHindrance | null {
    const here = this.#bySite.get(post.siteId)
    if (here?.some((other) => other.first < post.end && post.first < other.end)) return 'here'
    for (let i = post.first; i < post.end; i++) {
      if ((this.#held[i] ?? 0) > 0 && this.#units[i] !== post.unit) return 'elsewhere'
    }
    return mayRunOn ? null : this.runsTooLong(post)
  }

  /** Whether the post, together with what the person does before and after it, is two days on end, and on which side. */
  runsTooLong(post: Post): 'rest_before' | 'rest_after' | null {
    let { first, end } = post
    while (first > 0 && this.#isOn(first - 1)) first--
    while (end < this.#held.length && this.#isOn(end)) end++
    const { edges } = this.#line
    if ((edges[end] ?? 0) - (edges[first] ?? 0) < tooLongMs) return null
    return first < post.first ? 'rest_before' : end > post.end ? 'rest_after' : null
  }

  /** How much the person's duty weighs; the smaller the sum over all people, the more even the roster. */
  cost(): number {
    const { minutes, statutoryMinutes, nights, endlessMinutes } = this.#sum()
    const days = minutes / dayMinutes
    const total = (minutes + this.pastMinutes) / dayMinutes
    return (
      weights.days * days ** 2 +
      weights.statutoryDays * (statutoryMinutes / dayMinutes) ** 2 +
      weights.nights * nights ** 2 +
      weights.daysWithPast * total ** 2 +
      weights.daysOnEnd * (endlessMinutes / dayMinutes) +
      (this.hasNumber ? 0 : weights.daysWithoutNumber * days)
    )
  }

  burden(): Burden {
    const { endlessMinutes: _endless, ...sum } = this.#sum()
    return { ...sum, pastMinutes: this.pastMinutes }
  }

  /** One walk over the timeline; nights come in its order, so each is counted when it is first met. */
  #sum() {
    const { minutes: length, statutoryMinutes: statutory, nights: dark } = this.#line
    const sum = { minutes: 0, statutoryMinutes: 0, nights: 0, endlessMinutes: 0 }
    let lastNight = -1
    let run = 0
    for (let i = 0; i < this.#held.length; i++) {
      if (this.#isOn(i)) run += length[i] ?? 0
      else {
        sum.endlessMinutes += Math.max(0, run - dayMinutes)
        run = 0
      }
      if ((this.#held[i] ?? 0) === 0) continue
      sum.minutes += length[i] ?? 0
      sum.statutoryMinutes += statutory[i] ?? 0
      for (const night of dark[i] ?? []) {
        if (night > lastNight) {
          sum.nights++
          lastNight = night
        }
      }
    }
    sum.endlessMinutes += Math.max(0, run - dayMinutes)
    return sum
  }

  #isOn(piece: number): boolean {
    return (this.#held[piece] ?? 0) > 0 || this.#bound[piece] === 1
  }
}

const dayMinutes = day / minute
