import type { Settings } from '../book/settings.ts'
import { type Instant, minute } from '../instant.ts'
import { type Outlook, seenSince, unseenSince } from './outlook.ts'

/** While the watch is about to call a site down and has heard from no other, so many others are asked at once. */
const mostWitnesses = 20

/**
 * Whether so many sites fail at once that the watch must first ask whether it is blind itself: at least `share` of
 * the sites, and at least `minimum`, within a minute (CONTRACT `blindness`). Asked of all sites and of those looked at
 * since this one began to fail: of a large town only a sample has testified by then.
 */
export function isSuspicious(outlook: Outlook, failingSince: Instant, settings: Settings, now: Instant): boolean {
  const { share, minimum } = settings.blindness
  // A failed look is known only once its time has run out.
  const recently = now - minute - settings.probe.timeoutSeconds * 1000
  const isMany = (failing: number, of: number) => of > 0 && failing >= Math.max(minimum, share * of)
  const all = seenSince(outlook, recently).failing
  const since = seenSince(outlook, failingSince)
  const failing = failingSince < recently ? all : since.failing
  return isMany(all, outlook.looks.length) || isMany(failing, since.seen)
}

/**
 * Some of the sites that must be looked at before a verdict, because those looked at since the first failure mostly
 * failed and these have not been asked yet. The uplink dies for all at once but their slots are spread over a minute:
 * waiting for the slots would call the first ones down before the rest could testify.
 */
export function witnessesNeeded(outlook: Outlook, failingSince: Instant, settings: Settings): string[] {
  const { share, minimum } = settings.blindness
  if (outlook.looks.length < minimum) return []
  const { seen, failing } = seenSince(outlook, failingSince)
  if (failing < share * seen) return []
  return unseenSince(outlook, failingSince, mostWitnesses)
}
