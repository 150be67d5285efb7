import type { Book, Person } from '../book/book.ts'
import type { ChannelKind } from '../book/settings.ts'
import { type ChannelId, channelFacts, channelIds } from '../channel.ts'

/**
 * The channels over which a message of this kind is tried for the person, in order: as the person lists them, else
 * their unit, else the settings, else as the house lists them. A list that leaves nothing that exists counts as none:
 * a slip of the hand silences nobody. Empty only where no channel of the kind exists at all.
 */
export function routeOf(
  book: Book,
  person: Person,
  kind: ChannelKind,
  channels: ReadonlySet<ChannelId>,
): readonly ChannelId[] {
  const unit = person.unitId === undefined ? undefined : book.units.get(person.unitId)
  const isOpen = (id: ChannelId) =>
    channels.has(id) && channelFacts[id].kind === kind && (id !== 'email' || person.email !== undefined)
  for (const listed of [person.channels, unit?.channels, book.settings.channels, channelIds]) {
    const route = [...new Set(listed ?? [])].filter(isOpen)
    if (route.length > 0) return route
  }
  return []
}
