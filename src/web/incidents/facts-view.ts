import type { Incident } from '../../domain/incident/incident.ts'
import { day } from '../../domain/instant.ts'
import { meterOf, unreachableShare } from '../../domain/watch/meter.ts'
import type { Reader } from '../reader.ts'
import type { Room } from '../room.ts'

export type FactsView = { url: string | null; host: string; rows: { name: string; value: string }[] }

/** What is known of the site: where, whose, hosted by whom, and how its week went. */
export async function factsOf(room: Room, reader: Reader, incident: Incident): Promise<FactsView> {
  const { words, format } = reader
  const { facts: say } = words.incident
  const book = room.deps.book.current()
  const site = book.sites.get(incident.siteId)
  const unit = site?.unitId ? book.units.get(site.unitId)?.name : undefined
  const rows: { name: string; value: string | undefined }[] = [
    { name: say.unit, value: unit },
    { name: say.code, value: site?.siteCode },
    { name: say.hosting, value: site?.hosting },
    { name: say.week, value: await weekOf(room, reader, incident.siteId) },
    { name: say.last, value: await lastOutage(room, reader, incident) },
  ]
  const url = site?.url ?? null
  return {
    url: url && /^https?:/.test(url) ? url : null,
    host: url ? url.replace(/^https?:\/\//, '').replace(/\/$/, '') : format.date(incident.startedAt),
    rows: rows.flatMap(({ name, value }) => (value ? [{ name, value }] : [])),
  }
}

/** The official rate of seven days, as on the page of the site. */
async function weekOf(room: Room, { words, now }: Reader, siteId: string): Promise<string> {
  const { facts: say } = words.incident
  const meter = meterOf(await room.deps.log.samples.count(siteId, now - 7 * day, now))
  return meter.visits === 0 ? say.weekNone : say.weekOf(unreachableShare(meter))
}

async function lastOutage(room: Room, { words, format }: Reader, incident: Incident): Promise<string> {
  const { facts: say } = words.incident
  const filter = { siteId: incident.siteId, states: ['closed' as const], to: incident.startedAt }
  const { items } = await room.deps.log.incidents.list(filter, { limit: 1, cursor: null })
  const last = items[0]
  if (!last || last.recoveredAt === null) return say.lastNone
  const cause = words.watch.cause[last.cause ?? 'unclear']
  return say.lastOf(format.date(last.startedAt), format.elapsed(last.recoveredAt - last.startedAt), cause)
}
