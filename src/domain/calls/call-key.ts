import { type Matter, mayConfirm } from './call-topic.ts'

/** What the person had heard when the key was pressed; a key means what was said of it, whatever happened since. */
export const heards = ['take', 'confirm', 'taken'] as const
export type Heard = (typeof heards)[number]

export type CallAct = 'acknowledge' | 'pass' | 'confirm' | 'reject'
export type KeyMeaning = { act: CallAct; on: readonly Matter[] }

/**
 * What a key does, and to which of the incidents; null where it does nothing. 1 takes what nobody has; where others
 * were first it is noted with them. 1 and 3 judge a recovery only for somebody who was asked to.
 */
export function meaningOf(key: string, heard: Heard, matters: readonly Matter[], personId: string): KeyMeaning | null {
  const on = matters.filter((matter) => isMeant(matter, key, heard, personId))
  if (heard === 'confirm') return key === '1' ? { act: 'confirm', on } : key === '3' ? { act: 'reject', on } : null
  if (key === '1') return { act: 'acknowledge', on: openOr(on) }
  return key === '0' && heard === 'take' ? { act: 'pass', on } : null
}

function isMeant(matter: Matter, key: string, heard: Heard, personId: string): boolean {
  if (heard === 'confirm') return mayConfirm(matter)
  const { state, acknowledgedBy } = matter.incident
  if (state === 'paging') return true
  // Whoever has it needs not take it again, but may still find that they cannot.
  return state === 'acknowledged' && (acknowledgedBy?.id === personId) === (key === '0')
}

function openOr(matters: readonly Matter[]): readonly Matter[] {
  const open = matters.filter(({ incident }) => incident.state === 'paging')
  return open.length > 0 ? open : matters
}
