import type { ChannelId } from '../../src/domain/channel.ts'
import type { AttemptState } from '../../src/domain/incident/page.ts'
import { type Instant, second } from '../../src/domain/instant.ts'
import type { Channel, SendOrder, SendOutcome } from '../../src/paging/channel.ts'
import type { DeliveryReport } from '../../src/storage/ports.ts'

/** How the provider behaves from now on. The lost and hidden ones are those that make an outcome unknown. */
export const moods = [
  'fine',
  'throttled',
  'lost',
  'hidden',
  'hidden_unlisted',
  'silent',
  'undelivered',
  'refused',
  'down',
] as const
export type Mood = (typeof moods)[number]

/** A message that the provider accepted, whatever it told us. `foundAt`: its list has shown it to us. */
export type Taken = { order: SendOrder; at: Instant; sid: string; arrives: boolean; foundAt: Instant | null }
export type Callback = { at: Instant; pageId: string; n: number; report: DeliveryReport }

export type Provider = {
  channel: Channel
  taken: Taken[]
  /** Every first byte that left for it, in time that nobody sets. */
  tries: { order: SendOrder; monoMs: number }[]
  callbacks: Callback[]
  mood: Mood
  /** The next try ends the process, before or after the provider took it. */
  nextCrash: 'before' | 'after' | null
}

/** Thrown into nowhere: a process that ended answers nobody. */
const never = new Promise<never>(() => undefined)

export function simulatedProvider(
  id: ChannelId,
  { now, monotonic }: { now: () => Instant; monotonic: () => number },
  watch: { onTry(order: SendOrder): void; onCrash(): void },
): Provider {
  const provider: Provider = {
    taken: [],
    tries: [],
    callbacks: [],
    mood: 'fine',
    nextCrash: null,
    channel: {
      id,
      leavesHouse: true,
      async send(order) {
        provider.tries.push({ order, monoMs: monotonic() })
        watch.onTry(order)
        const crash = provider.nextCrash
        provider.nextCrash = null
        if (crash === 'before') return die()
        const outcome = take(provider, order, now())
        return crash === 'after' ? die() : outcome
      },
      async find(order) {
        if (provider.mood === 'down') return { kind: 'unavailable' }
        if (provider.mood === 'hidden_unlisted') return { kind: 'absent' }
        const found = provider.taken.find((one) => isSame(one.order, order))
        if (!found) return { kind: 'absent' }
        found.foundAt ??= now()
        return { kind: 'found', report: reportOf(found, 'sent') }
      },
      check: async () => null,
      received: async () => [],
    },
  }
  const die = (): Promise<never> => {
    watch.onCrash()
    return never
  }
  return provider
}

function take(provider: Provider, order: SendOrder, at: Instant): SendOutcome {
  switch (provider.mood) {
    case 'throttled':
      return { kind: 'retry', afterMs: 200, reason: 'http:429' }
    case 'down':
      return { kind: 'retry', afterMs: 200, reason: 'ECONNREFUSED' }
    case 'refused':
      return { kind: 'refused', reason: 'twilio:21612' }
    case 'lost':
      return { kind: 'unknown', reason: 'timeout' }
    case 'hidden':
    case 'hidden_unlisted':
      accept(provider, order, at, { isSilent: true, arrives: true })
      return { kind: 'unknown', reason: 'reset' }
    case 'silent':
    case 'undelivered':
    case 'fine': {
      const arrives = provider.mood !== 'undelivered'
      const sid = accept(provider, order, at, { isSilent: provider.mood === 'silent', arrives })
      return { kind: 'accepted', providerId: sid, state: 'queued' }
    }
  }
}

function accept(
  provider: Provider,
  order: SendOrder,
  at: Instant,
  { isSilent, arrives }: { isSilent: boolean; arrives: boolean },
): string {
  const taken: Taken = { order, at, sid: `SM${provider.taken.length}`, arrives, foundAt: null }
  provider.taken.push(taken)
  const said: AttemptState[] = isSilent ? [] : ['sent', arrives ? 'delivered' : 'failed', 'queued']
  for (const [i, state] of said.entries()) {
    const report = reportOf(taken, state)
    provider.callbacks.push({ at: at + (i + 1) * second, pageId: order.pageId, n: order.attempt, report })
  }
  return taken.sid
}

function reportOf({ sid }: Taken, state: AttemptState): DeliveryReport {
  return { state, providerId: sid, errorCode: state === 'failed' ? '30003' : null }
}

function isSame(sent: SendOrder, asked: SendOrder): boolean {
  return sent.pageId === asked.pageId && sent.text === asked.text
}
