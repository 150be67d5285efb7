import type { Site } from '../../domain/book/book.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { minute } from '../../domain/instant.ts'
import type { SampleBeat } from '../../storage/ports.ts'
import { type LinkView, type PagerView, pageOf } from '../desk/register-view.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import { type CallView, callsOf } from './call-view.ts'
import { causesOf } from './causes-view.ts'
import { type BoardChoice, boardAddress } from './choice.ts'
import { contentCallsOf } from './content-calls.ts'
import { type IndexView, indexOf } from './index-view.ts'
import { type Census, censusOf, type Mark, markOf, marks } from './marks.ts'
import { searchIn } from './search.ts'
import { sentenceOf } from './sentence.ts'
import { type TileView, tileOf } from './tile-view.ts'

export type BoardView = {
  heading: string
  rest: string
  tally: { mark: Mark; word: string; count: string; isZero: boolean; href: string; isCurrent: boolean }[]
  causes: string[]
  calls: CallView[]
  callCount: number
  moreCalls: number
  quiet: string
  sites: string
  search: { q: string; hidden: { name: string; value: string }[]; without: string }
  views: LinkView[]
  groups: LinkView[]
  index: IndexView | null
  tiles: TileView[]
  pager: PagerView | null
  isOffice: boolean
  hasSites: boolean
  shape: string
  untaken: number
}

const tilesPerPage = 150
const mostCalls = 40
/** More groups than fit beside a heading are a page of their own. */
const mostGroups = 12
const beatSpanMs = 30 * minute

/** The board as one reader sees it: every site keeps its place, whatever happens to it. */
export async function buildBoard(room: Room, reader: Reader, choice: BoardChoice): Promise<BoardView> {
  const { deps } = room
  const book = deps.book.current()
  const live = await deps.log.incidents.live()
  const states = deps.watch.siteStates()
  const sites = [...book.sites.values()]
  const markBySite = marksOf(room, reader, live)
  const markOfSite = (id: string) => markBySite.get(id) ?? 'unknown'
  const census = censusOf(markBySite.values())
  const chosen = chosenSites(room, choice, markOfSite)
  const address = (page: number) => boardAddress(choice, { page })
  const { shown, pager } = pageOf(reader, chosen, String(choice.page), { size: tilesPerPage, address })
  const suspects = sites.flatMap(({ id }) => (markOfSite(id) === 'suspect' ? (states.get(id) ?? []) : []))
  const content = await contentCallsOf(room, reader)
  const outages = callsOf(room, reader, { live, suspects, most: mostCalls })
  const calls = [...outages.calls, ...content].slice(0, mostCalls)
  const count = outages.count + content.length
  const index = choice.by ? indexOf(book, reader, { ...choice, by: choice.by }, { sites: chosen, markOfSite }) : null
  return {
    ...sentenceOf(reader.words, { census, live, sites: sites.length, isBlind: deps.watch.blindSince() !== null }),
    tally: tallyOf(reader, census, choice),
    causes: causesOf(room, reader, live),
    calls,
    callCount: count,
    moreCalls: count - calls.length,
    quiet: count > 0 ? '' : await quietLine(room, reader),
    ...linksOf(room, reader, choice, chosen.length),
    index,
    tiles: index ? [] : await tilesOf(room, reader, shown, markOfSite),
    pager: index ? index.pager : pager,
    isOffice: reader.isOffice,
    hasSites: sites.length > 0,
    shape: [count, ...calls.map(({ key, state }) => `${key}:${state}`)].join(' '),
    untaken: live.filter(({ state }) => state === 'paging').length,
  }
}

/** What the board shows of every site, in the order of the book. */
export function marksOf(room: Room, { now }: Reader, live: readonly Incident[]): Map<string, Mark> {
  const book = room.deps.book.current()
  const states = room.deps.watch.siteStates()
  const bySite = new Map(live.map((incident) => [incident.siteId, incident]))
  const found = new Map<string, Mark>()
  for (const id of book.sites.keys()) {
    found.set(id, markOf(book, id, { state: states.get(id), incident: bySite.get(id), now }))
  }
  return found
}

function chosenSites(room: Room, { q, mark, group, unit }: BoardChoice, markOfSite: (id: string) => Mark): Site[] {
  const book = room.deps.book.current()
  const found = q === '' ? [...book.sites.values()] : searchIn(book).find(q)
  return found.filter(
    (site) =>
      (mark === null || markOfSite(site.id) === mark) &&
      (group === null || site.group === group) &&
      (unit === null || site.unitId === unit),
  )
}

async function tilesOf(
  room: Room,
  reader: Reader,
  shown: readonly Site[],
  markOfSite: (id: string) => Mark,
): Promise<TileView[]> {
  const states = room.deps.watch.siteStates()
  const beats = await beatsOf(room, reader, shown)
  return shown.map((site) =>
    tileOf(room, reader, site, {
      mark: markOfSite(site.id),
      state: states.get(site.id),
      beats: beats.get(site.id) ?? [],
    }),
  )
}

function beatsOf(room: Room, { now }: Reader, shown: readonly Site[]): Promise<Map<string, SampleBeat[]>> {
  return room.deps.log.samples.recent(
    shown.map(({ id }) => id),
    now - beatSpanMs,
    now,
  )
}

function tallyOf({ words, format }: Reader, census: Census, choice: BoardChoice): BoardView['tally'] {
  return marks.map((mark) => {
    const isCurrent = choice.mark === mark
    const href = boardAddress(choice, { mark: isCurrent ? null : mark })
    const count = format.count(census[mark])
    return { mark, word: words.watch.mark[mark], count, isZero: census[mark] === 0, href, isCurrent }
  })
}

/** What the list below shows, and the ways to show something else. */
function linksOf(
  room: Room,
  { words, format }: Reader,
  choice: BoardChoice,
  found: number,
): Pick<BoardView, 'sites' | 'search' | 'views' | 'groups'> {
  const book = room.deps.book.current()
  const say = words.board
  const { q, mark, group, unit, by } = choice
  const groups = groupCounts(book.sites.values())
  const named = [unit ? book.units.get(unit)?.name : null, group, q].filter(Boolean)
  const link = (label: string, change: Partial<BoardChoice>) => ({
    ...{ label, href: boardAddress(choice, change) },
    isCurrent: boardAddress(choice, change) === boardAddress(choice, {}),
  })
  const hasUnits = book.units.size > 1
  const views = [
    link(say.all, { by: null, group: null, unit: null }),
    ...(hasUnits ? [link(say.byUnit, { by: 'unit', unit: null })] : []),
    ...(groups.size > 1 ? [link(say.byGroup, { by: 'group', group: null })] : []),
  ]
  const isFew = groups.size > 1 && groups.size <= mostGroups && by === null
  const each = [...groups].map(([name, count]) => link(count > 1 ? `${name} ${count}` : name, { group: name }))
  const hidden = Object.entries({ mark, group, unit, by }).flatMap(([name, value]) => (value ? [{ name, value }] : []))
  return {
    sites:
      named.length > 0 ? say.found(named.join(' · '), format.count(found)) : say.sites(format.count(book.sites.size)),
    search: { q, hidden, without: q === '' ? '' : boardAddress(choice, { q: '' }) },
    views: views.length > 1 ? views : [],
    groups: isFew ? each : [],
  }
}

function groupCounts(sites: Iterable<Site>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { group } of sites) if (group) counts.set(group, (counts.get(group) ?? 0) + 1)
  return counts
}

/** What the empty list says: that nothing is open, and when the last matter was closed. */
async function quietLine(room: Room, { words, format }: Reader): Promise<string> {
  const { items } = await room.deps.log.incidents.list({ states: ['closed'] }, { limit: 1, cursor: null })
  const last = items[0]
  return last?.confirmedAt ? words.board.lastClosed(format.moment(last.confirmedAt)) : words.board.noneYet
}
