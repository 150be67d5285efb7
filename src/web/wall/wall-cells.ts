import type { Book, Site } from '../../domain/book/book.ts'
import { findDuty } from '../../domain/duty.ts'
import { type Census, censusOf, type Mark, marks } from '../board/marks.ts'
import type { SignedIn } from '../reader.ts'

/**
 * The sites as one picture that fits on the screen whatever their number: to 60 with a name and who is on duty, to 150
 * with a short name, to 556 as squares by group, and beyond as counts by group or unit.
 */
export type WallPicture = {
  kind: 'roomy' | 'named' | 'short' | 'squares' | 'counts' | 'few-counts'
  label: string
  cells: WallCell[]
  blocks: { key: string; name: string; squares: Mark[] }[]
  /** Sites that are not normal, by name, where the picture itself has none. */
  names: { key: string; name: string; mark: Mark }[]
  /** What had no room: how many names more, or how many units with nothing to see. */
  rest: string
}
/** One named cell; `counts` only where it stands for several sites. */
export type WallCell = {
  key: string
  name: string
  mark: Mark
  fact: string
  counts: { mark: Mark; text: string }[]
}

const mostRoomy = 30
const mostNamed = 60
const mostShort = 150
const mostSquares = 556
/** Beyond these a heading for each would not fit. */
const mostBlocks = 40
const mostNames = 24
/** What fits into five lines, the marks before the names counted in. */
const mostNameLetters = 190
const markLetters = 3
const mostCounts = 120
const mostFewCounts = 48
/** Which mark a cell that stands for several shows: the first of these that is among them. */
const gravest = ['down', 'suspect', 'recovering', 'unknown', 'planned', 'up'] as const satisfies readonly Mark[]

export function picturesOf(book: Book, reader: SignedIn, markBySite: ReadonlyMap<string, Mark>): WallPicture {
  const sites = [...book.sites.values()]
  const markOf = ({ id }: Site): Mark => markBySite.get(id) ?? 'unknown'
  const label = reader.words.board.sites(reader.format.count(sites.length))
  const empty: WallPicture = { kind: 'roomy', label, cells: [], blocks: [], names: [], rest: '' }
  if (sites.length > mostSquares) return { ...empty, ...countsOf(book, reader, sites, markOf) }
  if (sites.length > mostShort) return { ...empty, kind: 'squares', ...squaresOf(book, reader, sites, markOf) }
  const kind = sites.length > mostNamed ? 'short' : sites.length > mostRoomy ? 'named' : 'roomy'
  const cells = sites.map((site) => siteCell(book, reader, { site, mark: markOf(site), hasPeople: kind !== 'short' }))
  return { ...empty, kind, cells }
}

function siteCell(
  book: Book,
  { words, now }: SignedIn,
  { site, mark, hasPeople }: { site: Site; mark: Mark; hasPeople: boolean },
): WallCell {
  const staff = mark === 'up' && hasPeople ? findDuty(book, site.id, now).staff.map(({ name }) => name) : []
  const people = staff.length > 0 ? words.frame.listOf(staff) : words.wall.nobody
  const fact = mark !== 'up' ? words.watch.mark[mark] : hasPeople ? `${words.watch.roleShort.staff} ${people}` : ''
  return { key: site.id, name: nameOf(site), mark, fact, counts: [] }
}

function nameOf({ shortName, name }: Site): string {
  return shortName ?? name
}

function squaresOf(
  book: Book,
  { words }: SignedIn,
  sites: readonly Site[],
  markOf: (site: Site) => Mark,
): Pick<WallPicture, 'blocks' | 'names' | 'rest'> {
  const byGroup = Map.groupBy(sites, ({ group, unitId }) => group ?? (unitId ? book.units.get(unitId)?.name : '') ?? '')
  const groups = byGroup.size > mostBlocks ? new Map([['', [...sites]]]) : byGroup
  const odd = sites.filter((site) => markOf(site) !== 'up').toSorted((a, b) => rankOf(markOf(a)) - rankOf(markOf(b)))
  const names = fitting(odd.map((site) => ({ key: site.id, name: nameOf(site), mark: markOf(site) })))
  return {
    blocks: [...groups].map(([name, of]) => ({ key: name || '-', name, squares: of.map(markOf) })),
    names,
    rest: odd.length > names.length ? words.watchWall.moreNames(odd.length - names.length) : '',
  }
}

/** As many of the first as there is room for, however long they are. */
function fitting(names: WallPicture['names']): WallPicture['names'] {
  let letters = 0
  const last = names.findIndex(({ name }) => {
    letters += name.length + markLetters
    return letters > mostNameLetters
  })
  return names.slice(0, Math.min(mostNames, last < 0 ? names.length : last))
}

function countsOf(
  book: Book,
  reader: SignedIn,
  sites: readonly Site[],
  markOf: (site: Site) => Mark,
): Pick<WallPicture, 'kind' | 'cells' | 'rest'> {
  const byUnit = Map.groupBy(sites, ({ unitId }) => (unitId ? book.units.get(unitId)?.name : '') ?? '')
  const byGroup = Map.groupBy(sites, ({ group }) => group ?? '')
  // Whichever says more and still fits; where neither fits, units, of which the normal ones are counted.
  const gathered = [byUnit, byGroup].find(({ size }) => size > 1 && size <= mostCounts) ?? byUnit
  const cells = [...gathered].map(([name, of], place) => ({
    place,
    cell: countCell(reader, name, censusOf(of.map(markOf))),
  }))
  const kind = (n: number) => (n > mostFewCounts ? 'counts' : 'few-counts')
  if (cells.length <= mostCounts) return { kind: kind(cells.length), cells: cells.map(({ cell }) => cell), rest: '' }
  const shown = cells
    .filter(({ cell }) => cell.mark !== 'up')
    .toSorted((a, b) => rankOf(a.cell.mark) - rankOf(b.cell.mark) || a.place - b.place)
    .slice(0, mostCounts)
    .toSorted((a, b) => a.place - b.place)
  return {
    kind: kind(shown.length),
    cells: shown.map(({ cell }) => cell),
    rest: reader.words.watchWall.otherUnits(cells.length - shown.length),
  }
}

function countCell({ words, format }: SignedIn, name: string, census: Census): WallCell {
  const mark = gravest.find((one) => census[one] > 0) ?? 'up'
  const total = marks.reduce((sum, one) => sum + census[one], 0)
  const odd = marks.filter((one) => one !== 'up' && census[one] > 0)
  const counts = odd.map((one) => ({ mark: one, text: format.count(census[one]) }))
  return { key: name || '-', name: shortened(name) || words.board.withoutUnit, mark, fact: format.count(total), counts }
}

/** 新港区人民政府办公室 → 新港区: from five metres only what tells the cells apart can be read. */
function shortened(name: string): string {
  return name.replace(/(?<=..)人民政府(办公[厅室])?$/u, '')
}

function rankOf(mark: Mark): number {
  return gravest.indexOf(mark)
}
