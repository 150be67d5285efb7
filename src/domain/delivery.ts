import type { AttemptState } from './page.ts'

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

/**
 * Why a text did not reach its reader, by the provider's number. `permanent`: the number or the account is at fault
 * and another try to the same number is useless until somebody mends it.
 * Source: Twilio's error and warning dictionary.
 */
export const deliveryErrors = {
  '20003': { permanent: true, means: 'wrong_credentials' },
  '21211': { permanent: true, means: 'bad_number' },
  '21408': { permanent: true, means: 'country_not_enabled' },
  '21606': { permanent: true, means: 'bad_sender' },
  '21610': { permanent: true, means: 'opted_out' },
  '21614': { permanent: true, means: 'not_mobile' },
  '30003': { permanent: false, means: 'unreachable' },
  '30004': { permanent: true, means: 'blocked' },
  '30005': { permanent: true, means: 'unknown_number' },
  '30006': { permanent: true, means: 'not_mobile' },
  '30007': { permanent: false, means: 'filtered' },
  '30008': { permanent: false, means: 'unexplained' },
  '30034': { permanent: true, means: 'sender_not_registered' },
} as const satisfies Record<string, { permanent: boolean; means: string }>
export type DeliveryErrorCode = keyof typeof deliveryErrors

/** Whether we know the code, and may look it up in `deliveryErrors`. */
export function isKnownDeliveryError(code: string): code is DeliveryErrorCode {
  return Object.hasOwn(deliveryErrors, code)
}
