import type { Instant } from '../domain/instant.ts'
import type { SendOrder } from './channel.ts'

/** Where Twilio tells us of one attempt: its own address, so that a word about it is never about another's. */
export function addressFor(what: 'status' | 'voice', publicUrl: string, { pageId, attempt }: SendOrder): string {
  return `${publicUrl.replace(/\/+$/, '')}/twilio/${what}/${encodeURIComponent(pageId)}/${attempt}`
}

/** When Twilio made the message or the call; the beginning of time where it does not say. */
export function createdAt({ dateCreated }: { dateCreated: Date }): Instant {
  // The library types the date as always there, and leaves it out where the answer had none.
  const date: Date | undefined = dateCreated
  return date?.getTime() ?? 0
}

/** Twilio's times have whole seconds. */
export function toSecond(at: Instant): Instant {
  return Math.floor(at / 1000) * 1000
}
