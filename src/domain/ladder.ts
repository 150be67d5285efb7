import type { Incident } from './incident.ts'
import { type Instant, minute, second } from './instant.ts'
import type { Policy } from './policy.ts'
import type { LadderRung } from './settings.ts'

/** Rungs that come due in the same minute: told together, judged together. */
export type Level = { afterMs: number; rungs: readonly LadderRung[] }

/** The ladder as levels, in the order in which they come due. */
export function levelsOf(policy: Policy): Level[] {
  const levels: Level[] = []
  for (const rung of policy.ladder) {
    const afterMs = rung.afterMinutes * minute
    const last = levels.at(-1)
    if (last && last.afterMs === afterMs) levels[levels.length - 1] = { afterMs, rungs: [...last.rungs, rung] }
    else levels.push({ afterMs, rungs: [rung] })
  }
  return levels
}

/**
 * When the level with this index is due in the incident's present run. Past the last level come the repeats, every
 * `ladderRepeatMinutes`, until somebody acknowledges.
 */
export function levelDueAt(incident: Incident, index: number, policy: Policy): Instant {
  return incident.ladderStartedAt + levelAfterMs(index, policy) - incident.pulledForwardMs
}

/** The rungs of a level; a repeat tells again whoever the last level told. */
export function rungsOf(index: number, policy: Policy): readonly LadderRung[] {
  const levels = levelsOf(policy)
  return (levels[index] ?? levels.at(-1))?.rungs ?? []
}

/**
 * The level that is current at `now`: after a stop of any length an overdue ladder fires once, and only its newest
 * overdue level, never the ones it slept through.
 */
export function currentLevel(incident: Incident, now: Instant, policy: Policy): number {
  let index = incident.level
  while (levelDueAt(incident, index + 1, policy) <= now) index++
  return index
}

export function isRepeat(index: number, policy: Policy): boolean {
  return index >= levelsOf(policy).length
}

function levelAfterMs(index: number, policy: Policy): number {
  const levels = levelsOf(policy)
  const level = levels[index]
  if (level) return level.afterMs
  const last = levels.at(-1)?.afterMs ?? 0
  return last + (index - levels.length + 1) * Math.max(policy.repeatMs, second)
}
