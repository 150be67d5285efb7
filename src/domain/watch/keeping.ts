/** From so many sites on, looks are kept for three days at most: a week of a whole country is a hundred million. */
const manySites = 5000
const keptOfMany = 3

/** For how many days each single look is kept. */
export function keptLookDays(keepSamplesDays: number, sites: number): number {
  return sites > manySites ? Math.min(keptOfMany, keepSamplesDays) : keepSamplesDays
}
