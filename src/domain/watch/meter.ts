import type { Tally } from './rollup.ts'

// The national check of a site (国办秘函〔2019〕19号, 单项否决): visited over a week, it may not fail to open in 15 s on 5 %
// of the visits or more. The amber line is the pre-warning that the market's largest monitoring service sets (3 %).
// Shares are compared as whole numbers: floating point would let an exact 5 % pass.
const vetoPercent = 5
const amberPercent = 3

type MeterTone = 'none' | 'fine' | 'amber' | 'veto'

/** The official unreachable rate. What fell into a filed window (报备) is left out of it and stands beside it. */
export type Meter = {
  visits: number
  failures: number
  tone: MeterTone
  plannedVisits: number
  plannedFailures: number
}

export function meterOf(tally: Tally): Meter {
  const visits = tally.visits - tally.plannedVisits
  const failures = tally.unreached - tally.plannedUnreached
  return {
    visits,
    failures,
    tone: toneOf(visits, failures),
    plannedVisits: tally.plannedVisits,
    plannedFailures: tally.plannedUnreached,
  }
}

function toneOf(visits: number, failures: number): MeterTone {
  if (visits === 0) return 'none'
  if (100 * failures >= vetoPercent * visits) return 'veto'
  return 100 * failures >= amberPercent * visits ? 'amber' : 'fine'
}

/** How many failures of so many visits are the first that make a veto: 7 of 140, 504 of 10,080. */
export function firstVetoCount(visits: number): number {
  return Math.ceil((vetoPercent * visits) / 100)
}

/** Hundredths of a percent, rounded up in whole numbers: a failure never reads as none, and 5 % never as 4.99 %. */
export function unreachableShare({ visits, failures }: Pick<Meter, 'visits' | 'failures'>): string {
  return (Math.ceil((failures * 10_000) / visits) / 100).toFixed(2)
}
