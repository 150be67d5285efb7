import { callEndOf } from '../../domain/calls/call-end.ts'
import type { IncidentEvent, PersonRef } from '../../domain/incident/incident.ts'
import type { Reader } from '../reader.ts'
import { reasonOf } from './reason-words.ts'

/** A line of the timeline without its minute. `who` stands in bold before `text`. */
export type Line = { icon: string; tone: 'act' | 'down' | 'up' | ''; who: string; text: string; proof: string }

type Of<K extends IncidentEvent['kind']> = Extract<IncidentEvent, { kind: K }>

/** One event in one sentence and one line of proof; null when the messages beside it already say so. */
export function lineOf(event: IncidentEvent, reader: Reader): Line | null {
  return lineOfPerson(event, reader) ?? lineOfWatch(event, reader)
}

/** What a person did: a filled mark. */
function lineOfPerson(event: IncidentEvent, reader: Reader): Line | null {
  const { event: say, via } = reader.words.incident
  const { format, words } = reader
  const line = (icon: string, text: string, proof?: string): Line => {
    const said = (event.via === 'call' ? say.keyed[event.kind] : undefined) ?? text
    const route = event.via ? via[event.via] : ''
    return { icon, tone: 'act', who: event.by?.name ?? '', text: said, proof: proof ?? route }
  }
  switch (event.kind) {
    case 'acknowledged':
      return line('check', event.takenOverFrom ? say.takenOver(event.takenOverFrom.name) : say.acknowledged)
    case 'acknowledged_late':
      return line('check', say.late)
    case 'acknowledgement_undone':
      return line('right', say.undone)
    case 'passed':
      return line('right', say.passed)
    case 'progress':
      return line('pen', say.says + event.note)
    case 'told_by_phone':
      return line('phone', say.toldByPhone(event.person.name), event.note)
    case 'key_pressed':
      return line('phone', say.key(event.key))
    case 'note_added':
      return line('pen', `${say.note}${say.says}${event.note}`)
    case 'renewed':
      return line('check', say.renewed(format.clockSeconds(event.until)))
    case 'help_asked':
      return line('stair', say.help)
    case 'mended':
      return line('pen', say.mended, causeLine(words, event))
    case 'confirmed':
      return line('check', say.confirmed, causeLine(words, event))
    case 'rejected':
      return line('right', say.rejected, event.note)
    case 'voided':
      return line('right', say.voided, event.reason)
    default:
      return null
  }
}

/** What the watch saw or did: an outlined mark. */
function lineOfWatch(event: IncidentEvent, reader: Reader): Line | null {
  const { words } = reader
  const { event: say } = words.incident
  const line = (icon: string, text: string, proof = '', tone: Line['tone'] = ''): Line => ({
    icon,
    tone,
    who: '',
    text,
    proof,
  })
  switch (event.kind) {
    case 'probe_failed':
      return line('suspect', say.probeFailed(event.n), seenOf(event, reader))
    case 'went_down':
      return line('down', say.wentDown, say.wentDownProof(event.failures), 'down')
    case 'escalated':
      return escalation(event, reader)
    case 'rung_skipped':
      return line('stair', say.rungSkipped(words.watch.role[event.tell]), say.skippedWhy[event.why])
    case 'page_failed':
      return failure(event, reader)
    case 'acknowledgement_expired':
      return line('warn', say.expired(event.person.name))
    case 'recovered':
      return line('recovering', say.recovered, say.recoveredProof(event.goods), 'up')
    case 'relapsed':
      return line('down', say.relapsed, seenOf(event, reader), 'down')
    case 'flapping':
      return line('suspect', say.flapping)
    case 'handed_over':
      return line('me', say.handedOver(event.from.name, event.to.name))
    case 'duty_changed':
      return line('me', say.dutyChanged(names(reader, event.to)))
    case 'reminded':
      return line('sms', say.reminded(names(reader, event.to)))
    default:
      return null
  }
}

/** The first telling is shown by its messages alone; later ones are an escalation, with the reason. */
function escalation(event: Of<'escalated'>, reader: Reader): Line | null {
  const { event: say, why } = reader.words.incident
  if (event.why === 'opened') return null
  const text = event.tell === 'staff' ? say.told(names(reader, event.to)) : say.escalated(names(reader, event.to))
  return { icon: 'stair', tone: '', who: '', text, proof: why[event.why] }
}

/** A call that brought no key press says how it ended; a text that did not arrive, why. */
function failure({ channel, person, reason }: Of<'page_failed'>, { words }: Reader): Line {
  const why = reasonOf(words, reason).what
  if (callEndOf(reason)) return { icon: 'phone', tone: '', who: person.name, text: why, proof: '' }
  const text = words.incident.event.pageFailed(words.watch.channel[channel], person.name)
  return { icon: 'warn', tone: '', who: '', text, proof: why }
}

function seenOf(event: Of<'probe_failed'> | Of<'relapsed'>, { words, format }: Reader): string {
  const seen = words.watch.failure(event.failure)
  if (!event.ping || event.ping.answer === 'unknown') return seen
  return `${seen}${words.frame.gap}${words.watch.pingLine(event.ping, format.latency(event.ping.ms ?? 0))}`
}

function causeLine(words: Reader['words'], event: Of<'mended'> | Of<'confirmed'>): string {
  return event.cause ? words.incident.owner.cause(words.watch.cause[event.cause], event.note) : event.note
}

function names({ words }: Reader, people: readonly PersonRef[]): string {
  return words.frame.listOf(people.map(({ name }) => name))
}
