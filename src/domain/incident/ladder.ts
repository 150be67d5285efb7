import type { LadderRung } from '../book/settings.ts'
import { type Instant, minute, second } from '../instant.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'

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

/**
 * The rungs of a level. A repeat tells again whoever the last level tells; where nobody there can be told, the nearest
 * level below it that has somebody, since a site without a lead and an office must not fall silent after its first text.
 */
export function rungsOf(index: number, policy: Policy, canTell: (rung: LadderRung) => boolean): readonly LadderRung[] {
  const levels = levelsOf(policy)
  const level = levels[index] ?? levels.findLast(({ rungs }) => rungs.some(canTell)) ?? levels.at(-1)
  return level?.rungs ?? []
}

/**
 * The level that is current at `now`: after a stop of any length an overdue ladder fires once, and only its newest
 * overdue level, never the ones it slept through.
 */
export function currentLevel(incident: Incident, now: Instant, policy: Policy): number {
  const levels = levelsOf(policy)
  let index = incident.level
  while (index < levels.length && levelDueAt(incident, index + 1, policy) <= now) index++
  if (index < levels.length) return index
  const overdueMs = now - levelDueAt(incident, index, policy)
  return index + Math.max(0, Math.floor(overdueMs / repeatMsOf(policy)))
}

export function isRepeat(index: number, policy: Policy): boolean {
  return index >= levelsOf(policy).length
}

function levelAfterMs(index: number, policy: Policy): number {
  const levels = levelsOf(policy)
  const level = levels[index]
  if (level) return level.afterMs
  const last = levels.at(-1)?.afterMs ?? 0
  return last + (index - levels.length + 1) * repeatMsOf(policy)
}

/** Repeats nearer to each other than a second would only be noise. */
function repeatMsOf(policy: Policy): number {
  return Math.max(policy.repeatMs, second)
}
