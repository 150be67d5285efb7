import { isAccountTrouble, isDeadNumber, isOptOut } from '../texts/provider-errors.ts'

/**
 * What is known of a person's number. `unverified`: never proven by a code. `failed`: the last text did not arrive.
 * `dead`: the provider said that no text ever will. `opted_out`: its owner asked for no more texts.
 */
export type Reach = 'none' | 'unverified' | 'verified' | 'failed' | 'dead' | 'opted_out'

/** Whether somebody with such a number can be told of an outage at all. */
export function isReachable(reach: Reach): boolean {
  return reach !== 'none' && reach !== 'dead' && reach !== 'opted_out'
}

/**
 * What the newest text to the number tells of it. `reason` is the page's, a bare code or `twilio:21610`. A refusal of
 * our whole account tells nothing of the number.
 */
export function reachOf(number: {
  mobile: string | undefined
  isVerified: boolean
  hasStopped: boolean
  last: { delivered: boolean; reason: string | null } | null
}): Reach {
  if (!number.mobile) return 'none'
  if (number.hasStopped) return 'opted_out'
  const reason = number.last?.reason ?? ''
  if (number.last && !number.last.delivered && !isAccountTrouble(reason)) {
    if (isOptOut(reason)) return 'opted_out'
    return isDeadNumber(reason) ? 'dead' : 'failed'
  }
  return number.isVerified ? 'verified' : 'unverified'
}
