import { rfc2822 } from './twilio-messages.ts'

export type CallStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'canceled'

/**
 * What a phone does when it is called: it rings until a story answers or the caller gives up, is engaged, is not
 * answered, is answered by a machine that says nothing, or the network cannot reach it, with its own code.
 */
export type Ringing = 'rings' | 'busy' | 'no-answer' | 'voicemail' | `failed:${number}`

/** One call as the fake provider keeps it. */
export type CallRecord = {
  sid: string
  to: string
  from: string
  status: CallStatus
  createdAt: number
  answeredAt: number | null
  endedAt: number | null
  /** What the person answering is to hear is asked here. */
  url: string
  statusCallback: string | null
  events: string[]
  timeoutSeconds: number
  /** Everything that was said, one entry for each time a key was waited for. */
  said: string[]
  /** The keys that were pressed. */
  keys: string[]
  /** A story has looked for it and found it. */
  read: boolean
}

/** Answered seconds so far; null for a call that nobody answered. */
export function secondsOf({ answeredAt, endedAt }: CallRecord): number | null {
  return answeredAt === null || endedAt === null ? null : Math.round((endedAt - answeredAt) / 1000)
}

/** The call as the Calls API shows it. */
export function callResource(call: CallRecord, accountSid: string): Record<string, unknown> {
  const created = rfc2822(call.createdAt)
  const seconds = secondsOf(call)
  return {
    account_sid: accountSid,
    annotation: null,
    answered_by: null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: created,
    date_updated: created,
    direction: 'outbound-api',
    duration: seconds === null ? null : String(seconds),
    end_time: call.endedAt === null ? null : rfc2822(call.endedAt),
    forwarded_from: null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: `PN${'0'.repeat(31)}1`,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: call.sid,
    start_time: call.answeredAt === null ? null : rfc2822(call.answeredAt),
    // The resource has no word of its own for a call that was handed on; only the callback has.
    status: call.status === 'initiated' ? 'queued' : call.status,
    subresource_uris: {},
    to: call.to,
    to_formatted: call.to,
    trunk_sid: null,
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}.json`,
  }
}
