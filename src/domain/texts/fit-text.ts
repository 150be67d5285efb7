import { cut } from '../plain-name.ts'

/** The names of a text as one try would have them. */
type Names = { site: string; person: (name: string) => string }

type Fitting = {
  /** Ways to write the site's name, the fullest first; empty when the text names no site. */
  siteForms: readonly string[]
  ellipsis: string
  fits: (text: string) => boolean
}

/** A site's name is cut no shorter than this while anything else can give way. */
const leastSiteName = 8
/** Nobody's real name is longer (the longest registered are transcriptions of about twenty characters). */
const longestPersonName = 24

/**
 * The text with names as long as the limit allows: the site's name gives way first, form by form, then character by
 * character. A person's name is cut only where the text could not be sent otherwise.
 */
export function fitText(render: (names: Names) => string, { siteForms, ellipsis, fits }: Fitting): string {
  const person = (length: number) => (name: string) => cut(name, length, ellipsis)
  const shortest = siteForms.at(-1) ?? ''
  const cutForms = lengthsDown(shortest.length - 1, leastSiteName).map((length) => cut(shortest, length, ellipsis))
  for (const site of [...siteForms, ...cutForms]) {
    const text = render({ site, person: (name) => name })
    if (fits(text)) return text
  }
  const site = cut(shortest, leastSiteName, ellipsis)
  for (const length of lengthsDown(longestPersonName, 1)) {
    const text = render({ site, person: person(length) })
    if (fits(text)) return text
  }
  return render({ site, person: person(1) })
}

function lengthsDown(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, from - to + 1) }, (_, i) => from - i)
}
