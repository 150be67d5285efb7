import type { Book, Period } from '../book/book.ts'
import type { Gate } from './gate.ts'
import type { Receipt } from './history.ts'
import { shiftsOfPeriod } from './placed.ts'
import type { Reach } from './reach.ts'

/** What one person on a site's roster still has to do, or cannot be told. */
export type Lack =
  | { personId: string; kind: 'not_read' | 'not_told' }
  | { personId: string; kind: 'number'; reach: Reach }

/** One site two days before: its roster whole, its people reachable, told, and sure of their shifts. */
export type SiteReadiness = {
  siteId: string
  openCells: number
  people: number
  verified: number
  delivered: number
  read: number
  lacks: Lack[]
  isReady: boolean
}

export type Known = {
  gate: Gate
  reach: (personId: string) => Reach
  receipts: ReadonlyMap<string, Receipt>
  /** People whose newest text arrived. */
  delivered: ReadonlySet<string>
}

/** Every site with somebody or something missing first, the most missing on top; within that the order of the book. */
export function readinessOf(book: Book, period: Period, known: Known): SiteReadiness[] {
  const bySite = shiftsOfPeriod(book, period.id)
  const open = Map.groupBy([...known.gate.obstacles, ...known.gate.impossibilities], ({ siteId }) => siteId)
  const rows = [...book.sites.keys()].map((siteId): SiteReadiness => {
    const people = [...new Set((bySite.get(siteId) ?? []).map(({ personId }) => personId))]
    const openCells = open.get(siteId)?.filter(({ kind }) => kind !== 'unreachable').length ?? 0
    const lacks = people.flatMap((personId) => lacksOf(personId, known, period.state === 'published'))
    return {
      siteId,
      openCells,
      people: people.length,
      verified: people.filter((id) => known.reach(id) === 'verified').length,
      delivered: people.filter((id) => known.delivered.has(id)).length,
      read: people.filter((id) => known.receipts.get(id)?.state === 'confirmed').length,
      lacks,
      isReady: openCells === 0 && people.length > 0 && lacks.length === 0,
    }
  })
  return rows.sort((a, b) => missing(b) - missing(a))
}

function missing({ openCells, lacks, people }: SiteReadiness): number {
  return openCells + lacks.length + (people === 0 ? 1 : 0)
}

function lacksOf(personId: string, { reach, receipts }: Known, isPublished: boolean): Lack[] {
  const lacks: Lack[] = []
  const state = reach(personId)
  if (state !== 'verified') lacks.push({ personId, kind: 'number', reach: state })
  if (!isPublished) return lacks
  const receipt = receipts.get(personId)
  if (!receipt) lacks.push({ personId, kind: 'not_told' })
  else if (receipt.state === 'told') lacks.push({ personId, kind: 'not_read' })
  return lacks
}
