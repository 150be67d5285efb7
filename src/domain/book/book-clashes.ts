import { type Book, type BookFile, openBook, type Shift, type Span } from './book.ts'
import type { BookProblem, ProblemName } from './book-problem.ts'

type Placed = Shift & Span

/**
 * Clashes among the shifts that count, each named once, at the later shift. A draft may hold clashes: its screens show
 * them until they are mended. Shifts are compared within a site and within a person only, never all with all.
 */
export function clashProblems(file: BookFile): BookProblem[] {
  const book = openBook(file)
  const index = new Map(file.shifts?.map(({ id }, i) => [id, i]))
  const counting = [...book.shiftsBySite.values()]
    .flat()
    .filter(({ periodId }) => !periodId || book.periods.get(periodId)?.state === 'published')
  const found = [
    ...sweep(
      book,
      Map.groupBy(
        counting.filter(({ role }) => role === 'lead'),
        ({ siteId }) => siteId,
      ),
      atSite,
    ),
    ...sweep(
      book,
      Map.groupBy(counting, ({ personId }) => personId),
      ofPerson,
    ),
  ]
  return found
    .toSorted((a, b) => (index.get(a.later.id) ?? 0) - (index.get(b.later.id) ?? 0))
    .map(({ later, earlier, problem }) => ({
      path: `shifts[${index.get(later.id)}]`,
      problem,
      with: {
        other: earlier.id,
        person: book.people.get(later.personId)?.name ?? later.personId,
        from: later.from,
        to: earlier.toAt < later.toAt ? earlier.to : later.to,
      },
    }))
}

type Clash = { earlier: Placed; later: Placed; problem: ProblemName }
type Judge = (a: Placed, b: Placed, book: Book) => ProblemName | null

function sweep(book: Book, groups: ReadonlyMap<string, readonly Placed[]>, judge: Judge): Clash[] {
  const clashes: Clash[] = []
  for (const group of groups.values()) {
    let running: Placed[] = []
    for (const later of group.toSorted((a, b) => a.fromAt - b.fromAt)) {
      running = running.filter(({ toAt }) => toAt > later.fromAt)
      const earlier = running.find((shift) => judge(shift, later, book) !== null)
      const problem = earlier && judge(earlier, later, book)
      if (earlier && problem) clashes.push({ earlier, later, problem })
      running.push(later)
    }
  }
  return clashes
}

function atSite(a: Placed, b: Placed): ProblemName | null {
  return a.personId === b.personId ? null : 'two_leads'
}

/** One person may hold several sites of one unit at once; sites of different units, or both roles, are a clash. */
function ofPerson(a: Placed, b: Placed, book: Book): ProblemName | null {
  if (a.siteId === b.siteId) return a.role === b.role ? 'twice_at_once' : 'both_roles'
  return book.sites.get(a.siteId)?.unitId === book.sites.get(b.siteId)?.unitId ? null : 'two_places'
}
