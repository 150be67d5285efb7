import { type ChannelId, channelFacts, channelIds, kindsOf } from '../../domain/channel.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import { missingSettings } from './channel-settings.ts'
import { findUnreachable } from './unreachable.ts'

type Line = { text: string; href: string }
type ChannelsView = {
  facts: { name: string; value: string; isMissing: boolean }[]
  sites: Line[]
  people: Line[]
  more: number
}

const mostLines = 50

/** What exists to tell people by, why something does not, and who cannot be told at all. */
export function channelsOf(room: Room, reader: Reader): ChannelsView {
  const { words, format, now } = reader
  const say = words.settings.channel
  const { sites, people } = findUnreachable(room.deps.book.current(), now)
  const siteLines = sites.map(({ site, at }) => ({
    text: at <= now ? say.siteNow(site.name) : say.siteFrom(site.name, format.moment(at)),
    href: `/sites/${site.id}`,
  }))
  return {
    facts: factsOf(room, reader),
    sites: siteLines.slice(0, mostLines),
    people: people.slice(0, mostLines).map(({ id, name }) => ({ text: name, href: `/people/${id}/edit` })),
    more: Math.max(0, sites.length - mostLines) + Math.max(0, people.length - mostLines),
  }
}

type Fact = ChannelsView['facts'][number]

/** A line for each way to tell people: that it exists, or what is to be set. Nothing of what was set is shown. */
function factsOf({ deps }: Room, { words }: Reader): Fact[] {
  const { missing } = words.channels
  const { channelName: name } = words.watch
  const hasTwilio = deps.config.sender.provider === 'twilio'
  const kinds = kindsOf(deps.channels)
  return channelIds.map((id) => {
    const there = wordsWhenThere(id, deps, words)
    if (there !== null) return { name: name[id], ...there }
    const names = words.frame.listOf(missingSettings(id, deps.channels, hasTwilio))
    // What somebody has not set up is no fault as long as another channel does the same.
    return { name: name[id], value: missing(names), isMissing: !kinds.has(channelFacts[id].kind) }
  })
}

function wordsWhenThere(id: ChannelId, deps: Room['deps'], words: Reader['words']): Omit<Fact, 'name'> | null {
  const say = words.channels
  const { provider, from, voiceFrom } = deps.config.sender
  if (!deps.channels.has(id)) return null
  if (id === 'sms' && provider !== 'twilio') return { value: say.shownInOutbox, isMissing: true }
  if (id === 'sms') return { value: from === null ? say.bySender : say.fromNumber(from), isMissing: false }
  if (id === 'voice' && voiceFrom !== null) return { value: say.callsFrom(voiceFrom), isMissing: false }
  return { value: say.there, isMissing: false }
}
