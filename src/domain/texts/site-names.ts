import type { Site } from '../book/book.ts'
import type { Language } from '../language.ts'
import type { SiteName } from './message.ts'

const andOthers: Record<Language, (first: string, count: number) => string> = {
  'zh-Hans': (first, count) => `${first}等${count}个网站`,
  'zh-Hant': (first, count) => `${first}等${count}個網站`,
  en: (first, count) => `${first} and ${count - 1} more`,
}

/** One site as a text calls it, or several that somebody has at once: the first and how many. */
export function sitesAsOne(sites: readonly Site[], language: Language): SiteName {
  const [first] = sites
  if (!first) return { name: '', short: null }
  if (sites.length === 1) return { name: first.name, short: first.shortName ?? null }
  const say = andOthers[language]
  return { name: say(first.name, sites.length), short: say(first.shortName ?? first.name, sites.length) }
}
