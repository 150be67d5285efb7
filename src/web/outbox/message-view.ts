import type { Attempt, Page } from '../../domain/incident/page.ts'
import { maskPhone } from '../../domain/phone.ts'
import { addressWith } from '../desk/register-view.ts'
import { deliveryOf, momentOfPage, proofOf } from '../incidents/page-words.ts'
import { reasonOf } from '../incidents/reason-words.ts'
import type { Reader } from '../reader.ts'

export type MessageView = {
  at: string
  iso: string
  who: string
  to: string
  channel: string
  audience: string
  state: string
  tone: 'fine' | 'bad' | 'waiting'
  proof: string
  text: string
  code: string
  incident: { href: string; label: string; outbox: string } | null
  attempts: { at: string; state: string; code: string }[]
  /** Its own page, and all messages of the same reader. */
  href: string
  ofReader: string
}

const hiddenCode = '••••'

/** One message as it stands in the outbox. Without office rights neither the code nor the whole number is in it. */
export function messageOf(reader: Reader, page: Page, attempts: readonly Attempt[]): MessageView {
  const { words, format, isOffice } = reader
  const at = momentOfPage(page)
  const hide = (text: string) => (isOffice || page.code === null ? text : text.replaceAll(page.code, hiddenCode))
  return {
    at: format.momentSeconds(at),
    iso: format.iso(at),
    who: page.personName,
    to: isOffice ? page.to.replace(/^\+86/, '') : maskPhone(page.to),
    channel: words.watch.channel[page.channel],
    audience: page.incidentId === null ? words.outbox.fromWatch : words.watch.role[page.audience],
    state: deliveryOf(reader, page),
    tone: toneOf(page),
    proof: proofOf(reader, page),
    text: hide(page.text),
    code: page.code === null ? '' : isOffice ? page.code : hiddenCode,
    incident: incidentOf(page.incidentId),
    attempts: attempts.map(({ claimedAt, state, errorCode }) => ({
      at: format.clockSeconds(claimedAt),
      state: words.outbox.attempt[state],
      code: errorCode === null ? '' : reasonOf(words, errorCode).what,
    })),
    href: `/outbox/${encodeURIComponent(page.id)}`,
    ofReader: addressWith('/outbox', { person: page.personId }),
  }
}

function incidentOf(id: string | null): MessageView['incident'] {
  if (id === null) return null
  return { href: `/incidents/${id}`, label: id, outbox: addressWith('/outbox', { incident: id }) }
}

function toneOf({ state }: Page): MessageView['tone'] {
  if (state === 'failed' || state === 'unknown') return 'bad'
  return state === 'planned' || state === 'claimed' ? 'waiting' : 'fine'
}
