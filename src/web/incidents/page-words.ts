import { callEndOf } from '../../domain/calls/call-end.ts'
import type { Page } from '../../domain/incident/page.ts'
import type { Reader } from '../reader.ts'
import { reasonOf } from './reason-words.ts'

/** How far a message got, in a few words: 短信已送达, 电话没有接通. */
export function deliveryOf({ words }: Reader, page: Page): string {
  const { page: say } = words.incident
  const { state } = page
  // How a call ended is all there is to say of it: 无人接听, 接通未按键（28 秒）.
  if (state === 'failed' && page.reason && callEndOf(page.reason)) return reasonOf(words, page.reason).what
  if (page.channel === 'voice' && (state === 'accepted' || state === 'delivered' || state === 'failed')) {
    return say.voice[state]
  }
  return say[state]
}

/** The proof beside it: when it reached the phone, or why it did not. */
export function proofOf(reader: Reader, page: Page): string {
  const { page: say } = reader.words.incident
  const { format } = reader
  const parts: string[] = []
  if (page.state === 'delivered' && page.channel === 'sms' && page.deliveredAt !== null) {
    parts.push(say.deliveredAt(format.clockSeconds(page.deliveredAt)))
  } else parts.push(deliveryOf(reader, page))
  if (page.state === 'failed' && page.reason && !callEndOf(page.reason))
    parts.push(reasonOf(reader.words, page.reason).what)
  if (page.attempts > 1) parts.push(say.attempts(page.attempts))
  return reader.words.frame.listOf(parts)
}

/** Whether the page is part of what happened: taken back before it was sent, it is not. */
export function wasMeant({ state }: Page): boolean {
  return state !== 'cancelled'
}

/** When it left the house, or is to. */
export function momentOfPage(page: Page): number {
  return page.acceptedAt ?? (page.state === 'planned' ? page.dueAt : page.plannedAt)
}
