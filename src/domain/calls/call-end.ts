import type { AttemptState } from '../incident/page.ts'

/** How a call ended that brought no key press. */
const callEnds = ['no_key', 'no_answer', 'busy', 'failed', 'canceled'] as const
type CallEnd = (typeof callEnds)[number]

/** What a provider says of a call, as it says it. `seconds`: how long it was answered; `sipCode`: why it failed. */
type CallWord = { status: string; seconds: string | null; sipCode: string | null }
type CallState = { state: AttemptState; reason: string | null }

const underWay: Record<string, AttemptState> = {
  queued: 'queued',
  initiated: 'queued',
  ringing: 'queued',
  'in-progress': 'sent',
}

const ends: Record<string, CallEnd> = {
  completed: 'no_key',
  'no-answer': 'no_answer',
  busy: 'busy',
  failed: 'failed',
  canceled: 'canceled',
}

/**
 * The state that a provider's word for a call means; null for a word we do not know. A call that ended is a failed
 * try: voicemail answers too, so only a key press proves that a person was reached, and that is proof of its own.
 */
export function callStateOf({ status, seconds, sipCode }: CallWord): CallState | null {
  const state = Object.hasOwn(underWay, status) ? underWay[status] : undefined
  if (state) return { state, reason: null }
  const end = Object.hasOwn(ends, status) ? ends[status] : undefined
  if (!end) return null
  const detail = end === 'no_key' ? seconds : end === 'failed' ? sipCode : null
  return { state: 'failed', reason: callReason(end, detail) }
}

/** `call:no_key:28` after 28 answered seconds, `call:failed:404` with the code of the network, `call:busy`. */
function callReason(end: CallEnd, detail: string | null): string {
  return detail !== null && /^\d{1,6}$/.test(detail) ? `call:${end}:${Number(detail)}` : `call:${end}`
}

/** The same taken apart; null for the reasons of texts. */
export function callEndOf(reason: string): { end: CallEnd; detail: number | null } | null {
  const [kind, word, detail] = reason.split(':')
  const end = kind === 'call' ? callEnds.find((known) => known === word) : undefined
  return end ? { end, detail: detail === undefined ? null : Number(detail) } : null
}

// RFC 3261, section 21: 404 and 604 nobody has this number, 410 gone, 484 incomplete; 480 and 408 the
// phone does not answer the network, which is what a switched-off one does.
const noSuchNumber = new Set([404, 410, 484, 604])
const switchedOff = new Set([408, 480])

/** What the network's code says of the number, where it says anything: 空号, 关机. */
export function faultOfNumber(sipCode: number | null): 'no_such_number' | 'switched_off' | null {
  if (sipCode === null) return null
  if (noSuchNumber.has(sipCode)) return 'no_such_number'
  return switchedOff.has(sipCode) ? 'switched_off' : null
}
