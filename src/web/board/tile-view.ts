import type { Site } from '../../domain/book/book.ts'
import { findDuty } from '../../domain/duty.ts'
import type { SiteState } from '../../domain/watch/verdict.ts'
import type { SampleBeat } from '../../storage/ports.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import { type Heartbeat, heartbeatOf } from './heartbeat.ts'
import type { Mark } from './marks.ts'

/** One site in its fixed place. */
export type TileView = {
  key: string
  href: string
  name: string
  mark: Mark
  markWord: string
  lead: string
  staff: string
  /** The one right-hand fact: how fast it opens, or what is not normal. */
  fact: { text: string; isMark: boolean }
  heartbeat: Heartbeat
}

export function tileOf(
  room: Room,
  reader: Reader,
  site: Site,
  seen: { mark: Mark; state: SiteState | undefined; beats: readonly SampleBeat[] },
): TileView {
  const { words } = reader
  const duty = findDuty(room.deps.book.current(), site.id, reader.now)
  return {
    key: site.id,
    href: `/sites/${site.id}`,
    name: site.name,
    mark: seen.mark,
    markWord: words.watch.mark[seen.mark],
    lead: duty.lead?.name ?? words.board.nobody,
    staff: duty.staff.length > 0 ? words.frame.listOf(duty.staff.map(({ name }) => name)) : words.board.nobody,
    fact: factOf(reader, seen.mark, seen.state),
    heartbeat: heartbeatOf(seen.beats, reader),
  }
}

function factOf({ words, format, now }: Reader, mark: Mark, state: SiteState | undefined): TileView['fact'] {
  const word = words.watch.mark[mark]
  if (mark === 'up' && state?.last) return { text: format.latency(state.last.ms), isMark: false }
  if (mark === 'down' && state)
    return {
      text: `${word} ${format
        .parts(now - state.since)
        .slice(0, 1)
        .map(({ figure, unit }) => `${figure} ${unit}`)
        .join('')}`,
      isMark: true,
    }
  return { text: word, isMark: true }
}
