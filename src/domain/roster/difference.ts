import type { Role, Shift, Span } from '../book/book.ts'

/** A stretch of a site's roster that changed hands. */
export type RosterChange = Span & {
  siteId: string
  role: Role
  before: readonly string[]
  after: readonly string[]
}

/** A stretch of duty, whatever shift it is cut from. */
export type Stretch = Span & Pick<Shift, 'siteId' | 'role' | 'personId'>

/**
 * What differs between two rosters, row by row in the order of sites and time. Stretches that touch and changed in the
 * same way are one change; how a duty is cut into shifts is no difference.
 */
export function rosterDifference(before: readonly Stretch[], after: readonly Stretch[]): RosterChange[] {
  const keyOf = ({ siteId, role }: Stretch) => `${siteId} ${role}`
  const old = Map.groupBy(before, keyOf)
  const now = Map.groupBy(after, keyOf)
  const changes: RosterChange[] = []
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    changes.push(...rowDifference(old.get(key) ?? [], now.get(key) ?? []))
  }
  return changes.sort((a, b) => (a.siteId < b.siteId ? -1 : a.siteId > b.siteId ? 1 : 0) || a.fromAt - b.fromAt)
}

function rowDifference(before: readonly Stretch[], after: readonly Stretch[]): RosterChange[] {
  const first = before[0] ?? after[0]
  if (!first || isSameRow(before, after)) return []
  const { siteId, role } = first
  const cuts = [...new Set([...before, ...after].flatMap(({ fromAt, toAt }) => [fromAt, toAt]))].sort((a, b) => a - b)
  const changes: RosterChange[] = []
  for (const [i, fromAt] of cuts.slice(0, -1).entries()) {
    const toAt = cuts[i + 1] ?? fromAt
    const change = { siteId, role, fromAt, toAt, before: peopleAt(before, fromAt), after: peopleAt(after, fromAt) }
    if (String(change.before) === String(change.after)) continue
    const last = changes.at(-1)
    if (last && last.toAt === fromAt && isSameTurn(last, change)) last.toAt = toAt
    else changes.push(change)
  }
  return changes
}

/** Most rows of a large roster are untouched: they are told apart without being cut up. */
function isSameRow(before: readonly Stretch[], after: readonly Stretch[]): boolean {
  if (before.length !== after.length) return false
  const text = (row: readonly Stretch[]) =>
    row.map(({ personId, fromAt, toAt }) => `${personId} ${fromAt} ${toAt}`).sort()
  return String(text(before)) === String(text(after))
}

function isSameTurn(a: RosterChange, b: RosterChange): boolean {
  return String(a.before) === String(b.before) && String(a.after) === String(b.after)
}

function peopleAt(row: readonly Stretch[], at: number): string[] {
  const people = row.filter(({ fromAt, toAt }) => fromAt <= at && at < toAt).map(({ personId }) => personId)
  return [...new Set(people)].sort()
}

/** Who has more or less duty than before: only they are told of a new version. */
export function affectedPeople(changes: readonly RosterChange[]): Map<string, RosterChange[]> {
  const affected = new Map<string, RosterChange[]>()
  for (const change of changes) {
    for (const id of new Set([...change.before, ...change.after])) {
      if (change.before.includes(id) === change.after.includes(id)) continue
      affected.set(id, [...(affected.get(id) ?? []), change])
    }
  }
  return affected
}

/** The roster that these changes lead to, made one after the other on an empty one: what people were last told. */
export function rosterAfter(changes: readonly RosterChange[]): Stretch[] {
  const rows = new Map<string, Stretch[]>()
  for (const { siteId, role, fromAt, toAt, after } of changes) {
    const key = `${siteId} ${role}`
    const others = (rows.get(key) ?? []).flatMap((stretch): Stretch[] => [
      ...(stretch.fromAt < fromAt ? [{ ...stretch, toAt: Math.min(stretch.toAt, fromAt) }] : []),
      ...(toAt < stretch.toAt ? [{ ...stretch, fromAt: Math.max(stretch.fromAt, toAt) }] : []),
    ])
    rows.set(key, [...others, ...after.map((personId) => ({ siteId, role, personId, fromAt, toAt }))])
  }
  return [...rows.values()].flat()
}
