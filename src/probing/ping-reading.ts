import type { PingResult } from '../domain/watch/probe.ts'

/** Words by which ping says that this machine could not send, although it goes on to print its statistics. */
const ownWords = ['sendmsg', 'sendto', 'Operation not permitted', 'Network is unreachable']

/**
 * What the output of ping proves. Only statistics (`packets transmitted`) without any reply are a no; a missing
 * permission, an unknown option or another language leaves the question open. `ms` is the first reply's time.
 */
export function readPing(output: string, ms: number | null): PingResult {
  if (!output.includes('packets transmitted')) return { answer: 'unknown' }
  if (ms !== null) return { answer: 'yes', ms }
  return ownWords.some((word) => output.includes(word)) ? { answer: 'unknown' } : { answer: 'no' }
}
