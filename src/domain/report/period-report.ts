import { type Book, openBook, type Period, type Site, type Span } from '../book/book.ts'
import { type Incident, isLive, type PersonRef } from '../incident/incident.ts'
import { daysBetween, type Instant, instantOf } from '../instant.ts'
import { coverageOf, type Gap, periodSpan } from '../roster/coverage.ts'
import type { RosterVersion } from '../roster/history.ts'
import { versionOf } from '../roster/roster.ts'
import { slotsOf } from '../roster/slots.ts'
import type { Swap } from '../roster/swap.ts'
import type { Handover } from '../shift-work/handover.ts'
import { type NilReport, nilDueAt, reportingDays, reportingUnits } from '../shift-work/nil-report.ts'
import { isFinding, type SpotCheck, type SpotOutcome, spotOutcomes } from '../shift-work/spot-check.ts'
import { type MomentFigures, momentFigures } from './moment-figures.ts'

/** What was recorded while the period ran; rows that lie outside of it are left out here. */
export type RecordedRows = {
  incidents: readonly Incident[]
  versions: readonly RosterVersion[]
  swaps: readonly Swap[]
  spotChecks: readonly SpotCheck[]
  nilReports: readonly NilReport[]
  handovers: readonly Handover[]
}

/** 值班期小结: what became of a period, of the sites that the reader answers for. */
export type PeriodReport = {
  span: Span
  /** Calendar days of the period, and which of them it is: 0 before the first, `days` from its end on. */
  days: number
  dayNow: number
  isOver: boolean
  coverage: { shifts: number; gaps: Gap[]; overrides: Override[] }
  swapsApproved: number
  checks: { ended: number; waiting: number; outcomes: { outcome: SpotOutcome; count: number }[]; findings: SpotCheck[] }
  /** `days`: those whose hour has come. */
  nil: { days: number; reported: number; due: number; missing: { unitId: string; dates: string[] }[] }
  /** `due`: changes of shifts that have come. */
  handovers: { signed: number; due: number; unsigned: Handover[] }
  /** By their start; those that were voided are only counted. */
  incidents: Incident[]
  voided: number
  /** Not recovered, or not yet confirmed. */
  live: { down: number; unconfirmed: number }
  figures: MomentFigures[]
}
/** A version that was published although something was missing, and why. */
export type Override = { number: number; by: PersonRef; at: Instant; reason: string }

/**
 * The report of a period at `now`. `sites`: those the reader answers for; `isWhole` when that is all of them, so that
 * rows of sites and units that are gone since count as well. Only the coverage is read from the book, which holds the
 * roster in force; everything else is as it was recorded.
 */
export function periodReport(
  book: Book,
  period: Period,
  { rows, sites, isWhole, now }: { rows: RecordedRows; sites: readonly Site[]; isWhole: boolean; now: Instant },
): PeriodReport {
  const span = periodSpan(book, period)
  const mine = new Set(sites.map(({ id }) => id))
  const concerns = (siteId: string) => isWhole || mine.has(siteId)
  const known = rows.incidents.filter(
    ({ siteId, startedAt }) => concerns(siteId) && span.fromAt <= startedAt && startedAt < span.toAt,
  )
  const incidents = known.filter(({ state }) => state !== 'voided').sort((a, b) => a.startedAt - b.startedAt)
  const swaps = rows.swaps.filter(({ periodId, subject }) => periodId === period.id && concerns(subject))
  return {
    span,
    days: daysBetween(period.from, period.to).length,
    dayNow: reportingDays(book, period, now).length,
    isOver: now >= span.toAt,
    coverage: coverageOfSites(book, period, { versions: rows.versions, sites }),
    swapsApproved: swaps.filter(({ state }) => state === 'approved').length,
    checks: checksOf(rows.spotChecks.filter((check) => check.periodId === period.id && concerns(check.subject))),
    nil: nilOf(book, period, { reports: rows.nilReports, sites, isWhole, now }),
    handovers: handoversOf(
      rows.handovers.filter(({ siteIds, at }) => siteIds.some(concerns) && span.fromAt <= at && at < span.toAt),
      now,
    ),
    incidents,
    voided: known.length - incidents.length,
    live: {
      down: incidents.filter((one) => isLive(one) && one.state !== 'recovered').length,
      unconfirmed: incidents.filter(({ state }) => state === 'recovered').length,
    },
    figures: momentFigures(incidents),
  }
}

function coverageOfSites(
  book: Book,
  period: Period,
  { versions, sites }: { versions: readonly RosterVersion[]; sites: readonly Site[] },
): PeriodReport['coverage'] {
  const mine = new Set(sites.map(({ id }) => id))
  const overrides = versions.flatMap(({ subject, state, number, by, at, override }): Override[] => {
    return subject !== period.id || state === 'void' || override === null ? [] : [{ number, by, at, reason: override }]
  })
  // Rosters that came as a whole, with a book, have no version of their own but may carry the reason.
  const { override: brought } = period
  if (brought && overrides.length === 0) overrides.push(broughtOverride(book, period, brought))
  return {
    shifts: sites.reduce((sum, site) => {
      return sum + slotsOf(book, period, site, 'lead').length + slotsOf(book, period, site, 'staff').length
    }, 0),
    gaps: coverageOf(withEverybody(book), period).gaps.filter(({ siteId }) => mine.has(siteId)),
    overrides: overrides.sort((a, b) => a.at - b.at),
  }
}

function broughtOverride(
  { settings }: Book,
  period: Period,
  { reason, personId, personName, at }: NonNullable<Period['override']>,
): Override {
  const by = { id: personId, name: personName }
  return { number: versionOf(period), by, at: instantOf(at, settings.timezone), reason }
}

/** Whoever has left since stood their shifts all the same; nobody leaves with shifts that are still to come. */
function withEverybody({ file }: Book): Book {
  return openBook({ ...file, people: (file.people ?? []).map(({ disabled: _left, ...person }) => person) })
}

function checksOf(checks: readonly SpotCheck[]): PeriodReport['checks'] {
  const ended = checks.filter(({ state }) => state === 'ended')
  const outcomes = spotOutcomes.map((outcome) => ({
    outcome,
    count: ended.filter((check) => check.outcome === outcome).length,
  }))
  return {
    ended: ended.length,
    waiting: checks.filter(({ state }) => state === 'sent').length,
    outcomes: outcomes.filter(({ count }) => count > 0),
    findings: ended.filter(({ outcome }) => isFinding(outcome)).sort((a, b) => a.at - b.at),
  }
}

type NilRows = { reports: readonly NilReport[]; sites: readonly Site[]; isWhole: boolean; now: Instant }

/** A day counts from the hour by which its reports are due. Units without a record of that day have not reported. */
function nilOf(book: Book, period: Period, { reports, sites, isWhole, now }: NilRows): PeriodReport['nil'] {
  const dates = reportingDays(book, period, now).filter((date) => nilDueAt(book, date) <= now)
  const days = new Set(dates)
  const ofPeriod = reports.filter(({ date }) => days.has(date))
  const kept = new Set(sites.flatMap(({ unitId }) => unitId ?? []))
  const units = new Set(reportingUnits(book).flatMap(({ id }) => (kept.has(id) ? id : [])))
  if (isWhole) for (const { subject } of ofPeriod) units.add(subject)
  const done = ofPeriod.filter(({ state }) => state === 'reported')
  const reported = new Set(done.map(({ subject, date }) => `${subject} ${date}`))
  const missing = [...units].map((unitId) => ({
    unitId,
    dates: dates.filter((date) => !reported.has(`${unitId} ${date}`)),
  }))
  const due = units.size * dates.length
  const open = missing.reduce((sum, unit) => sum + unit.dates.length, 0)
  return { days: dates.length, reported: due - open, due, missing: missing.filter((unit) => unit.dates.length > 0) }
}

function handoversOf(handovers: readonly Handover[], now: Instant): PeriodReport['handovers'] {
  const due = handovers.filter(({ state, at }) => state !== 'void' && at <= now)
  const unsigned = due.filter(({ state }) => state !== 'signed').sort((a, b) => a.at - b.at)
  return { signed: due.length - unsigned.length, due: due.length, unsigned }
}
