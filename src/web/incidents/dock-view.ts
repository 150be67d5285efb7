import { hasStanding, type Standing } from '../../domain/authority.ts'
import { undoMs } from '../../domain/incident/decide-response.ts'
import { causes, type Incident } from '../../domain/incident/incident.ts'
import { shiftNameAt } from '../frame.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import type { PhoneLookup } from './ladder-view.ts'
import { meaningOf } from './meaning.ts'
import { confirmer } from './owner-view.ts'

/**
 * What this reader can do now: the one big button and what stands beside it (EXPERIENCE §5, state × reader). The kind
 * names the form that the template prints.
 */
export type DockView = {
  kind: 'acknowledge' | 'progress' | 'takeOver' | 'confirm' | 'mended' | 'note' | 'none'
  action: string
  version: number
  shown: string
  say: string
  call: { name: string; number: string } | null
  renewLabel: string
  /** Until when a slip of the thumb can be taken back; empty afterwards. */
  undo: string
  isRejected: boolean
  causes: { value: string; word: string; isChosen: boolean }[]
  /** What was typed when an act was refused, else what the record says. */
  note: string
  quick: { text: string; isChosen: boolean }[]
  siteUrl: string | null
  rejectHint: string
  voidHref: string | null
}

export type Typed = { note: string; cause: string; quick: readonly string[]; why: string }

export function dockOf(
  room: Room,
  reader: Reader,
  incident: Incident,
  on: { standing: Standing; phone: PhoneLookup; typed: Typed | null },
): DockView {
  const kind = dockKind(incident, on.standing, reader.person?.id ?? '')
  const { incident: say, watch } = reader.words
  const owner = incident.acknowledgedBy
  const number = owner ? on.phone(owner.id) : null
  const { settings, sites } = room.deps.book.current()
  const isLive = incident.state !== 'closed' && incident.state !== 'voided'
  const cause = on.typed?.cause ?? incident.cause ?? ''
  const prefilled = kind === 'confirm' || kind === 'mended' ? incident.note : ''
  return {
    kind,
    action: `/incidents/${incident.id}`,
    version: incident.version,
    shown: meaningOf(incident),
    say: sayOf(room, reader, incident, kind),
    call: owner && number ? { name: owner.name, number } : null,
    undo: undoOf(reader, incident, kind),
    renewLabel: say.act.renew(String(settings.acknowledgementExpiresMinutes)),
    isRejected: incident.rejectedBy !== null,
    causes: causes.map((value) => ({ value, word: watch.cause[value], isChosen: value === cause })),
    note: on.typed?.note ?? prefilled,
    quick: say.act.quick.map((text) => ({ text, isChosen: on.typed?.quick.includes(text) ?? false })),
    siteUrl: sites.get(incident.siteId)?.url ?? null,
    rejectHint: owner ? say.act.rejectHint(owner.name) : say.act.rejectHintNobody,
    voidHref: isLive && on.standing === 'office' ? `/incidents/${incident.id}/void` : null,
  }
}

function undoOf({ words, format, now }: Reader, { beforeTaking }: Incident, kind: DockView['kind']): string {
  if (kind !== 'progress' || !beforeTaking || now - beforeTaking.at > undoMs) return ''
  return words.incident.act.undo(format.clockSeconds(beforeTaking.at + undoMs))
}

/** Which form, by the state of the incident and what the reader is to it. */
export function dockKind(incident: Incident, standing: Standing, readerId: string): DockView['kind'] {
  if (!hasStanding(standing, 'staff')) return 'none'
  const isOwner = incident.acknowledgedBy?.id === readerId
  switch (incident.state) {
    case 'paging':
      return 'acknowledge'
    case 'acknowledged':
      return isOwner ? 'progress' : 'takeOver'
    case 'recovered':
      if (hasStanding(standing, 'lead')) return 'confirm'
      return isOwner ? 'mended' : 'none'
    case 'closed':
    case 'voided':
      return 'note'
  }
}

function sayOf(room: Room, reader: Reader, incident: Incident, kind: DockView['kind']): string {
  const { act } = reader.words.incident
  const { acknowledgementExpiresMinutes } = room.deps.book.current().settings
  if (kind === 'acknowledge') return act.acknowledgeSay(String(acknowledgementExpiresMinutes))
  if (kind === 'confirm') return act.confirmSay(shiftNameAt(room, reader, incident.startedAt))
  if (kind === 'mended') return act.mendedSay
  if (kind === 'none' && incident.state === 'recovered') return act.waitingForLead(confirmer(reader, incident))
  return kind === 'none' ? act.viewer : ''
}
