import type { Book, Person } from '../../domain/book/book.ts'
import { day, hour, type Instant } from '../../domain/instant.ts'
import { periodSpan } from '../../domain/roster/coverage.ts'
import { affectedPeople, type RosterChange } from '../../domain/roster/difference.ts'
import { type Receipt, type RosterVersion, receiptId } from '../../domain/roster/history.ts'
import { type Placed, placedIn } from '../../domain/roster/placed.ts'
import type { Message, SiteName } from '../../domain/texts/message.ts'
import { sitesAsOne } from '../../domain/texts/site-names.ts'
import type { ActionDeps } from '../deps.ts'
import { giveCodes, type Notice, tellPeople } from '../tell-people.ts'

/**
 * Tells each person a version concerns: the first time everybody who is on it, later only those whose duty it changed.
 * Each has to confirm it anew. Safe to do twice: nobody is told twice of one version. Answers how many were told.
 */
export async function tellVersion(deps: ActionDeps, version: RosterVersion, now: Instant): Promise<number> {
  const book = deps.book.current()
  const coming = version.changes.filter(({ toAt }) => toAt > now)
  const concerned = affectedPeople(coming)
  const people = [...concerned.keys()].flatMap((id) => book.people.get(id) ?? []).filter(({ disabled }) => !disabled)
  const told = await askToConfirm(deps, { version, people, concerned }, now)
  await noteTold(deps, version, people, now)
  const latest = await deps.log.records.versions.find(version.id)
  const state = latest?.state === 'publishing' ? 'published' : (latest?.state ?? 'published')
  if (latest) await deps.log.records.versions.save({ ...latest, version: latest.version + 1, state, dueAt: null })
  return told.length
}

type Telling = {
  version: RosterVersion
  people: readonly Person[]
  concerned: ReadonlyMap<string, readonly RosterChange[]>
}

async function askToConfirm(
  deps: ActionDeps,
  { version, people, concerned }: Telling,
  now: Instant,
): Promise<string[]> {
  const book = deps.book.current()
  const periodId = version.subject
  const codes = await codesFor(deps, periodId, people, now)
  const shifts = shiftsByPerson(book, periodId)
  const notices = people.flatMap((person): Notice[] => {
    const changes = concerned.get(person.id) ?? []
    const theirs = shifts.get(person.id) ?? []
    const message =
      version.number === 1
        ? publishedMessage(book, { person, periodId, shifts: theirs })
        : changedMessage(book, { person, periodId, changes })
    const code = codes.get(person.id)
    if (!message || code === undefined) return []
    return [{ person, occasion: `roster.${periodId}.${version.number}`, message, code, urgency: 'courtesy' }]
  })
  return tellPeople(deps, notices, now)
}

/** The code by which each person confirms their shifts of a period; the same until the period is over. */
function codesFor(
  deps: ActionDeps,
  periodId: string,
  people: readonly Person[],
  now: Instant,
): Promise<Map<string, string>> {
  const book = deps.book.current()
  const period = book.periods.get(periodId)
  const expiresAt = (period ? periodSpan(book, period).toAt : now) + day
  const orders = people.map(({ id }) => ({ personId: id, purpose: 'roster', subject: periodId, expiresAt }) as const)
  return giveCodes(deps, orders, now)
}

function shiftsByPerson(book: Book, periodId: string): Map<string, Placed[]> {
  return Map.groupBy(placedIn(book, periodId), ({ personId }) => personId)
}

type Reading = { person: Person; periodId: string; shifts: readonly Placed[] }

function publishedMessage(book: Book, { person, periodId, shifts }: Reading): Message | null {
  const first = shifts.toSorted((a, b) => a.fromAt - b.fromAt)[0]
  const period = book.periods.get(periodId)
  if (!first || !period) return null
  const atOnce = shifts.filter(({ fromAt, role }) => fromAt === first.fromAt && role === first.role)
  return {
    key: 'roster.published',
    period: period.name,
    // Thirty sites of one unit in one night are one shift to whoever sits there.
    count: new Set(shifts.map(({ fromAt }) => fromAt)).size,
    start: first.fromAt,
    role: first.role,
    site: nameOf(
      book,
      person,
      atOnce.map(({ siteId }) => siteId),
    ),
  }
}

function changedMessage(
  book: Book,
  { person, periodId, changes }: { person: Person; periodId: string; changes: readonly RosterChange[] },
): Message | null {
  const first = changes.toSorted((a, b) => a.fromAt - b.fromAt)[0]
  if (!first) return null
  const site = nameOf(book, person, [first.siteId])
  const turns = new Set(changes.map(({ fromAt }) => fromAt)).size
  const period = book.periods.get(periodId)?.name ?? ''
  const isTheirs = first.after.includes(person.id)
  const others = (isTheirs ? first.before : first.after).flatMap((id) => book.people.get(id)?.name ?? [])
  const who = others[0]
  if (turns > 1 || who === undefined) {
    return { key: 'roster.changed.many', period, count: turns, start: first.fromAt, site }
  }
  return { key: isTheirs ? 'roster.changed' : 'roster.changed.away', start: first.fromAt, site, who }
}

function nameOf(book: Book, person: Person, siteIds: readonly string[]): SiteName {
  const sites = [...new Set(siteIds)].flatMap((id) => book.sites.get(id) ?? [])
  return sitesAsOne(sites, person.language ?? book.settings.language)
}

/** Whoever was told has not confirmed this version yet. One who confirms an older one meanwhile is asked anew as well. */
async function noteTold(
  deps: ActionDeps,
  version: RosterVersion,
  people: readonly Person[],
  now: Instant,
): Promise<void> {
  const { receipts } = deps.log.records
  for (;;) {
    const notes: Receipt[] = []
    for (const { id: personId } of people) {
      const id = receiptId(version.subject, personId)
      const old = await receipts.find(id)
      if (old && old.number >= version.number) continue
      const common = { id, subject: version.subject, personId, at: now, dueAt: null, number: version.number }
      notes.push({ ...common, version: (old?.version ?? 0) + 1, state: 'told', confirmedAt: null, via: null })
    }
    if (notes.length === 0 || (await receipts.save(...notes)) === 'saved') return
  }
}

/**
 * Asks those who have not confirmed yet once more, with the code they have: once an hour, however often the button is
 * pressed. Answers how many.
 */
export async function remindUnconfirmed(
  deps: ActionDeps,
  periodId: string,
  people: readonly Person[],
  now: Instant,
): Promise<number> {
  const book = deps.book.current()
  const codes = await codesFor(deps, periodId, people, now)
  const shifts = shiftsByPerson(book, periodId)
  const notices = people.flatMap((person): Notice[] => {
    const message = publishedMessage(book, { person, periodId, shifts: shifts.get(person.id) ?? [] })
    const code = codes.get(person.id)
    if (!message || code === undefined) return []
    return [
      { person, occasion: `roster.${periodId}.again.${Math.floor(now / hour)}`, message, code, urgency: 'courtesy' },
    ]
  })
  return (await tellPeople(deps, notices, now)).length
}
