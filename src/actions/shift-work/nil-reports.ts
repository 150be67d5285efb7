import type { Book, Person, Site, Unit } from '../../domain/book/book.ts'
import { findDuty } from '../../domain/duty.ts'
import { dateOf, type Instant, minute } from '../../domain/instant.ts'
import {
  type NilReport,
  nilDueAt,
  nilReportId,
  reportingPeriod,
  reportingUnits,
} from '../../domain/shift-work/nil-report.ts'
import type { ActionDeps } from '../deps.ts'
import { type Notice, tellPeople } from '../tell-people.ts'

/** After the people on duty, the lead is asked this much later. */
const leadAfterMs = 30 * minute

export type NilOrder = { unitId: string; date: string; person: Person; isNil: boolean; text: string }

/** A unit's report of a day, "nothing to report" included. A later one takes the place of the first; both stay in the audit. */
export async function reportNil(deps: ActionDeps, order: NilOrder, from: string, now: Instant): Promise<NilReport> {
  const { unitId, date, person, isNil, text } = order
  const { nilReports } = deps.log.records
  for (;;) {
    const old = await nilReports.find(nilReportId(unitId, date))
    const report: NilReport = {
      id: nilReportId(unitId, date),
      version: (old?.version ?? 0) + 1,
      state: 'reported',
      subject: unitId,
      personId: person.id,
      at: nilDueAt(deps.book.current(), date),
      dueAt: null,
      date,
      by: { id: person.id, name: person.name },
      isNil,
      text,
      reportedAt: now,
      chased: old?.chased ?? 0,
    }
    if ((await nilReports.save(report)) === 'conflict') continue
    const by = { personId: person.id, personName: person.name, from }
    const what = { act: 'nil_reported', subject: `units/${unitId}`, before: null, after: null } as const
    await deps.log.audit.add({ at: now, ...by, ...what })
    deps.changes.publish({ kind: 'book' })
    return report
  }
}

/** Missing reports are asked for: at the hour of whoever is on duty for the unit, half an hour later of the lead. */
export async function chaseNilReports(deps: ActionDeps, now: Instant): Promise<void> {
  const book = deps.book.current()
  const date = dateOf(now, book.settings.timezone)
  const dueAt = nilDueAt(book, date)
  if (!reportingPeriod(book, date) || now < dueAt) return
  const round = now < dueAt + leadAfterMs ? 1 : 2
  const { nilReports } = deps.log.records
  const sitesOf = Map.groupBy(book.sites.values(), ({ unitId }) => unitId)
  const missing: NilReport[] = []
  const notices: Notice[] = []
  for (const unit of reportingUnits(book)) {
    const old = await nilReports.find(nilReportId(unit.id, date))
    if (old?.state === 'reported' || (old?.chased ?? 0) >= round) continue
    missing.push({ ...(old ?? blank(unit, date, dueAt)), version: (old?.version ?? 0) + 1, chased: round })
    const asked = askedOf(book, sitesOf.get(unit.id) ?? [], round, now)
    notices.push(...asked.map((person) => noticeTo(person, { book, unit, date, round })))
  }
  if (missing.length === 0) return
  // Told first: nobody is told twice of one round, and a process that ends in between has told nobody too few. A report
  // that comes in at this very moment keeps all of them from being noted, and the next minute finds the others again.
  await tellPeople(deps, notices, now)
  await nilReports.save(...missing)
}

function noticeTo(
  person: Person,
  { book, unit, date, round }: { book: Book; unit: Unit; date: string; round: number },
): Notice {
  const message = { key: 'nil.missing' as const, unit: unit.name, by: book.settings.nilReportBy }
  return { person, occasion: `nil.${unit.id}.${date}.${round}`, message, urgency: 'page' }
}

function blank(unit: Unit, date: string, at: Instant): NilReport {
  const nobody = { by: null, isNil: false, text: '', reportedAt: null, chased: 0 }
  return {
    id: nilReportId(unit.id, date),
    version: 0,
    state: 'missing',
    subject: unit.id,
    personId: null,
    at,
    dueAt: null,
    date,
    ...nobody,
  }
}

/** The first time the staff on duty for the unit's sites; the second time their leads. */
function askedOf(book: Book, sites: readonly Site[], round: number, now: Instant): Person[] {
  const people = sites.flatMap(({ id }) => {
    const { staff, lead } = findDuty(book, id, now)
    return round === 1 && staff.length > 0 ? staff : lead ? [lead] : []
  })
  return [...new Map(people.map((person) => [person.id, person])).values()]
}
