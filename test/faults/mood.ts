import type { FakeSend, FakeTwilio, Fault } from '../fakes/twilio.ts'
import { oneOf } from './chance.ts'

/** How the provider behaves for a while, beside what it does with the next text. */
export type Mood = {
  /** What it has taken is not in its list yet. */
  lagMs: number
  /** What happens to whoever asks for the list. */
  reads: '503' | 'hang' | null
  reports: 'come' | 'thrice' | 'reversed' | 'held' | 'lost'
}

export const fine: Mood = { lagMs: 0, reads: null, reports: 'come' }
/** It hides what it took for longer than anybody asks: the one case in which a double is allowed. */
export const hiding: Mood = { lagMs: 60_000, reads: null, reports: 'lost' }

const faults: readonly (Fault | null)[] = [
  ...[null, null, null, 'accept_then_drop', 'accept_then_hang', 'accept_then_500', 'accept_then_cut_json'],
  ...['hang', 'reset', '429', '500', '503', 'html_502', 'html_200'],
] as const satisfies readonly (Fault | null)[]

export function drawFault(chance: () => number): Fault | null {
  return oneOf(chance, faults)
}

export function drawMood(chance: () => number): Mood {
  return {
    lagMs: oneOf(chance, [0, 0, 0, 3_000, 15_000]),
    reads: oneOf(chance, [null, null, null, '503', 'hang'] as const),
    reports: oneOf(chance, ['come', 'come', 'thrice', 'reversed', 'held', 'lost'] as const),
  }
}

export function wordsOfMood({ lagMs, reads, reports }: Mood): string {
  return `list ${reads ?? `+${lagMs / 1000}s`}, reports ${reports}`
}

/** The provider in its moods, which it remembers: a double has to be explained by one of them. */
export class MoodyProvider {
  readonly #twilio: FakeTwilio
  #past: { from: number; mood: Mood }[] = [{ from: 0, mood: fine }]

  constructor(twilio: FakeTwilio) {
    this.#twilio = twilio
  }

  turn(mood: Mood): void {
    this.#past.push({ from: Date.now(), mood })
    const { lagMs, reads, reports } = mood
    this.#twilio.listLagMs = lagMs
    this.#twilio.everyRead = reads
    this.#twilio.setDelivery(reports === 'lost' ? 'silent' : 'delivered')
    if (reports === 'held') this.#twilio.holdCallbacks()
    else this.#twilio.releaseCallbacks({ times: reports === 'thrice' ? 3 : 1, reversed: reports === 'reversed' })
  }

  /** How it hid the first of these texts while the service was asking for it; null when it did not. */
  excuseFor(sends: readonly FakeSend[]): string | null {
    const [first, second] = this.#takenAt(sends)
    if (first === undefined || second === undefined) return null
    const then = this.#past.filter(({ from }, i) => from <= second && (this.#past[i + 1]?.from ?? second) >= first)
    const hid = then.map(({ mood }) => mood).find(({ lagMs, reads }) => lagMs > 10_000 || reads !== null)
    return hid ? wordsOfMood(hid) : null
  }

  #takenAt(sends: readonly FakeSend[]): number[] {
    const sids = new Set(sends.map(({ sid }) => sid))
    return this.#twilio
      .messages()
      .filter(({ sid }) => sids.has(sid))
      .map(({ createdAt }) => createdAt)
  }
}
