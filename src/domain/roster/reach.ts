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
 * Refusals that trying again does not mend: not a number (21211, 21214, 21217), a landline (21614, 30006), an unknown
 * handset (30005). Source: Twilio's error catalogue, as PAGING lists it.
 */
const deadReasons = new Set(['21211', '21214', '21217', '21614', '30005', '30006'])
const optedOutReasons = new Set(['21610'])

/** What the newest text to the number tells of it. `reason` is the page's, a bare code or `twilio:21610`. */
export function reachOf(number: {
  mobile: string | undefined
  isVerified: boolean
  hasStopped: boolean
  last: { delivered: boolean; reason: string | null } | null
}): Reach {
  if (!number.mobile) return 'none'
  if (number.hasStopped) return 'opted_out'
  const code = number.last?.reason?.replace(/^twilio:/, '') ?? ''
  if (number.last && !number.last.delivered) {
    if (optedOutReasons.has(code)) return 'opted_out'
    return deadReasons.has(code) ? 'dead' : 'failed'
  }
  return number.isVerified ? 'verified' : 'unverified'
}
