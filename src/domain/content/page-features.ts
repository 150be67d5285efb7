/** What of a page is compared: never its text itself, which changes with every article. */
export type PageFeatures = {
  /** Without what surrounds and separates it: `望海市人民政府`. */
  title: string
  /** Characters that a reader sees. */
  textLength: number
  /** Short texts of the page, menus and headings above all, which stay while articles come and go. */
  landmarks: string[]
  /** Hosts outside the site that it links to, in order. */
  linked: string[]
  /** Those of them that are linked where no reader sees it (暗链). */
  hidden: string[]
  /** Hosts outside the site whose scripts or frames run in it. */
  embedded: string[]
  /** Words of the list that it holds. */
  words: string[]
}

/** More than this many hosts of a kind are not told apart: a page that links to thousands is odd by its number. */
export const mostHosts = 300

export const mostLandmarks = 150

/**
 * Words that make a page odd: those that none of ours holds `anywhere`, and those that news about police work may well
 * hold, but no title, keyword, hidden text or link outwards (`inSpots`), which is where they are put by others.
 */
export type WordList = { anywhere: readonly string[]; inSpots: readonly string[] }
