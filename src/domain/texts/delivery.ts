import type { AttemptState } from '../incident/page.ts'

const states: Record<string, AttemptState> = {
  accepted: 'accepted',
  scheduled: 'accepted',
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  partially_delivered: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
}

/** The state that a provider's word for a message means, in a callback or a listing; null for a word we do not know. */
export function attemptStateOf(status: string): AttemptState | null {
  return Object.hasOwn(states, status) ? (states[status] ?? null) : null
}
