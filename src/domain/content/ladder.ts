import type { Audience } from '../book/settings.ts'
import { minute } from '../instant.ts'
import type { Finding } from './findings.ts'

/**
 * Who is told that a page looks odd, and how long after it was seen: the same minutes as of an outage (DESIGN §5.6). It is
 * never told again by itself: whoever looks at it may need an hour.
 */
const contentLadder: readonly { tell: Audience; afterMs: number }[] = [
  { tell: 'staff', afterMs: 0 },
  { tell: 'lead', afterMs: 5 * minute },
  { tell: 'office', afterMs: 10 * minute },
]

/**
 * Whether it can wait for the morning: a strange host that any reader sees is most often a new link of the office's own,
 * and nobody is woken for that.
 */
export function canWait(findings: readonly Finding[]): boolean {
  return findings.every(({ kind }) => kind === 'linked')
}

/** The rungs for what was found; what can wait is told to staff alone. */
export function rungsFor(findings: readonly Finding[]): typeof contentLadder {
  return canWait(findings) ? contentLadder.slice(0, 1) : contentLadder
}
