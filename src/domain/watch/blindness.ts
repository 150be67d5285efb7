import type { Settings } from '../book/settings.ts'
import { type Instant, minute } from '../instant.ts'

/** The newest look at one site. */
export type Look = { siteId: string; at: Instant; ok: boolean }

/**
 * Whether so many sites fail at once that the watch must first ask whether it is blind itself: at least `share` of
 * the sites, and at least `minimum`, within a minute (CONTRACT `blindness`).
 */
export function isSuspicious(looks: readonly Look[], settings: Settings, now: Instant): boolean {
  const { share, minimum } = settings.blindness
  const failing = looks.filter(({ ok, at }) => !ok && now - at <= minute + spareMs(settings)).length
  return looks.length > 0 && failing >= Math.max(minimum, share * looks.length)
}

/**
 * The sites that must be looked at before a verdict, because those looked at since the first failure mostly failed
 * and the others have not been asked yet. The uplink dies for all at once but their slots are spread over a minute:
 * waiting for the slots would call the first ones down before the rest could testify.
 */
export function witnessesNeeded(looks: readonly Look[], failingSince: Instant, settings: Settings): string[] {
  const { share, minimum } = settings.blindness
  if (looks.length < minimum) return []
  const since = looks.filter(({ at }) => at >= failingSince)
  const failing = since.filter(({ ok }) => !ok).length
  if (failing < share * since.length) return []
  return looks.filter(({ at }) => at < failingSince).map(({ siteId }) => siteId)
}

/** A failed look is known only once its time has run out. */
function spareMs(settings: Settings): number {
  return settings.probe.timeoutSeconds * 1000
}
