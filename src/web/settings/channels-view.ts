import { kindsOf } from '../../domain/channel.ts'
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
      { name: say.voice, ...voiceOf(room, say) },
    ],
    sites: siteLines.slice(0, mostLines),
    people: people.slice(0, mostLines).map(({ id, name }) => ({ text: name, href: `/people/${id}/edit` })),
    more: Math.max(0, sites.length - mostLines) + Math.max(0, people.length - mostLines),
  }
}

/** Whether anybody can be called, and if not, what is lacking first. */
function voiceOf({ deps }: Room, say: Reader['words']['settings']['channel']): { value: string; isMissing: boolean } {
  const { provider, voiceFrom } = deps.config.sender
  if (provider === 'none') return { value: say.noVoiceProvider, isMissing: true }
  if (!kindsOf(deps.channels).has('voice')) return { value: say.noVoiceYet, isMissing: true }
  return { value: voiceFrom ?? say.noVoiceNumber, isMissing: voiceFrom === null }
}
