import type { Site } from '../../domain/book/book.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { minute } from '../../domain/instant.ts'
import type { SampleBeat } from '../../storage/ports.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import { type CallView, callsOf } from './call-view.ts'
import { censusOf, type Mark, markOf, marks } from './marks.ts'
import { sentenceOf } from './sentence.ts'
import { type TileView, tileOf } from './tile-view.ts'

export type BoardChoice = { mark: Mark | null; group: string | null; page: number }

export type BoardView = {
  heading: string
  rest: string
  tally: { mark: Mark; word: string; count: string; isZero: boolean; href: string; isCurrent: boolean }[]
  calls: CallView[]
  callCount: number
  moreCalls: number
  quiet: string
  siteCount: string
  groups: { label: string; href: string; isCurrent: boolean }[]
  tiles: TileView[]
  pages: { label: string; previous: string | null; next: string | null } | null
  isOffice: boolean
  hasSites: boolean
  shape: string
}

const tilesPerPage = 150
const mostCalls = 40
const beatSpanMs = 30 * minute

/** The board as one reader sees it: every site keeps its place, whatever happens to it. */
export async function buildBoard(
  room: Room,
  reader: Reader,
  choice: BoardChoice,
): Promise<BoardView & { untaken: number }> {
  const { deps } = room
  const book = deps.book.current()
  const live = await deps.log.incidents.live()
  const states = deps.watch.siteStates()
  const bySite = new Map(live.map((incident) => [incident.siteId, incident]))
  const sites = [...book.sites.values()]
  const markBySite = new Map(
    sites.map(({ id }) => [id, markOf(book, id, { state: states.get(id), incident: bySite.get(id), now: reader.now })]),
  )
  const census = censusOf(markBySite.values())
  const chosen = sites.filter((site) => isChosen(site, markBySite.get(site.id), choice))
  const pageCount = Math.max(1, Math.ceil(chosen.length / tilesPerPage))
  const page = Math.min(Math.max(1, choice.page), pageCount)
  const shown = chosen.slice((page - 1) * tilesPerPage, page * tilesPerPage)
  const suspects = sites.flatMap(({ id }) =>
    markBySite.get(id) === 'suspect' ? [states.get(id)].filter((s) => s !== undefined) : [],
  )
  const calls = callsOf(room, reader, live, suspects)
  const beats = await beatsOf(room, reader, shown)
  return {
    ...sentenceOf(reader.words, { census, live, sites: sites.length, isBlind: deps.watch.blindSince() !== null }),
    tally: marks.map((mark) => tallyOf(reader, mark, census[mark], choice)),
    calls: calls.slice(0, mostCalls),
    callCount: calls.length,
    moreCalls: Math.max(0, calls.length - mostCalls),
    quiet: calls.length > 0 ? '' : await quietLine(room, reader),
    siteCount: reader.format.count(sites.length),
    groups: groupsOf(reader, sites, choice),
    tiles: shown.map((site) =>
      tileOf(room, reader, site, {
        mark: markBySite.get(site.id) ?? 'unknown',
        state: states.get(site.id),
        beats: beats.get(site.id) ?? [],
      }),
    ),
    pages: pageCount > 1 ? pagesOf(reader, choice, page, pageCount) : null,
    isOffice: reader.isOffice,
    hasSites: sites.length > 0,
    shape: calls.map(({ key, state }) => `${key}:${state}`).join(' '),
    untaken: live.filter(({ state }) => state === 'paging').length,
  }
}

function isChosen(site: Site, mark: Mark | undefined, choice: BoardChoice): boolean {
  if (choice.mark !== null && mark !== choice.mark) return false
  return choice.group === null || site.group === choice.group
}

/** The samples of the sites on this page. With many sites, asking for each shown one is cheaper than for all. */
async function beatsOf(room: Room, { now }: Reader, shown: readonly Site[]): Promise<Map<string, SampleBeat[]>> {
  const { samples } = room.deps.log
  const since = now - beatSpanMs
  if (room.deps.book.current().sites.size <= tilesPerPage) return samples.recent(60, since)
  const found = await Promise.all(shown.map(({ id }) => samples.ofSite(id, since, now)))
  return new Map(shown.map(({ id }, index) => [id, found[index] ?? []]))
}

function tallyOf(
  { words, format }: Reader,
  mark: Mark,
  count: number,
  choice: BoardChoice,
): BoardView['tally'][number] {
  const isCurrent = choice.mark === mark
  const href = addressOf({ ...choice, mark: isCurrent ? null : mark, page: 1 })
  return { mark, word: words.watch.mark[mark], count: format.count(count), isZero: count === 0, href, isCurrent }
}

function groupsOf({ words }: Reader, sites: readonly Site[], choice: BoardChoice): BoardView['groups'] {
  const counts = new Map<string, number>()
  for (const { group } of sites) if (group) counts.set(group, (counts.get(group) ?? 0) + 1)
  if (counts.size === 0) return []
  const all = {
    label: words.board.all,
    href: addressOf({ ...choice, group: null, page: 1 }),
    isCurrent: choice.group === null,
  }
  const each = [...counts].map(([group, count]) => ({
    label: count > 1 ? `${group} ${count}` : group,
    href: addressOf({ ...choice, group, page: 1 }),
    isCurrent: choice.group === group,
  }))
  return [all, ...each]
}

function pagesOf({ words }: Reader, choice: BoardChoice, page: number, of: number): NonNullable<BoardView['pages']> {
  return {
    label: words.board.pageOf(page, of),
    previous: page > 1 ? addressOf({ ...choice, page: page - 1 }) : null,
    next: page < of ? addressOf({ ...choice, page: page + 1 }) : null,
  }
}

function addressOf({ mark, group, page }: BoardChoice): string {
  const query = new URLSearchParams()
  if (mark) query.set('mark', mark)
  if (group) query.set('group', group)
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `/?${query}#sites` : '/'
}

/** What the empty list says: that nothing is open, and when the last matter was closed. */
async function quietLine(room: Room, { words, format }: Reader): Promise<string> {
  const { items } = await room.deps.log.incidents.list({ states: ['closed'] }, { limit: 1, cursor: null })
  const last: Incident | undefined = items[0]
  return last?.confirmedAt ? words.board.lastClosed(format.moment(last.confirmedAt)) : words.board.noneYet
}
