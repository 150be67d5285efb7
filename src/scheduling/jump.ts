import { second } from '../domain/instant.ts'
import type { Clock } from './clock.ts'

/** Less than this is drift, which a time server corrects all day long. */
const jumpMs = 5 * second

/** Notices when somebody sets the wall clock: it has moved otherwise than the one that never jumps (invariant I11). */
export interface Jump {
  /** Milliseconds by which the wall clock has jumped since the last `take`; 0 when it has only drifted. */
  pending(): number
  /** The same, and begins anew. */
  take(): number
}

export function createJump(clock: Pick<Clock, 'now' | 'monotonic'>): Jump {
  let offset = clock.now() - clock.monotonic()
  const pending = () => {
    const moved = clock.now() - clock.monotonic() - offset
    return Math.abs(moved) > jumpMs ? Math.round(moved) : 0
  }
  return {
    pending,
    take() {
      const moved = pending()
      offset = clock.now() - clock.monotonic()
      return moved
    },
  }
}
