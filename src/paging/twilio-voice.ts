import type { Twilio } from 'twilio'
import { callStateOf } from '../domain/calls/call-end.ts'
import { type Instant, second } from '../domain/instant.ts'
import type { DeliveryReport } from '../storage/ports.ts'
import type { Channel, Found, SendOrder, SendOutcome } from './channel.ts'
import { openTwilio, type TwilioAccount } from './twilio-client.ts'
import { outcomeOfError } from './twilio-outcome.ts'
import { addressFor, createdAt, toSecond } from './twilio-resource.ts'

export type TwilioVoiceConfig = TwilioAccount & {
  /** The number that calls are made from. */
  from: string
  /** How Twilio reaches us for what is said, and with the states of the call. */
  publicUrl: string
  /** In [0, 1): spreads retries. Handed in so that a story can be told twice. */
  random: () => number
}

/** So long it rings: shorter than most voicemails wait, and than the minutes between two rungs. */
const ringSeconds = 30
/** Nobody needs longer than three rounds of a message, its details and a key; a line left open ends then. */
const longestCallSeconds = 240
const listed = 50
/** `find` is given the claim less this much, since texts may be looked for generously. A call may not. */
const sinceBeforeClaimMs = 60 * second
/** By how much Twilio's clock, which has whole seconds, may be behind ours. */
const clockToleranceMs = 5 * second

type Call = Awaited<ReturnType<Twilio['calls']['list']>>[number]

/**
 * Calls by Twilio's Calls API, classified like texts. What is said and which keys there are is asked of us once the
 * person answers. Without machine detection: it costs seconds of silence in which people hang up, and whoever presses
 * no key, a machine included, counts for nothing anyhow.
 */
export function twilioVoice(config: TwilioVoiceConfig): Channel {
  return {
    id: 'voice',
    leavesHouse: true,
    send: (order, signal) => send(config, order, signal),
    find: (order, since) => find(config, order, since),
    check: (providerId) => check(config, providerId),
    received: async () => [],
  }
}

async function send(config: TwilioVoiceConfig, order: SendOrder, signal: AbortSignal): Promise<SendOutcome> {
  try {
    const client = await openTwilio(config, signal)
    const call = await client.calls.create({
      to: order.to,
      from: config.from,
      url: addressFor('voice', config.publicUrl, order),
      method: 'POST',
      statusCallback: addressFor('status', config.publicUrl, order),
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      statusCallbackMethod: 'POST',
      timeout: ringSeconds,
      timeLimit: longestCallSeconds,
    })
    if (!call.sid) return { kind: 'unknown', reason: 'malformed' }
    return { kind: 'accepted', providerId: call.sid, state: reportOf(call).state }
  } catch (error) {
    return outcomeOfError(error, order.attempt, config.random())
  }
}

/**
 * Lists the calls to that number. A call has no text that could tell it from another, but one person is called once
 * at a time: the first one made since the claim is the one that was asked for. To take a stranger's call for ours would
 * cost the person a call, to miss ours would ring them twice for one matter; so the span begins only as much before
 * the claim as two clocks may differ, and a person who was just called about something else is not in it.
 */
async function find(config: TwilioVoiceConfig, order: SendOrder, since: Instant): Promise<Found> {
  try {
    const client = await openTwilio(config)
    const calls = await client.calls.list({ to: order.to, from: config.from, pageSize: listed, limit: listed })
    const notBefore = toSecond(since + sinceBeforeClaimMs - clockToleranceMs)
    const ours = calls.filter((call) => isOutgoing(call) && createdAt(call) >= notBefore)
    const [first] = ours.toSorted((a, b) => createdAt(a) - createdAt(b))
    return first ? { kind: 'found', report: reportOf(first) } : { kind: 'absent' }
  } catch {
    return { kind: 'unavailable' } // the caller decides how long it may stay so
  }
}

function isOutgoing({ direction }: Call): boolean {
  return direction.startsWith('outbound')
}

async function check(config: TwilioVoiceConfig, providerId: string): Promise<DeliveryReport | null> {
  try {
    const client = await openTwilio(config)
    return reportOf(await client.calls(providerId).fetch())
  } catch {
    return null // cannot say now: the caller asks again
  }
}

function reportOf({ sid, status, duration }: Call): DeliveryReport {
  const word = callStateOf({ status, seconds: duration, sipCode: null })
  return { state: word?.state ?? 'accepted', providerId: sid, errorCode: word?.reason ?? null }
}
