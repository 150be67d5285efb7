import type { Audience } from '../book/settings.ts'
import { minute } from '../instant.ts'

/**
 * Who is told that a page looks odd, and how long after it was seen: the same minutes as of an outage (DESIGN §5.6). It is
 * never told again by itself: whoever looks at it may need an hour.
 */
export const contentLadder: readonly { tell: Audience; afterMs: number }[] = [
  { tell: 'staff', afterMs: 0 },
  { tell: 'lead', afterMs: 5 * minute },
  { tell: 'office', afterMs: 10 * minute },
]
