import { findDuty } from '../../domain/duty.ts'
import { day, type Instant } from '../../domain/instant.ts'
import { type Drill, drillAnswerMs, drillId, drillReader } from '../../domain/self-check/drill.ts'
import type { ActionDeps } from '../deps.ts'
import { giveCodes, type Notice, tellPeople } from '../tell-people.ts'

/** Once a day in duty periods: a page over the real channel, and an alarm when it is not answered in time. */
export async function tendDrills(deps: ActionDeps, now: Instant): Promise<void> {
  for (const drill of await deps.log.records.drills.due(now)) await missDrill(deps, drill, now)
  await sendDrill(deps, now)
}

async function sendDrill(deps: ActionDeps, now: Instant): Promise<void> {
  const book = deps.book.current()
  const reader = drillReader(book, now)
  const id = drillId(book, now)
  if (!reader || (await deps.log.records.drills.find(id))) return
  const { person, site } = reader
  const expiresAt = now + day
  const codes = await giveCodes(deps, [{ personId: person.id, purpose: 'drill', subject: id, expiresAt }], now)
  const named = { name: site.name, short: site.shortName ?? null }
  const message = { key: 'drill' as const, site: named }
  const code = codes.get(person.id) ?? ''
  // Told first: a text has an identity, so a process that ends in between sends no second one.
  await tellPeople(deps, [{ person, occasion: `drill.${id}`, message, code, urgency: 'page' }], now)
  await deps.log.records.drills.save({
    ...{ id, version: 1, state: 'waiting', subject: site.id, personId: person.id, at: now, dueAt: now + drillAnswerMs },
    ...{ person: { id: person.id, name: person.name }, siteName: site.name, answeredAt: null },
  })
}

/** Answers whether it was in time; who is late, or answers twice, has shown all the same that the text arrives. */
export async function answerDrill(deps: ActionDeps, id: string, now: Instant): Promise<boolean> {
  const drill = await deps.log.records.drills.find(id)
  if (drill?.state !== 'waiting') return drill?.state === 'answered'
  const answered: Drill = { ...drill, version: drill.version + 1, state: 'answered', answeredAt: now, dueAt: null }
  await deps.log.records.drills.save(answered)
  deps.changes.publish({ kind: 'notice' })
  return true
}

async function missDrill(deps: ActionDeps, drill: Drill, now: Instant): Promise<void> {
  const { lead, office } = findDuty(deps.book.current(), drill.subject, now)
  const readers = [...office, ...(lead ? [lead] : [])].filter(({ id }) => id !== drill.person.id)
  const message = { key: 'drill.missed' as const, who: drill.person.name, forMs: drillAnswerMs }
  const notices = [...new Map(readers.map((person) => [person.id, person])).values()].map(
    (person): Notice => ({ person, occasion: `drill.missed.${drill.id}`, message, urgency: 'page' }),
  )
  await tellPeople(deps, notices, now)
  await deps.log.records.drills.save({ ...drill, version: drill.version + 1, state: 'missed', dueAt: null })
  deps.changes.publish({ kind: 'notice' })
}
