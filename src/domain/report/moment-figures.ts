import type { Incident } from '../incident/incident.ts'

/** 响应, 恢复, 确认: each measured from 发现, the first failed probe. */
export const measuredMoments = ['response', 'recovery', 'confirmation'] as const
export type MeasuredMoment = (typeof measuredMoments)[number]

/** Milliseconds over the incidents that came so far; `of` says how many did. */
export type MomentFigures = { moment: MeasuredMoment; of: number; medianMs: number; longestMs: number }

/** How long it took to reach each moment, as the incidents themselves hold it; a moment nobody reached has no figures. */
export function momentFigures(incidents: readonly Incident[]): MomentFigures[] {
  return measuredMoments.flatMap((moment) => {
    const times = incidents.flatMap((incident) => lengthTo(incident, moment) ?? []).sort((a, b) => a - b)
    const longestMs = times.at(-1)
    return longestMs === undefined ? [] : [{ moment, of: times.length, medianMs: middleOf(times), longestMs }]
  })
}

function lengthTo(incident: Incident, moment: MeasuredMoment): number | null {
  const { startedAt, acknowledgedAt, recoveredAt, confirmedAt } = incident
  const reachedAt = { response: acknowledgedAt, recovery: recoveredAt, confirmation: confirmedAt }[moment]
  return reachedAt === null ? null : reachedAt - startedAt
}

/** Of an even number the mean of the two in the middle. */
function middleOf(sorted: readonly number[]): number {
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
  return Math.round((low + high) / 2)
}
