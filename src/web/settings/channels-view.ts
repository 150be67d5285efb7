import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
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
export function channelsOf(room: Room, { words, format, now }: Reader): ChannelsView {
  const say = words.settings.channel
  const { sender } = room.deps.config
  const hasSms = sender.provider !== 'none'
  const { sites, people } = findUnreachable(room.deps.book.current(), now)
  const siteLines = sites.map(({ site, at }) => ({
    text: at <= now ? say.siteNow(site.name) : say.siteFrom(site.name, format.moment(at)),
    href: `/sites/${site.id}`,
  }))
  return {
    facts: [
      { name: say.provider, value: hasSms ? 'Twilio' : say.noProvider, isMissing: !hasSms },
      { name: say.sms, value: hasSms ? (sender.from ?? say.bySender) : say.shownInOutbox, isMissing: !hasSms },
      {
        name: say.voice,
        value: sender.voiceFrom ?? (hasSms ? say.noVoiceNumber : say.noVoiceProvider),
        isMissing: sender.voiceFrom === null,
      },
    ],
    sites: siteLines.slice(0, mostLines),
    people: people.slice(0, mostLines).map(({ id, name }) => ({ text: name, href: `/people/${id}/edit` })),
    more: Math.max(0, sites.length - mostLines) + Math.max(0, people.length - mostLines),
  }
}
