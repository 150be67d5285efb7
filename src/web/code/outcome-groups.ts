import type { OutcomeView } from './code-outcome.ts'

/** Sites that fared alike, told together: thirty of them are one box with a list, not thirty boxes. */
export type OutcomeGroup = { heading: string; text: string; isDone: boolean; title: string; sites: string[] }

/** One group for each thing that the code did, in the order in which they are given; `many` says how many sites there are. */
export function groupsOf(outcomes: readonly OutcomeView[], many: (count: number) => string): OutcomeGroup[] {
  const alike = Map.groupBy(outcomes, ({ isDone, heading }) => JSON.stringify([isDone, heading]))
  return [...alike.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const isOneText = group.every(({ text }) => text === first.text)
    const sites = group.map(({ site }) => site)
    return [
      {
        heading: first.heading,
        text: isOneText ? first.text : '',
        isDone: first.isDone,
        title: sites.length === 1 ? first.site : many(sites.length),
        sites: sites.length === 1 ? [] : sites,
      },
    ]
  })
}
