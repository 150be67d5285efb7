import type { Book } from '../book/book.ts'
import type { Instant } from '../instant.ts'
import type { SiteState } from './verdict.ts'

/** The sites that this one stands on, the nearest first: its platform, and what that stands on. A ring ends where it closes. */
export function ancestorsOf(book: Book, siteId: string): string[] {
  const found: string[] = []
  let next = book.sites.get(siteId)?.parentId
  while (next !== undefined && next !== siteId && !found.includes(next) && book.sites.has(next)) {
    found.push(next)
    next = book.sites.get(next)?.parentId
  }
  return found
}

/**
 * The site whose failure explains that this one has failed since `failingSince`: nobody is paged for it until that one
 * opens again. It silences pages, never looks. Null when none fails: whoever stands on nothing, on something unknown or
 * in a ring is paged for (fail open).
 */
export function failingAncestor(
  book: Book,
  states: ReadonlyMap<string, SiteState>,
  siteId: string,
  failingSince: Instant,
): string | null {
  const isFailing = (state: SiteState | undefined) => {
    if (!state) return false
    if (state.verdict === 'down' || state.verdict === 'recovering') return true
    return state.last !== null && !state.last.ok && state.last.at >= failingSince
  }
  if (isInRing(book, siteId)) return null
  return ancestorsOf(book, siteId).find((id) => isFailing(states.get(id))) ?? null
}

/** Whether the site, or something it stands on, stands on itself: then who explains whom cannot be told. */
function isInRing(book: Book, siteId: string): boolean {
  const seen = new Set<string>()
  for (let next: string | undefined = siteId; next !== undefined; next = book.sites.get(next)?.parentId) {
    if (seen.has(next)) return true
    seen.add(next)
  }
  return false
}
