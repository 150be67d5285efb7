import type { Book, Person, Site } from '../../domain/book/book.ts'
import { plannedWindow } from '../../domain/book/book.ts'
import { type Duty, findDuty } from '../../domain/duty.ts'
import type { Incident, IncidentEvent, PersonRef } from '../../domain/incident/incident.ts'
import type { Attempt, Page } from '../../domain/incident/page.ts'
import { type Instant, isoOf } from '../../domain/instant.ts'
import { maskPhone } from '../../domain/phone.ts'
import type { Sample } from '../../domain/watch/probe.ts'
import type { SiteState } from '../../domain/watch/verdict.ts'
import type { PageChange } from '../../storage/ports.ts'

// What the API says, shape by shape. Moments are ISO 8601 with the offset of the book's zone; a shape never carries a
// number in full, or a code, unless the caller is the office.

export type Sight = { book: Book; isOffice: boolean }

type Iso = string
type IsoOrNull = Iso | null

function iso({ book }: Sight, at: Instant): Iso {
  return isoOf(at, book.settings.timezone)
}

function isoOrNull(sight: Sight, at: Instant | null): IsoOrNull {
  return at === null ? null : iso(sight, at)
}

function personShape({ isOffice }: Sight, person: Person) {
  const { id, name, unitId = null, position = null, mobile, landline = null } = person
  const shown = mobile === undefined ? null : isOffice ? mobile : maskPhone(mobile)
  return { id, name, unitId, position, mobile: shown, landline: isOffice ? landline : null }
}

export function dutyShape(sight: Sight, duty: Duty) {
  const show = (person: Person) => personShape(sight, person)
  return { lead: duty.lead ? show(duty.lead) : null, staff: duty.staff.map(show), source: duty.source }
}

function sampleShape(sight: Sight, sample: Sample) {
  const { at, ok, ms, status = null, failure = null, phases } = sample
  return { at: iso(sight, at), ok, ms: Math.round(ms), status, failure, phases }
}

export function siteShape(
  sight: Sight,
  site: Site,
  seen: { state: SiteState | undefined; incident: Incident | undefined; now: Instant },
) {
  const { state, incident, now } = seen
  const { id, name, url, group = null, unitId = null, siteCode = null } = site
  return {
    ...{ id, name, url, group, unitId, siteCode },
    verdict: state?.verdict ?? 'unknown',
    since: isoOrNull(sight, state?.since ?? null),
    planned: plannedWindow(sight.book, id, now) !== null,
    lastSample: state?.last ? sampleShape(sight, state.last) : null,
    onDuty: dutyShape(sight, findDuty(sight.book, id, now)),
    incident: incident ? incidentShape(sight, incident) : null,
  }
}

export function incidentShape(sight: Sight, incident: Incident) {
  const { id, siteId, siteName, unitId, state, version, failure, ping, duty, round, level, cause, note } = incident
  return {
    ...{ id, siteId, siteName, unitId, state, version, failure, ping, duty, round, level, cause, note },
    startedAt: iso(sight, incident.startedAt),
    detectedAt: iso(sight, incident.detectedAt),
    toldAt: isoOrNull(sight, incident.toldAt),
    acknowledgedAt: isoOrNull(sight, incident.acknowledgedAt),
    acknowledgedBy: incident.acknowledgedBy,
    acknowledgedVia: incident.acknowledgedVia,
    acknowledgementExpiresAt: isoOrNull(sight, incident.acknowledgementExpiresAt),
    recoveredAt: isoOrNull(sight, incident.recoveredAt),
    confirmedAt: isoOrNull(sight, incident.confirmedAt),
    confirmedBy: incident.confirmedBy,
    rejectedBy: incident.rejectedBy,
    flapping: incident.flapping,
    dueAt: isoOrNull(sight, incident.dueAt),
    voidReason: incident.voidReason,
    seconds: momentsOf(incident),
  }
}

/** The three times and the fourth, in seconds from the first failed probe (DESIGN §5.10). */
function momentsOf(incident: Incident) {
  const from = (at: Instant | null) => (at === null ? null : Math.round((at - incident.startedAt) / 1000))
  const { toldAt, acknowledgedAt, recoveredAt, confirmedAt } = incident
  return { told: from(toldAt), taken: from(acknowledgedAt), restored: from(recoveredAt), confirmed: from(confirmedAt) }
}

export function eventShape(sight: Sight, event: IncidentEvent) {
  const { at, by, via, ...body } = event
  const until = 'until' in body ? { until: iso(sight, body.until) } : {}
  return { at: iso(sight, at), by: by satisfies PersonRef | null, via, ...body, ...until }
}

export function pageShape(sight: Sight, page: Page, attempts: readonly Attempt[]) {
  const { id, incidentId, bundleId, step, personId, personName, audience, channel, route } = page
  const { language, urgency, state, reason } = page
  return {
    ...{ id, incidentId, bundleId, step, personId, personName, audience, channel, route },
    ...{ language, urgency, state, reason },
    message: page.message.key,
    to: sight.isOffice ? page.to : maskPhone(page.to),
    text: textFor(sight, page, page.text),
    code: sight.isOffice ? page.code : null,
    plannedAt: iso(sight, page.plannedAt),
    dueAt: iso(sight, page.dueAt),
    acceptedAt: isoOrNull(sight, page.acceptedAt),
    deliveredAt: isoOrNull(sight, page.deliveredAt),
    attempts: attempts.map((attempt) => attemptShape(sight, page, attempt)),
  }
}

/** One line of a page's history: what it became, or what the provider said of an attempt. */
export function changeShape(sight: Sight, { at, state, attempt, reason }: PageChange) {
  return { at: iso(sight, at), state, attempt, reason }
}

function attemptShape(sight: Sight, page: Page, attempt: Attempt) {
  const { n, channel, state, providerId, errorCode } = attempt
  return {
    ...{ n, channel, state, providerId, errorCode },
    text: textFor(sight, page, attempt.text),
    claimedAt: iso(sight, attempt.claimedAt),
    updatedAt: iso(sight, attempt.updatedAt),
  }
}

/** A code is its reader's key: whoever only looks on sees four dots in its place. */
function textFor({ isOffice }: Sight, { code }: Page, text: string): string {
  return isOffice || code === null ? text : text.replaceAll(code, '····')
}
