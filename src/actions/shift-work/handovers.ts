import type { Book, Person } from '../../domain/book/book.ts'
import { isLive } from '../../domain/incident/incident.ts'
import { day, hour, type Instant, isoOf, minute } from '../../domain/instant.ts'
import {
  followingRoster,
  type Handover,
  type HandoverItem,
  handoverId,
  handoverOpensMs,
  newHandover,
  type SignRefusal,
  shiftChanges,
  signHandover,
} from '../../domain/shift-work/handover.ts'
import { sitesAsOne } from '../../domain/texts/site-names.ts'
import type { ActionDeps } from '../deps.ts'
import { everyOne } from '../every-one.ts'
import { moveIncident } from '../incident/move-incident.ts'
import { type Notice, tellPeople } from '../tell-people.ts'

/** Changes longer ago than this need no new form: nothing ran, and nobody would remember. */
const lookBackMs = hour

/** Lays out the form of each change an hour before it, and follows the roster until both have signed. */
export async function layOutHandovers(deps: ActionDeps, now: Instant): Promise<void> {
  const book = deps.book.current()
  const { handovers } = deps.log.records
  const span = { fromAt: now - lookBackMs, toAt: now + handoverOpensMs }
  const graceMs = book.settings.handoverGraceMinutes * minute
  const wanted = new Map(shiftChanges(book, span).map((change) => [handoverId(change), change]))
  // The same stretch as that of the changes, whose first moment is not in it: else its form would seem to be of none.
  const known = await everyOne((slice) => handovers.list({ from: span.fromAt + 1, to: span.toAt + 1 }, slice))
  for (const handover of known) {
    const next = followingRoster(handover, wanted.get(handover.id), graceMs)
    wanted.delete(handover.id)
    if (next) await handovers.save(next)
  }
  if (wanted.size > 0) await handovers.save(...[...wanted.values()].map((change) => newHandover(change, graceMs)))
}

/** 交接未签: both and the lead are told, once; until the incoming person signs, the outgoing one stays on the ladder. */
export async function chaseHandovers(deps: ActionDeps, now: Instant): Promise<void> {
  const book = deps.book.current()
  const { handovers } = deps.log.records
  const due = await handovers.due(now)
  // Told first: whoever was told already is not told again when a process that ended in between is back.
  await tellPeople(
    deps,
    due.flatMap((handover) => unsignedNotices(book, handover)),
    now,
  )
  for (const handover of due) {
    await handovers.save({ ...handover, version: handover.version + 1, chasedAt: now, dueAt: null })
  }
}

function unsignedNotices(book: Book, handover: Handover): Notice[] {
  const { outgoing, incoming, lead, at: start, siteIds } = handover
  const [from, to] = [outgoing[0], incoming[0]]
  if (!from || !to) return []
  const ids = new Set([...outgoing, ...incoming, ...(lead ? [lead] : [])].map(({ id }) => id))
  return [...ids].flatMap((id): Notice[] => {
    const person = book.people.get(id)
    if (!person) return []
    const sites = siteIds.flatMap((siteId) => book.sites.get(siteId) ?? [])
    const site = sitesAsOne(sites, person.language ?? book.settings.language)
    const message = { key: 'handover.unsigned' as const, start, site, who: from.name, other: to.name }
    // Somebody may have to stay on: that does not wait for the morning.
    return [{ person, occasion: `handover.${handover.id}`, message, urgency: 'page' }]
  })
}

/** What the outgoing person hands over: open incidents, planned windows that run or come, and the shift's own entries. */
export async function itemsOf(deps: ActionDeps, handover: Handover, now: Instant): Promise<HandoverItem[]> {
  const book = deps.book.current()
  const zone = book.settings.timezone
  const live = (await deps.log.incidents.live()).filter((one) => handover.siteIds.includes(one.siteId) && isLive(one))
  const incidents = live.map(
    (one): HandoverItem => ({
      kind: 'incident',
      id: one.id,
      text: `${one.siteName} ${isoOf(one.startedAt, zone).slice(11, 16)}`,
    }),
  )
  const windows = handover.siteIds.flatMap((siteId) =>
    (book.windowsBySite.get(siteId) ?? [])
      .filter((window) => window.toAt > now && window.fromAt < now + day)
      .map(
        (window): HandoverItem => ({
          kind: 'window',
          id: window.id,
          text: `${book.sites.get(siteId)?.name ?? siteId} ${window.reason}`,
        }),
      ),
  )
  // Two nights of a daily window are one item.
  return [...incidents, ...new Map(windows.map((item) => [item.id, item])).values()]
}

/** Signs for one side. The open items are those of this moment: what came up since the page was shown has to be seen. */
export async function sign(
  deps: ActionDeps,
  order: {
    id: string
    person: Person
    note: string
    isLandlineTried: boolean
    isMobileOn: boolean
    ticked: readonly string[]
  },
  now: Instant,
): Promise<{ kind: 'signed'; handover: Handover } | { kind: 'refused'; refusal: SignRefusal } | { kind: 'missing' }> {
  for (;;) {
    const handover = await deps.log.records.handovers.find(order.id)
    if (!handover) return { kind: 'missing' }
    const items = await itemsOf(deps, handover, now)
    const { note, isLandlineTried, isMobileOn, ticked, person } = order
    const by = { id: person.id, name: person.name }
    const signed = signHandover(handover, { by, note, isLandlineTried, isMobileOn, items, ticked }, now)
    if ('refusal' in signed) return { kind: 'refused', refusal: signed.refusal }
    if ((await deps.log.records.handovers.save(signed.handover)) === 'conflict') continue
    await passOnIncidents(deps, signed.handover, now)
    deps.changes.publish({ kind: 'book' })
    return { kind: 'signed', handover: signed.handover }
  }
}

/** What the outgoing people had taken and is still open is the incoming one's once both have signed. */
async function passOnIncidents(deps: ActionDeps, handover: Handover, now: Instant): Promise<void> {
  const { state, siteIds, outgoing, takenBy } = handover
  if (state !== 'signed' || takenBy === null) return
  for (const incident of await deps.log.incidents.live()) {
    if (!siteIds.includes(incident.siteId)) continue
    const stimulus = { kind: 'handed_over', from: outgoing, to: takenBy } as const
    await moveIncident(deps, { target: { incidentId: incident.id }, stimulus }, now)
  }
}

/** The handover that a person has to do with now: their own change within the hour, or one they have not signed yet. */
export async function handoverFor(deps: ActionDeps, personId: string, now: Instant): Promise<Handover | null> {
  const filter = { from: now - day / 2, to: now + handoverOpensMs + 1 }
  const items = await everyOne((slice) => deps.log.records.handovers.list(filter, slice))
  const mine = items.filter(({ state, outgoing, incoming, givenAt, takenAt }) => {
    if (state === 'signed' || state === 'void') return false
    const gives = outgoing.some(({ id }) => id === personId) && givenAt === null
    return gives || (incoming.some(({ id }) => id === personId) && takenAt === null)
  })
  return mine[0] ?? null
}
