import type { Incident } from '../../domain/incident/incident.ts'
import type { Page } from '../../domain/incident/page.ts'
import { policyOf } from '../../domain/incident/policy.ts'
import { minute } from '../../domain/instant.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'
import { laterRungs, nextRung } from './next-rung.ts'
import { deliveryOf, momentOfPage, wasMeant } from './page-words.ts'

/** One rung: who was or will be told. `call` is the number to ring, for readers who may see it. */
export type RungView = {
  kind: 'told' | 'next' | 'later'
  clock: string
  iso: string
  title: string
  text: string
  call: { name: string; number: string } | null
}

export type PhoneLookup = (personId: string) => string | null

/** Told so far, oldest first; what happens next, with a countdown; what would follow. */
export function ladderOf(
  room: Room,
  reader: Reader,
  incident: Incident,
  told: { pages: readonly Page[]; phone: PhoneLookup },
): RungView[] {
  const sent = told.pages.filter(wasMeant).filter(({ state }) => state !== 'planned')
  const rungs = sent
    .toSorted((a, b) => momentOfPage(a) - momentOfPage(b))
    .map((page) => toldRung(reader, page, told.phone))
  return [...withOneCallEach(rungs), ...comingRungs(room, reader, incident)]
}

function toldRung(reader: Reader, page: Page, phone: PhoneLookup): RungView {
  const { words, format } = reader
  const at = momentOfPage(page)
  const number = phone(page.personId)
  return {
    kind: 'told',
    clock: format.clockSeconds(at),
    iso: format.iso(at),
    title: `${page.personName} ${words.watch.role[page.audience]}`,
    text: `${words.watch.channel[page.channel]} ${deliveryOf(reader, page)}`,
    call: number ? { name: page.personName, number } : null,
  }
}

/** A person is told several times, but has one telephone: the button stands on the first line only. */
function withOneCallEach(rungs: readonly RungView[]): RungView[] {
  const offered = new Set<string>()
  return rungs.map((rung) => {
    const isNew = rung.call !== null && !offered.has(rung.call.number)
    if (rung.call) offered.add(rung.call.number)
    return isNew ? rung : { ...rung, call: null }
  })
}

function comingRungs(room: Room, reader: Reader, incident: Incident): RungView[] {
  const { words, format, now } = reader
  const { rung: say } = words.incident
  const at = (moment: number) => ({ clock: format.clockSeconds(moment), iso: format.iso(moment), call: null })
  const left = (moment: number) => (moment > now ? say.left(format.countdown(moment - now)) : say.due)
  if (incident.state === 'acknowledged' && incident.acknowledgementExpiresAt !== null) {
    const who = incident.acknowledgedBy?.name ?? ''
    const until = incident.acknowledgementExpiresAt
    return [{ kind: 'next', ...at(until), title: say.expires, text: say.expiresText(who) }]
  }
  if (incident.state === 'recovered' && incident.dueAt !== null) {
    const names = incident.duty.lead?.name ?? words.watch.role.office
    return [{ kind: 'next', ...at(incident.dueAt), title: names, text: say.reminder }]
  }
  const book = room.deps.book.current()
  const next = nextRung(book, room.deps.channels, reader, incident)
  if (!next) return []
  const title = (names: readonly string[]) => (names.length > 0 ? words.frame.listOf(names) : say.nobody)
  const later = laterRungs(book, room.deps.channels, reader, incident)
  const policy = policyOf(book.settings, room.deps.channels)
  return [
    { kind: 'next', ...at(next.at), title: title(next.names), text: left(next.at) },
    ...later.map(
      ({ at: moment, names }): RungView => ({ kind: 'later', ...at(moment), title: title(names), text: left(moment) }),
    ),
    {
      kind: 'later',
      clock: say.after,
      iso: '',
      title: say.repeat(String(policy.repeatMs / minute)),
      text: say.untilTaken,
      call: null,
    },
  ]
}
