import type { IncidentEvent } from '../../domain/incident/incident.ts'
import type { Attempt, Page } from '../../domain/incident/page.ts'
import type { PageChange } from '../../storage/ports.ts'
import { type ReasonView, reasonOf } from '../incidents/reason-words.ts'
import type { Reader } from '../reader.ts'
import { type MessageView, messageOf } from './message-view.ts'
import { whySent } from './why-view.ts'

/** Everything the record holds of one message. */
export type MessageRecord = {
  page: Page
  attempts: readonly Attempt[]
  history: readonly PageChange[]
  events: readonly IncidentEvent[]
}

type Line = { at: string; iso: string; text: string; detail: string }
type AttemptLine = Line & { channel: string; providerId: string }
export type PageView = MessageView & {
  heading: string
  why: string
  failure: (ReasonView & { isAccount: boolean; said: string }) | null
  tries: AttemptLine[]
  history: Line[]
}

/** One message as whoever may see it reads it. Codes, whole numbers and the provider's ids are the office's. */
export function pageViewOf(reader: Reader, { page, attempts, history, events }: MessageRecord): PageView {
  const { words, isOffice } = reader
  const say = words.message
  const hasFailed = page.state === 'failed' || page.state === 'cancelled' || page.state === 'unknown'
  const failure = hasFailed && page.reason ? reasonOf(words, page.reason) : null
  return {
    ...messageOf(reader, page, attempts),
    heading: page.channel === 'voice' ? say.callTitle : say.title,
    why: whySent(words, page, events),
    failure: failure && { ...failure, isAccount: failure.concern === 'account', said: saidOf(reader, failure) },
    tries: attempts.map(({ n, claimedAt, channel, state, providerId, errorCode }) => ({
      ...momentsOf(reader, claimedAt),
      text: words.frame.listOf([say.attempt(n), say.states[state]]),
      detail: errorCode === null ? '' : saidOf(reader, reasonOf(words, errorCode)),
      channel: words.watch.channelName[channel],
      providerId: isOffice ? (providerId ?? '') : '',
    })),
    history: history.map((change) => lineOf(reader, change)),
  }
}

/** What happened to it, in plain words; the code beside them for the office, which may have to look it up. */
function saidOf({ words, isOffice }: Reader, { what, code }: ReasonView): string {
  return isOffice && code !== '' && !what.includes(code) ? words.reason.withCode(what, code) : what
}

function lineOf(reader: Reader, { at, state, attempt, reason }: PageChange): Line {
  const { words } = reader
  const say = words.message
  const text = attempt === null ? say.states[state] : words.frame.listOf([say.attempt(attempt), say.states[state]])
  return { ...momentsOf(reader, at), text, detail: detailOf(reader, { state, reason }) }
}

function detailOf(reader: Reader, { state, reason }: Pick<PageChange, 'state' | 'reason'>): string {
  if (reason === null) return ''
  // These two are no reasons: who told them, and into which message it went.
  return state === 'told_by_phone' || state === 'bundled' ? reason : saidOf(reader, reasonOf(reader.words, reason))
}

function momentsOf({ format }: Reader, at: number): { at: string; iso: string } {
  return { at: format.momentSeconds(at), iso: format.iso(at) }
}
