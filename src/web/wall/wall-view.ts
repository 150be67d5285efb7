import type { Incident } from '../../domain/incident/incident.ts'
import { bannerFor } from '../banner.ts'
import { marksOf } from '../board/board-view.ts'
import { callsOf } from '../board/call-view.ts'
import { censusOf, type Mark, marks } from '../board/marks.ts'
import type { SignedIn } from '../reader.ts'
import type { Room } from '../room.ts'
import { picturesOf, type WallPicture } from './wall-cells.ts'
import { footOf, type WallFoot } from './wall-foot.ts'

export type WatchWallView = {
  heading: string
  day: string
  census: { mark: Mark; word: string; count: string; isZero: boolean; isHot: boolean }[]
  calls: WallCall[]
  /** Few of them are shown larger. */
  isFew: boolean
  more: string
  quiet: string
  picture: WallPicture
  foot: WallFoot
  /** Ids of what nobody has taken: a new one is told by a sound, where one is wanted. */
  paging: string
  untaken: number
  shape: string
}
type WallCall = {
  key: string
  state: string
  icon: string
  name: string
  sinceIso: string
  time: string
  what: string
  who: string
}

const mostCalls = 6
const fewCalls = 2

/** The whole watch on one screen: nothing on it scrolls, so each part says what it had no room for. */
export async function buildWatchWall(room: Room, reader: SignedIn): Promise<WatchWallView> {
  const { words, format, now } = reader
  const live = await room.deps.log.incidents.live()
  const markBySite = marksOf(room, reader, live)
  const census = censusOf(markBySite.values())
  const states = room.deps.watch.siteStates()
  const suspects = [...markBySite].flatMap(([id, mark]) => (mark === 'suspect' ? (states.get(id) ?? []) : []))
  // A banner takes the room of one of them.
  const most = bannerFor(room.deps, reader, room.orphans) === null ? mostCalls : mostCalls - 1
  const { calls, count } = callsOf(room, reader, { live, suspects, most })
  const picture = picturesOf(room.deps.book.current(), reader, markBySite)
  const paging = live.filter(({ state }) => state === 'paging')
  const shown = calls.map(({ key, state, icon, name, timer, what, who }) => {
    return { key, state, icon, name, sinceIso: timer.sinceIso, time: timer.text, what, who }
  })
  return {
    heading: room.deps.book.current().settings.officeName || words.frame.system,
    day: `${format.date(now)} ${format.weekday(now)}`,
    census: marks.map((mark) => ({
      mark,
      word: words.watch.mark[mark],
      count: format.count(census[mark]),
      isZero: census[mark] === 0,
      isHot: mark === 'down' && census.down > 0,
    })),
    calls: shown,
    isFew: shown.length <= fewCalls,
    more: count > shown.length ? words.watchWall.more(count - shown.length) : '',
    quiet: count > 0 ? '' : words.board.nothing,
    picture,
    foot: await footOf(room, reader),
    paging: newest(paging),
    untaken: paging.length,
    shape: [picture.kind, picture.cells.length, ...calls.map(({ key, state }) => `${key}:${state}`)].join(' '),
  }
}

/** In a storm the newest are enough: each new one is among them when it comes. */
function newest(paging: readonly Incident[]): string {
  const mostKept = 100
  return paging
    .slice(-mostKept)
    .map(({ id }) => id)
    .join(' ')
}
