import type { Incident } from '../../domain/incident/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Reader } from '../reader.ts'

/** One of the five moments: done, now waiting, or still to come. */
export type MomentView = { kind: 'done' | 'wait' | 'ask' | 'todo'; name: string; value: string; note: string }

/** 发现 报告 响应 恢复 确认: each by the clock and by its distance from the first failure. */
export function momentsOf(incident: Incident, reader: Reader): MomentView[] {
  const { words, format } = reader
  const { moment } = words.incident
  const done = (name: string, at: Instant): MomentView => ({
    kind: 'done',
    name,
    value: format.clockSeconds(at),
    note: format.elapsed(at - incident.startedAt),
  })
  const found = { ...done(moment.found, incident.startedAt), note: words.incident.firstFailure }
  const told =
    incident.toldAt === null ? waiting(moment.told, words.incident.waitTold) : done(moment.told, incident.toldAt)
  return [
    found,
    told,
    takenOf(incident, reader, done),
    restoredOf(incident, reader, done),
    confirmedOf(incident, reader, done),
  ]
}

type Done = (name: string, at: Instant) => MomentView

function takenOf(incident: Incident, { words, format, now }: Reader, done: Done): MomentView {
  const name = words.incident.moment.taken
  if (incident.acknowledgedAt !== null) return done(name, incident.acknowledgedAt)
  if (incident.recoveredAt !== null || incident.state === 'voided')
    return { ...todo(name), note: words.incident.skipped }
  const from = incident.toldAt ?? incident.startedAt
  return { ...waiting(name, words.incident.waitTaken), note: words.incident.waited(format.elapsed(now - from)) }
}

function restoredOf(incident: Incident, { words, format, now }: Reader, done: Done): MomentView {
  const name = words.incident.moment.restored
  if (incident.recoveredAt !== null) return done(name, incident.recoveredAt)
  if (incident.state !== 'acknowledged') return todo(name)
  const note = words.incident.lasting(format.elapsed(now - incident.startedAt))
  return { ...waiting(name, words.incident.waitRestored), note }
}

function confirmedOf(incident: Incident, { words, format, now }: Reader, done: Done): MomentView {
  const name = words.incident.moment.confirmed
  if (incident.confirmedAt !== null) return done(name, incident.confirmedAt)
  if (incident.state !== 'recovered' || incident.recoveredAt === null) return todo(name)
  const lead = incident.duty.lead?.name
  const value = lead ? words.incident.waitConfirmed(lead) : words.incident.waitConfirmedPlain
  return { kind: 'ask', name, value, note: words.incident.waited(format.elapsed(now - incident.recoveredAt)) }
}

function waiting(name: string, value: string): MomentView {
  return { kind: 'wait', name, value, note: '' }
}

function todo(name: string): MomentView {
  return { kind: 'todo', name, value: '—', note: '' }
}
