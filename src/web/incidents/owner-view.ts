import { type Incident, takenAt } from '../../domain/incident/incident.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import type { PhoneLookup } from './ladder-view.ts'
import { nextRung } from './next-rung.ts'

/** Who has the matter, or that nobody has, and what the watch does next. */
export type OwnerView = {
  hasOwner: boolean
  initial: string
  title: string
  text: string
  call: { name: string; number: string } | null
}

export function ownerOf(room: Room, reader: Reader, incident: Incident, phone: PhoneLookup): OwnerView {
  const { owner: say } = reader.words.incident
  const { state, acknowledgedBy: owner } = incident
  const number = owner && owner.id !== reader.person?.id ? phone(owner.id) : null
  const has = {
    hasOwner: true,
    initial: (state === 'closed' ? incident.confirmedBy : owner)?.name.slice(0, 1) ?? '·',
    call: owner && number ? { name: owner.name, number } : null,
  }
  const nobody = { hasOwner: false, initial: '?', call: null }
  if (state === 'paging') return { ...nobody, title: say.nobody, text: untakenText(room, reader, incident) }
  if (state === 'voided')
    return { ...has, call: null, initial: '×', title: say.voidedBy, text: say.reason(incident.voidReason ?? '') }
  if (state === 'closed')
    return {
      ...has,
      call: null,
      title: say.confirmed(incident.confirmedBy?.name ?? ''),
      text: closedText(reader, incident),
    }
  if (!owner) return { ...nobody, title: say.recoveredAlone, text: say.waiting(confirmer(reader, incident)) }
  if (state === 'recovered')
    return {
      ...has,
      title: say.done(owner.name),
      text: causeText(reader, incident) || say.waiting(confirmer(reader, incident)),
    }
  return { ...has, title: say.has(owner.name), text: takenText(reader, incident) }
}

/** Who is asked to confirm: the lead who was on duty, else the office. */
export function confirmer({ words }: Reader, incident: Incident): string {
  const { lead } = incident.duty
  return lead ? `${words.watch.role.lead} ${lead.name}` : words.watch.role.office
}

function untakenText(room: Room, reader: Reader, incident: Incident): string {
  const { words, format } = reader
  const { owner: say } = words.incident
  const told = incident.told.map(({ name, audience }) => words.frame.nameAs(name, words.watch.role[audience]))
  const next = nextRung(room.deps.book.current(), room.deps.channels, reader, incident)
  const nextText =
    next && next.names.length > 0 ? say.next(format.clockSeconds(next.at), words.frame.listOf(next.names)) : ''
  return (told.length > 0 ? say.told(words.frame.listOf(told)) : say.toldNobody) + nextText
}

function takenText({ words, format }: Reader, incident: Incident): string {
  const { owner: say, via } = words.incident
  const { acknowledgedVia, acknowledgementExpiresAt: until } = incident
  const tookAt = takenAt(incident)
  const took = tookAt === null ? '' : say.took(format.clockSeconds(tookAt), acknowledgedVia ? via[acknowledgedVia] : '')
  return took + (until === null ? '' : say.until(format.clockSeconds(until)))
}

function causeText({ words }: Reader, { cause, note }: Incident): string {
  return cause ? words.incident.owner.cause(words.watch.cause[cause], note) : note
}

function closedText(reader: Reader, incident: Incident): string {
  const { words, format } = reader
  const at =
    incident.confirmedAt === null ? '' : words.incident.owner.confirmedAt(format.momentSeconds(incident.confirmedAt))
  return at + causeText(reader, incident)
}
