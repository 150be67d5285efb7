import type { Instant } from '../instant.ts'

/**
 * The place of a site within its interval, in milliseconds: spread evenly by a hash of its id, on the wall-clock grid.
 * It survives a restart, so that a restart neither storms nor leaves anyone unprobed for more than one interval.
 */
export function phaseOf(siteId: string, intervalMs: number): number {
  return hash(siteId) % Math.max(1, Math.round(intervalMs))
}

/** The site's first slot after `after`. */
export function nextSlotAt(siteId: string, intervalMs: number, after: Instant): Instant {
  const interval = Math.max(1, Math.round(intervalMs))
  const phase = phaseOf(siteId, interval)
  return after + interval - modulo(after - phase, interval)
}

/** FNV-1a, then a finisher: neighbours such as s-001 and s-002 must not land side by side. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function modulo(value: number, base: number): number {
  return ((value % base) + base) % base
}
