import type { Book, Period } from '../../domain/book/book.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { hour, type Instant, instantOf, minute } from '../../domain/instant.ts'
import type { MeasuredMoment } from '../../domain/report/moment-figures.ts'
import type { PeriodReport } from '../../domain/report/period-report.ts'
import type { Handover } from '../../domain/shift-work/handover.ts'
import type { SignedIn } from '../reader.ts'
import { findingWords } from './gate-view.ts'

/** Lines with a count of those that found no room. */
type Lines = { summary: string; lines: string[]; more: string }
type Step = { clock: string; after: string }
export type ReportView = {
  sentence: string
  coverage: Lines
  overrides: string[]
  swaps: string
  figures: { name: string; of: string; median: string; longest: string }[]
  incidents: { href: string; site: string; cause: string; found: string; steps: Step[] }[]
  voided: string
  checks: Lines & { outcomes: string; waiting: string }
  nil: Lines
  handovers: Lines
}

/** As many lines of one kind as leave the sheet readable. */
const mostLines = 24

/** The report of a period in words: first what it comes to, in one sentence. */
export function buildReport(book: Book, reader: SignedIn, period: Period, report: PeriodReport): ReportView {
  const { words, format } = reader
  const { report: say } = words
  const { coverage, checks, nil, handovers } = report
  const atPost = checks.outcomes.find(({ outcome }) => outcome === 'at_post')?.count ?? 0
  const ofGap = coverage.gaps.map((gap) => findingWords(book, reader, { kind: 'gap', ...gap }))
  return {
    sentence: say.sentence(verdictOf(reader, period, report)),
    coverage: linesOf(reader, ofGap.length > 0 ? say.gapCount(ofGap.length) : say.noGaps(coverage.shifts), ofGap),
    overrides: coverage.overrides.map(({ number, at, by, reason }) => {
      return say.override(number, format.stamp(at).slice(0, 16), by.name, reason)
    }),
    swaps: say.swaps(report.swapsApproved),
    figures: report.figures.map(({ moment, of, medianMs, longestMs }) => ({
      name: words.incident.moment[momentNames[moment]],
      of: say.times(of),
      median: format.elapsed(medianMs),
      longest: format.elapsed(longestMs),
    })),
    incidents: report.incidents.map((incident) => incidentView(reader, incident)),
    voided: report.voided > 0 ? say.voided(report.voided) : '',
    checks: {
      ...linesOf(reader, say.checks(checks.ended, atPost), findingLines(reader, report)),
      outcomes: words.frame.listOf(
        checks.outcomes.map(({ outcome, count }) => say.outcome(words.spot.outcome[outcome], count)),
      ),
      waiting: checks.waiting > 0 ? say.checksWaiting(checks.waiting) : '',
    },
    nil: linesOf(reader, say.nil(nil.reported, nil.due), missingLines(book, reader, nil)),
    handovers: linesOf(
      reader,
      say.handovers(handovers.signed, handovers.due),
      handovers.unsigned.map((handover) => unsignedLine(book, reader, handover)),
    ),
  }
}

const momentNames = { response: 'taken', recovery: 'restored', confirmation: 'confirmed' } as const satisfies Record<
  MeasuredMoment,
  string
>

function linesOf({ words }: SignedIn, summary: string, all: readonly string[]): Lines {
  const more = all.length - mostLines
  return { summary, lines: all.slice(0, mostLines), more: more > 0 ? words.report.more(more) : '' }
}

/** 国庆节 7 天，420 班无空岗，中断 5 次，都在 1 小时内恢复。 */
function verdictOf(reader: SignedIn, period: Period, report: PeriodReport): string[] {
  const { report: say } = reader.words
  const { shifts, gaps } = report.coverage
  return [
    dayWords(reader, period, report),
    ...(period.state === 'published' ? [] : [say.isDraft]),
    gaps.length === 0 ? say.covered(shifts) : say.gaps(shifts, gaps.length),
    ...(reader.now < report.span.fromAt ? [] : outageWords(reader, report)),
  ]
}

function dayWords({ words, now }: SignedIn, { name }: Period, { days, dayNow, isOver, span }: PeriodReport): string {
  const { day: say } = words.report
  if (isOver) return say.over(name, days)
  if (now < span.fromAt) return say.coming(name)
  return dayNow === 0 ? say.eve(name) : say.running(name, dayNow, days)
}

function outageWords({ words, format }: SignedIn, { incidents, live, figures }: PeriodReport): string[] {
  const { report: say } = words
  if (incidents.length === 0) return [say.noOutage]
  const longestMs = figures.find(({ moment }) => moment === 'recovery')?.longestMs
  const bound = longestMs === undefined ? undefined : bounds.find(({ ms }) => longestMs <= ms)
  const recovery =
    live.down > 0
      ? say.stillDown(live.down)
      : bound
        ? say.within(incidents.length, say[bound.unit](bound.n))
        : longestMs === undefined
          ? ''
          : say.longest(format.elapsed(longestMs))
  const unconfirmed = live.unconfirmed > 0 ? say.unconfirmed(live.unconfirmed) : ''
  return [say.outages(incidents.length), recovery, unconfirmed].filter(Boolean)
}

/** Round lengths, as an office speaks of them. */
const bounds = [
  ...[5, 10, 15, 30].map((n) => ({ unit: 'minutes' as const, n, ms: n * minute })),
  ...[1, 2, 3, 6, 12, 24].map((n) => ({ unit: 'hours' as const, n, ms: n * hour })),
]

function incidentView({ words, format }: SignedIn, incident: Incident): ReportView['incidents'][number] {
  const { id, siteName, state, cause, startedAt, toldAt, acknowledgedAt, recoveredAt, confirmedAt } = incident
  const known = words.watch.cause[cause ?? 'unclear']
  const step = (at: Instant | null): Step =>
    at === null
      ? { clock: '—', after: '' }
      : { clock: format.clockSeconds(at), after: words.report.after(format.elapsed(at - startedAt)) }
  return {
    href: `/incidents/${id}`,
    site: siteName,
    cause: state === 'closed' ? known : words.watch.state[state],
    found: format.stamp(startedAt).slice(5),
    steps: [toldAt, acknowledgedAt, recoveredAt, confirmedAt].map(step),
  }
}

function findingLines({ words, format }: SignedIn, { checks }: PeriodReport): string[] {
  return checks.findings.map(({ at, person, siteName, role, outcome, note }) =>
    words.report.finding(
      format.stamp(at).slice(5, 16),
      person?.name ?? '',
      siteName,
      words.watch.role[role],
      outcome ? words.spot.outcome[outcome] : '',
      note,
    ),
  )
}

function missingLines(
  { units, settings }: Book,
  { words, format }: SignedIn,
  { missing, days }: PeriodReport['nil'],
): string[] {
  const { report: say } = words
  return missing.map(({ unitId, dates }) => {
    const unit = units.get(unitId)?.name ?? unitId
    if (dates.length === days && days > 1) return say.neverReported(unit, days)
    return say.missing(
      unit,
      dates.map((date) => format.date(instantOf(date, settings.timezone))),
    )
  })
}

function unsignedLine({ sites }: Book, { words, format }: SignedIn, handover: Handover): string {
  const names = (people: readonly { name: string }[]) => words.frame.listOf(people.map(({ name }) => name))
  const where = handover.siteIds.map((id) => sites.get(id)?.shortName ?? sites.get(id)?.name ?? id)
  return words.report.unsigned(
    format.stamp(handover.at).slice(5, 16),
    words.frame.listOf(where),
    names(handover.outgoing),
    names(handover.incoming),
    words.handover.state[handover.state],
  )
}

/** What stands at the top of the sheet: whose report it is, of which days, and of when. */
export function scopeOf(
  book: Book,
  reader: SignedIn,
  {
    report,
    sites,
    isWhole,
  }: { report: PeriodReport; sites: readonly { unitId?: string; name: string }[]; isWhole: boolean },
): string[] {
  const { words, format, now } = reader
  const { report: say } = words
  const units = new Set(sites.map(({ unitId, name }) => (unitId && book.units.get(unitId)?.name) || name))
  return [
    isWhole ? say.whole(sites.length) : say.ofUnits([...units]),
    say.span(format.stamp(report.span.fromAt).slice(0, 16), format.stamp(report.span.toAt).slice(0, 16)),
    say.asOf(format.stamp(now).slice(0, 16)),
  ]
}
