import type { Period, Person } from '../../domain/book/book.ts'
import { findDuty } from '../../domain/duty.ts'
import { type Instant, minute } from '../../domain/instant.ts'
import { periodSpan } from '../../domain/roster/coverage.ts'
import { isProclaimed } from '../../domain/roster/roster.ts'
import {
  afterSilence,
  checkable,
  drawnMoments,
  isFinding,
  mostTries,
  nextCheckAt,
  type OnDuty,
  type SpotCheck,
  type SpotOutcome,
} from '../../domain/shift-work/spot-check.ts'
import type { RosterMessage } from '../../domain/texts/message.ts'
import type { ActionDeps } from '../deps.ts'
import { inTurn } from '../in-turn.ts'
import { drawId } from '../new-id.ts'
import { giveCodes, tellPeople } from '../tell-people.ts'

/** While the drawn person has an outage, or nobody can be checked, a check waits this long and draws again. */
const postponeMs = 15 * minute
const everyCheck = { limit: 10_000, cursor: null }

/** Who may be checked now. */
export async function findCheckable(deps: ActionDeps, now: Instant): Promise<OnDuty[]> {
  const live = await deps.log.incidents.live()
  return checkable(deps.book.current(), now, new Set(live.map(({ siteId }) => siteId)))
}

/** A check that the office sends now, by text; the code has to be typed within the minutes of the setting. */
export function sendSpotCheck(
  deps: ActionDeps,
  { personId, by }: { personId: string; by: Person },
  now: Instant,
): Promise<SpotCheck | null> {
  return inTurn(deps.log.records, async () => {
    const found = (await findCheckable(deps, now)).find((one) => one.personId === personId)
    // A button pressed twice is one check: whoever has a code to type is not sent another one beside it.
    const open = await deps.log.records.spotChecks.list({ personId, states: ['sent'] }, { limit: 1, cursor: null })
    if (!found || open.items.length > 0) return null
    const check = { ...blank(deps, found, now), by: { id: by.id, name: by.name }, means: 'text' as const }
    await send(deps, check, now)
    return check
  })
}

/** `count` people drawn among those on duty now, whoever was checked in this period last. */
export function sendRandomChecks(
  deps: ActionDeps,
  { count, by }: { count: number; by: Person },
  now: Instant,
): Promise<number> {
  return inTurn(deps.log.records, async () => {
    const pool = await fresh(deps, await findCheckable(deps, now), now)
    const drawn = shuffled(deps, pool).slice(0, count)
    for (const found of drawn) {
      await send(deps, { ...blank(deps, found, now), by: { id: by.id, name: by.name }, means: 'text' }, now)
    }
    return drawn.length
  })
}

/** What somebody found by calling, in the outcomes of the field; a finding is told to the lead at once. */
export async function recordCall(
  deps: ActionDeps,
  order: { personId: string; siteId: string; outcome: SpotOutcome; note: string; by: Person },
  now: Instant,
): Promise<SpotCheck | null> {
  const found = (await findCheckable(deps, now)).find(({ personId }) => personId === order.personId)
  if (!found) return null
  const { outcome, note, by } = order
  const answered = outcome === 'at_post' || outcome === 'not_at_post'
  const check: SpotCheck = {
    ...blank(deps, found, now),
    by: { id: by.id, name: by.name },
    means: 'call',
    state: 'ended',
    tries: 1,
    dueAt: null,
    outcome,
    note,
    answeredAt: answered ? now : null,
  }
  await deps.log.records.spotChecks.save(check)
  if (isFinding(outcome)) await tellLead(deps, check, now)
  deps.changes.publish({ kind: 'book' })
  return check
}

/** People nobody has checked in this period come first; only when there are none, everybody. Never who is being checked. */
async function fresh(deps: ActionDeps, pool: readonly OnDuty[], now: Instant): Promise<readonly OnDuty[]> {
  const { items } = await deps.log.records.spotChecks.list({ states: ['sent', 'ended'] }, everyCheck)
  const periodId = periodAt(deps, now)?.id ?? null
  const checked = new Set(items.flatMap((one) => (one.periodId === periodId ? (one.personId ?? []) : [])))
  const open = new Set(items.flatMap(({ state, personId }) => (state === 'sent' ? (personId ?? []) : [])))
  const free = pool.filter(({ personId }) => !open.has(personId))
  const unchecked = free.filter(({ personId }) => !checked.has(personId))
  return unchecked.length > 0 ? unchecked : free
}

/** A number in [0, 1) from the same source as ids: 40 bits of a drawn token. */
function drawNumber(deps: ActionDeps): number {
  const bytes = Buffer.from(deps.draw.token().padEnd(16, 'x'), 'base64url')
  return bytes.readUIntBE(0, 5) / 2 ** 40
}

function shuffled<T>(deps: ActionDeps, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: drawNumber(deps) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

function blank(deps: ActionDeps, { personId, siteId, role }: OnDuty, now: Instant): SpotCheck {
  const book = deps.book.current()
  const { spotCheckMinutes } = book.settings
  return {
    id: drawId(deps, 'k'),
    version: 1,
    state: 'sent',
    subject: siteId,
    personId,
    at: now,
    dueAt: now + spotCheckMinutes * minute,
    periodId: periodAt(deps, now)?.id ?? null,
    person: { id: personId, name: book.people.get(personId)?.name ?? personId },
    role,
    siteName: book.sites.get(siteId)?.shortName ?? book.sites.get(siteId)?.name ?? siteId,
    by: null,
    means: 'text',
    tries: 1,
    outcome: null,
    answeredAt: null,
    note: '',
  }
}

function periodAt(deps: ActionDeps, now: Instant): Period | null {
  const book = deps.book.current()
  const running = [...book.periods.values()].filter(({ state }) => state === 'published')
  return running.find((period) => spanHas(deps, period, now)) ?? null
}

function spanHas(deps: ActionDeps, period: Period, now: Instant): boolean {
  const { fromAt, toAt } = periodSpan(deps.book.current(), period)
  return fromAt <= now && now < toAt
}

async function send(deps: ActionDeps, check: SpotCheck, now: Instant): Promise<void> {
  if ((await deps.log.records.spotChecks.save(check)) === 'conflict') return
  await textPerson(deps, check, now)
  deps.changes.publish({ kind: 'book' })
}

async function textPerson(deps: ActionDeps, check: SpotCheck, now: Instant): Promise<void> {
  const book = deps.book.current()
  const person = book.people.get(check.personId ?? '')
  if (!person) return
  const withinMs = book.settings.spotCheckMinutes * minute
  const order = {
    personId: person.id,
    purpose: 'spot_check',
    subject: check.id,
    expiresAt: now + 2 * mostTries * withinMs,
  } as const
  const code = (await giveCodes(deps, [order], now)).get(person.id) ?? ''
  const occasion = `spot.${check.id}.${check.tries}`
  const notice = { person, occasion, message: { key: 'spot.sms', withinMs }, code, urgency: 'page' } as const
  // The second time the phone rings as well, where a key can answer: a text that was not seen proves nobody absent.
  const call = { ...notice, occasion: `${occasion}.call`, channel: 'voice' } as const
  await tellPeople(deps, check.tries > 1 && deps.channels.has('voice') ? [notice, call] : [notice], now)
}

async function tellLead(deps: ActionDeps, check: SpotCheck, now: Instant): Promise<void> {
  const book = deps.book.current()
  const site = book.sites.get(check.subject)
  const { lead, office } = findDuty(book, check.subject, now)
  const readers = lead && lead.id !== check.personId ? [lead] : office
  if (!site || !check.person) return
  const name = { name: site.name, short: site.shortName ?? null }
  const common = { site: name, role: check.role, who: check.person.name }
  const message: RosterMessage =
    check.means === 'text' || check.outcome === null
      ? { key: 'spot.absent', ...common, times: check.tries }
      : { key: 'spot.found', ...common, outcome: check.outcome }
  const notices = readers.map((person) => ({
    person,
    occasion: `absent.${check.id}`,
    message,
    urgency: 'page' as const,
  }))
  await tellPeople(deps, notices, now)
}

/** The code of a spot check was typed, or a key pressed in its call. Answers whether it came in time. */
export async function answerSpotCheck(
  deps: ActionDeps,
  { id }: { id: string; personId: string; via: 'code' | 'reply' | 'call' },
  now: Instant,
): Promise<boolean> {
  const { spotChecks } = deps.log.records
  for (;;) {
    const check = await spotChecks.find(id)
    if (check?.state !== 'sent') return false
    const ended = { state: 'ended', outcome: 'at_post', answeredAt: now, dueAt: null } as const
    if ((await spotChecks.save({ ...check, ...ended, version: check.version + 1 })) === 'conflict') continue
    deps.changes.publish({ kind: 'book' })
    return true
  }
}

/**
 * The clock's part: the random checks of a period are drawn when it is published or has begun, each is sent at its
 * moment, sent again in silence, and ends as not answered; an outage of that person cancels it.
 */
export async function tendSpotChecks(deps: ActionDeps, now: Instant): Promise<void> {
  await drawChecks(deps, now)
  const due = await deps.log.records.spotChecks.due(now)
  if (due.length === 0) return
  const live = new Set((await deps.log.incidents.live()).map(({ siteId }) => siteId))
  const free = checkable(deps.book.current(), now, live)
  for (const check of due) {
    if (check.state === 'planned') await sendPlanned(deps, check, free, now)
    else if (check.state === 'sent') await judgeSilence(deps, check, free, now)
  }
}

async function drawChecks(deps: ActionDeps, now: Instant): Promise<void> {
  const book = deps.book.current()
  const period = periodAt(deps, now)
  const count = book.settings.spotChecksPerPeriod
  if (!period || !isProclaimed(period) || count === 0) return
  const key = `spot.drawn.${period.id}`
  if (await deps.log.notices.get(key)) return
  const randoms = Array.from({ length: count }, () => drawNumber(deps))
  const checks = drawnMoments(book, period, randoms)
    .filter((at) => at > now)
    .map(
      (at, index): SpotCheck => ({
        ...blank(deps, { personId: '', siteId: '', role: 'staff' }, now),
        // Drawn again after a process that ended before it noted that it had drawn, they are the same checks.
        id: `${period.id}.${index + 1}`,
        state: 'planned',
        personId: null,
        person: null,
        siteName: '',
        at,
        dueAt: at,
        periodId: period.id,
        tries: 0,
      }),
    )
  await deps.log.records.spotChecks.save(...checks)
  await deps.log.notices.set(key, String(count), now)
}

async function sendPlanned(deps: ActionDeps, check: SpotCheck, free: readonly OnDuty[], now: Instant): Promise<void> {
  const book = deps.book.current()
  const version = check.version + 1
  const period = book.periods.get(check.periodId ?? '')
  const at = period ? nextCheckAt(book, period, now) : null
  if (at === null) {
    await deps.log.records.spotChecks.save({ ...check, version, state: 'cancelled', dueAt: null })
    return
  }
  const [found] = at === now ? shuffled(deps, await fresh(deps, free, now)) : []
  if (!found) {
    await deps.log.records.spotChecks.save({ ...check, version, dueAt: Math.max(at, now + postponeMs) })
    return
  }
  const { id: _drawn, ...filled } = blank(deps, found, now)
  await send(deps, { ...filled, id: check.id, version, periodId: check.periodId, by: null }, now)
}

async function judgeSilence(deps: ActionDeps, check: SpotCheck, free: readonly OnDuty[], now: Instant): Promise<void> {
  const { spotChecks } = deps.log.records
  const isFree = free.some(({ personId }) => personId === check.personId)
  if (!isFree) {
    await spotChecks.save({ ...check, version: check.version + 1, state: 'cancelled', dueAt: null })
    return
  }
  const next = afterSilence(check, deps.book.current().settings.spotCheckMinutes * minute, now)
  // Told first: nobody is told twice of one check, and a process that ends in between has not kept it from the lead.
  if (next.state === 'ended') await tellLead(deps, next, now)
  else await textPerson(deps, next, now)
  await spotChecks.save(next)
}
