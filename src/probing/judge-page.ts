import { readFileSync } from 'node:fs'
import type { Failure, PageExpectation } from '../domain/watch/probe.ts'
import { type PageText, readPageText } from './page-text.ts'

/** A page of more than this holds more than the news that there is no page. */
const smallBytes = 4 * 1024
const errorPages = JSON.parse(
  readFileSync(new URL('../../data/reference/error-pages.json', import.meta.url), 'utf8'),
) as { titles: string[]; words: string[] } // shipped with the release, its shape is tested
const knownTitles: ReadonlySet<string> = new Set(errorPages.titles)

/**
 * How much of a body has to be kept to judge it: enough for its title, or all that is ever read where a site expects
 * something of the page.
 */
export function keptBytes({ words, forbidden, minBytes, refusesErrorPages }: PageExpectation, most: number): number {
  return words !== null || forbidden.length > 0 || minBytes > 0 || refusesErrorPages ? most : 16 * 1024
}

/** A page as it came: its status was the expected one, `body` is decompressed. */
export type OpenedPage = { body: Buffer; contentType: string | undefined; status: number }

/** What is wrong with a page that opened, or null. */
export function judgeContent({ body, contentType, status }: OpenedPage, expect: PageExpectation): Failure | null {
  const page = readPageText(body, contentType)
  // Where an error status is what the site is to answer, an error page is what it is to show.
  const isErrorExpected = status >= 400
  const code =
    isErrorExpected || !isErrorPage(page, body.length, expect) ? faultOf(page, body.length, expect) : 'ERROR_PAGE'
  return code === null ? null : { kind: 'words', phase: 'words', code }
}

function faultOf(page: PageText, bytes: number, expect: PageExpectation): string | null {
  if (bytes < expect.minBytes) return 'PAGE_TOO_SMALL'
  if (expect.title !== null && !page.title()?.includes(expect.title)) return 'TITLE_MISSING'
  if (expect.words !== null && !page.includes(expect.words)) return 'WORDS_MISSING'
  return expect.forbidden.some((words) => page.includes(words)) ? 'WORDS_FORBIDDEN' : null
}

/** Whether the page says with status 200 that there is no page. Plain words only: no pattern runs over a page. */
function isErrorPage(page: PageText, bytes: number, expect: PageExpectation): boolean {
  const lower = (page.title() ?? '').toLowerCase()
  if (knownTitles.has(lower)) return true
  if (!expect.refusesErrorPages) return false
  const text = bytes < smallBytes ? page.text().toLowerCase() : ''
  return errorPages.words.some((words) => lower.includes(words) || text.includes(words))
}
