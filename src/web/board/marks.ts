import { type Book, plannedWindow } from '../../domain/book/book.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import type { SiteState, Verdict } from '../../domain/watch/verdict.ts'

/** What the board shows of a site: the verdict, or that work on it was filed, or that its recovery is unconfirmed. */
export type Mark = Verdict | 'planned'
export const marks = ['up', 'down', 'suspect', 'recovering', 'planned', 'unknown'] as const satisfies readonly Mark[]

export function markOf(
  book: Book,
  siteId: string,
  seen: { state: SiteState | undefined; incident: Incident | undefined; now: Instant },
): Mark {
  const { state, incident, now } = seen
  if (incident?.state === 'recovered') return 'recovering'
  if (plannedWindow(book, siteId, now)) return 'planned'
  return state?.verdict ?? 'unknown'
}

export function isMark(text: unknown): text is Mark {
  return marks.some((mark) => mark === text)
}

export type Census = Record<Mark, number>

export function censusOf(all: Iterable<Mark>): Census {
  const census: Census = { up: 0, down: 0, suspect: 0, recovering: 0, planned: 0, unknown: 0 }
  for (const mark of all) census[mark]++
  return census
}
