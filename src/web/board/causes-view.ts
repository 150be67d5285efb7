import { ailingOf } from '../../domain/incident/ailing.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { commonCauses } from '../../domain/watch/common-cause.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

/** What several outages have in common, a sentence each: whoever looks asks there first. */
export function causesOf(room: Room, { words, isOffice }: Reader, live: readonly Incident[]): string[] {
  const book = room.deps.book.current()
  const down = live.filter(({ state }) => state !== 'recovered').map((incident) => ailingOf(book, incident))
  return commonCauses(down).map(({ kind, value, siteIds }) => {
    const name = kind === 'platform' ? (book.sites.get(value)?.name ?? value) : isOffice ? value : ''
    return words.board.shared[kind](siteIds.length, name)
  })
}
