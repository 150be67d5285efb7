import type { Probe } from '../domain/watch/probe.ts'
import { OwnFault } from './own-fault.ts'

/** File handles that looks may never take: texts, pages, the log and the door for people need them when all sites hang. */
const keptBack = 128

/**
 * How many looks may run at once, from the text of `/proc/self/limits`; without limit where it does not say. Half of
 * what there is, where that is little.
 */
export function placesIn(limits: string): number {
  const files = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY)
  return Math.max(files - keptBack, Math.floor(files / 2))
}

/** The same look, as long as fewer than `places` run; beyond that it is our own fault, and says nothing of the site. */
export function withPlaces(probe: Probe, places: number): Probe {
  let taken = 0
  return async (target, at, signal) => {
    if (taken >= places) throw new OwnFault('NO_PLACE')
    taken += 1
    try {
      return await probe(target, at, signal)
    } finally {
      taken -= 1
    }
  }
}
